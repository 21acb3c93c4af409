"""Gates: what decides before any health question, and what unknown facts do."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor.underwriting import underwrite
from bot.knowledge.loader import load_knowledge
from tests.unit.advisor.builders import eligibility, family, medical, person

KNOWLEDGE = load_knowledge()


def decide(rules: dict[str, Any], member: dict[str, Any], city: str | None = None) -> Any:
    insured = family(member).members[0]
    return underwrite(insured, medical(eligible=eligibility(**rules)), KNOWLEDGE, city)


@pytest.mark.parametrize(
    ("rules", "member", "code"),
    [
        ({"max_entry_age": 65}, person("father", 66), "too_old"),
        ({"min_age_days": 18 * 365}, person("child_1", 17), "too_young"),
        ({"relations": ("self", "spouse")}, person("father", 60), "relation_not_accepted"),
        (
            {"occupation_classes": (1, 2, 3)},
            person("self", 30, occupation_class=4),
            "occupation_not_accepted",
        ),
        ({"sexes": ("female",)}, person("self", 30, sex="male"), "sex_not_accepted"),
        (
            {"social_insurance": "required"},
            person("self", 30, social_insurance="none"),
            "needs_social_insurance",
        ),
        ({"required_conditions": ("diabetes",)}, person("self", 30), "only_for_conditions"),
    ],
)
def test_gates_that_close(rules: dict[str, Any], member: dict[str, Any], code: str) -> None:
    decision = decide(rules, member)
    assert decision.outcome == "ineligible"
    assert [r.code for r in decision.reasons] == [code]


def test_unknown_social_insurance_is_never_none() -> None:
    assert decide({"social_insurance": "required"}, person("self", 30)).outcome == "not_asked"


def test_local_products_need_the_city() -> None:
    rules = {"social_insurance": "local", "cities": ("上海",)}
    asked = decide(rules, person("father", 70))
    assert asked.outcome == "ask"
    assert [q.field for q in asked.questions] == ["city"]
    assert decide(rules, person("father", 70), "上海市").outcome == "not_asked"
    assert decide(rules, person("father", 70), "杭州").outcome == "ineligible"


def test_an_age_range_across_a_gate_is_asked_not_guessed() -> None:
    straddling = decide({"max_entry_age": 65}, person("father", {"min": 61, "max": 69}))
    assert straddling.outcome == "ask"
    assert [q.field for q in straddling.questions] == ["age"]
    assert decide({"max_entry_age": 70}, person("father", {"min": 61, "max": 69})).outcome == (
        "not_asked"
    )


def test_unknown_age_is_asked() -> None:
    decision = decide({}, person("spouse"))
    assert (decision.outcome, decision.questions[0].field) == ("ask", "age")


def test_a_newborn_may_have_to_wait_for_some_days() -> None:
    newborn = person("child_1", {"min": 0, "max": 0, "months": 0})
    decision = decide({"min_age_days": 28}, newborn)
    assert decision.outcome == "not_asked"
    assert "from_days" in [r.code for r in decision.reasons]
    older = person("child_1", {"min": 0, "max": 0, "months": 3})
    assert "from_days" not in [r.code for r in decide({"min_age_days": 28}, older).reasons]


@pytest.mark.parametrize(("weeks", "outcome"), [(20, "not_asked"), (28, "postpone")])
def test_pregnancy_beyond_the_limit_waits(weeks: int, outcome: str) -> None:
    member = person("self", 30, sex="female", pregnant=True, pregnant_weeks=weeks)
    decision = decide({"max_pregnancy_weeks": 27}, member)
    assert decision.outcome == outcome


def test_pregnancy_of_unknown_weeks_is_asked() -> None:
    decision = decide({"max_pregnancy_weeks": 27}, person("self", 30, sex="female", pregnant=True))
    assert (decision.outcome, decision.questions[0].field) == ("ask", "pregnant_weeks")
