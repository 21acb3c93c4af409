"""Health decisions: the product's rules, the default table, unknown values, several conditions."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor.product import Product
from bot.advisor.questions import merge_questions
from bot.advisor.underwriting import SEVERITY, reported_conditions, underwrite
from bot.knowledge.loader import load_knowledge
from tests.unit.advisor.builders import asks, eligibility, family, medical, person, rule

KNOWLEDGE = load_knowledge()


def decide(made: Product, *conditions: dict[str, Any], **fields: Any) -> Any:
    member = person("self", fields.pop("age", 40), conditions=list(conditions), **fields)
    return underwrite(family(member).members[0], made, KNOWLEDGE)


def hypertension(**attributes: Any) -> dict[str, Any]:
    return {"code": "hypertension", **attributes}


STRICT = medical(
    declaration=asks("hypertension", "thyroid_nodule", "cancer"),
    condition_rules=(
        rule("hypertension", "standard", {"grade_max": 1}),
        rule("hypertension", "decline", {"grade_min": 2}),
    ),
)


def test_the_products_own_rule_comes_before_the_default_table() -> None:
    loose = medical(
        declaration=asks("hypertension"),
        condition_rules=(rule("hypertension", "exclusion", detail="高血压及其并发症"),),
    )
    assert (
        decide(
            STRICT, hypertension(grade=2), denied_conditions=["cancer", "thyroid_nodule"]
        ).outcome
        == "decline"
    )
    excluded = decide(loose, hypertension(grade=2))
    assert excluded.outcome == "exclusion"
    assert excluded.excluded == ("高血压及其并发症",)


def test_an_unknown_grade_is_asked_never_standard() -> None:
    decision = decide(STRICT, hypertension(), denied_conditions=["cancer", "thyroid_nodule"])
    assert decision.outcome == "ask"
    (question,) = decision.questions
    assert (question.kind, question.field, question.conditions) == (
        "attribute",
        "grade",
        ("hypertension",),
    )
    assert question.outcomes == ("standard", "decline")


def test_an_unknown_value_that_changes_nothing_is_not_asked() -> None:
    same = medical(
        declaration=asks("hypertension"),
        condition_rules=(
            rule("hypertension", "decline", {"complications": True}),
            rule("hypertension", "decline"),
        ),
    )
    decision = decide(same, hypertension())
    assert (decision.outcome, decision.questions) == ("decline", ())


def test_blood_pressure_gives_the_grade() -> None:
    member = family(person("self", 40, conditions=[hypertension(systolic=165, diastolic=92)]))
    (condition,) = reported_conditions(member.members[0], KNOWLEDGE)
    assert condition.grade == 2


@pytest.mark.parametrize(
    ("height", "weight", "outcome"),
    [(175, 70, "standard"), (175, 92, "loading"), (175, 110, "refer")],
)
def test_height_and_weight_answer_the_question_about_body_mass(
    height: int, weight: int, outcome: str
) -> None:
    made = medical(line="ci_long", declaration=asks("obesity"))
    assert decide(made, height_cm=height, weight_kg=weight).outcome == outcome


def test_well_said_in_general_answers_no_declaration() -> None:
    assert decide(STRICT, healthy=True).outcome == "ask"


def test_denied_conditions_answer_it() -> None:
    denied = ["hypertension", "thyroid_nodule", "cancer"]
    assert decide(STRICT, denied_conditions=denied).outcome == "standard"


def test_a_condition_that_is_not_asked_is_not_held_against_the_customer() -> None:
    made = medical(declaration=asks("cancer"))
    decision = decide(made, hypertension(grade=3), denied_conditions=["cancer"])
    assert decision.outcome == "standard"
    assert [r.code for r in decision.reasons] == ["condition_not_asked"]


def test_without_a_declaration_nothing_is_asked() -> None:
    assert decide(medical(), {"code": "cancer"}).outcome == "not_asked"


def test_the_worst_of_several_conditions_counts_and_exclusions_stay() -> None:
    made = medical(
        declaration=asks("thyroid_nodule", "gout", "cancer"),
        condition_rules=(
            rule("thyroid_nodule", "exclusion", detail="甲状腺疾病"),
            rule("gout", "loading", loading_bp=2500),
            rule("cancer", "decline"),
        ),
    )
    both = decide(made, {"code": "thyroid_nodule"}, {"code": "gout"}, denied_conditions=["cancer"])
    assert (both.outcome, both.loading_bp, both.excluded) == ("loading", 2500, ("甲状腺疾病",))
    assert decide(made, {"code": "thyroid_nodule"}, {"code": "cancer"}).outcome == "decline"


def test_a_refusal_ends_the_questions_of_other_conditions() -> None:
    decision = decide(STRICT, hypertension(grade=2), {"code": "thyroid_nodule"})
    assert decision.outcome == "decline"
    assert merge_questions([decision]) == ()


def test_questions_concern_only_those_they_can_concern() -> None:
    made = medical(declaration=asks("uterine_fibroid", "premature_birth", "obesity"))
    assert decide(made, age=40, sex="male", height_cm=175, weight_kg=70).outcome == "standard"
    asked = decide(made, age=1, sex="male")
    assert asked.questions[0].conditions == ("premature_birth",)


@pytest.mark.parametrize("column", ["medical_million", "ci_long", "term_life", "cancer_medical"])
@pytest.mark.parametrize(
    ("code", "grades"),
    [
        ("hypertension", (1, 2, 3)),
        ("thyroid_nodule", (1, 2, 3, 4, 5)),
        ("breast_nodule", (1, 2, 3, 4, 5)),
        ("fatty_liver", (1, 2, 3)),
        ("asthma", (1, 2)),
        ("thalassemia", (1, 2, 3)),
    ],
)
def test_a_worse_grade_never_gives_a_better_default(
    column: str, code: str, grades: tuple[int, ...]
) -> None:
    made = medical(line=column, declaration=asks(code), eligible=eligibility())
    outcomes = [decide(made, {"code": code, "grade": grade}).outcome for grade in grades]
    assert [SEVERITY[o] for o in outcomes] == sorted(SEVERITY[o] for o in outcomes)


@pytest.mark.parametrize("code", ["rhinitis", "common_cold", "appendicitis", "fracture"])
def test_white_list_conditions_change_nothing(code: str) -> None:
    made = medical(declaration=asks(code))
    assert decide(made, {"code": code}).outcome == "standard"


def test_every_known_condition_has_a_default_for_every_column() -> None:
    columns = set(KNOWLEDGE.underwriting_columns.values())
    missing = [
        (column, code)
        for code in KNOWLEDGE.conditions
        for column in columns
        if (column, code) not in KNOWLEDGE.underwriting
    ]
    assert missing == []


def test_equal_questions_of_several_products_are_asked_once() -> None:
    member = family(person("self", 40, conditions=[hypertension()])).members[0]
    decisions = [
        underwrite(
            member,
            medical(name, declaration=STRICT.declaration, condition_rules=STRICT.condition_rules),
            KNOWLEDGE,
        )
        for name in ("a", "b")
    ]
    questions = merge_questions(decisions)
    assert [(q.kind, q.product_ids) for q in questions] == [
        ("attribute", ("a", "b")),
        ("condition", ("a", "b")),
    ]
