"""Needs by hand, with the worked example of docs/planning.md."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor.advice import Need
from bot.advisor.finances import finances
from bot.advisor.household import Household
from bot.advisor.needs import Context, member_needs
from bot.knowledge.loader import load_knowledge
from tests.unit.advisor.builders import WAN, family, person

KNOWLEDGE = load_knowledge()


def needs(household: Household, member_id: str) -> dict[str, Need]:
    money = finances(household, KNOWLEDGE.needs)
    member = household.member(member_id)
    assert member is not None
    return {n.need: n for n in member_needs(member, Context(household, money, KNOWLEDGE.needs))}


def worked_example(**changes: Any) -> Household:
    facts: dict[str, Any] = {
        "debts_fen": 120 * WAN,
        "assets_fen": 20 * WAN,
        "monthly_expense_fen": WAN,
        **changes,
    }
    return family(
        person("self", 30, sex="male", annual_income_fen=20 * WAN),
        person("spouse", 29, sex="female", annual_income_fen=12 * WAN),
        person("child_1", 2, sex="male"),
        person("mother", 58, sex="female"),
        **facts,
    )


def test_the_worked_example() -> None:
    """120 debts + 120 living + 34.5 school + 72 parents + 15 transition - 20 = 341.5万."""
    his = needs(worked_example(), "self")["term_life"]
    hers = needs(worked_example(), "spouse")["term_life"]
    values = {line.label: line.value for line in his.formula}
    assert values["debts"] == 120 * WAN
    assert values["living"] == 120 * WAN
    assert values["education"] == 34.5 * WAN
    assert values["parent_support"] == 72 * WAN
    assert values["income_share"] == 6250
    assert (his.recommended_fen, hers.recommended_fen) == (200 * WAN, 130 * WAN)


def test_every_figure_has_its_origin() -> None:
    origins = {
        line.label: line.origin for line in needs(worked_example(), "self")["term_life"].formula
    }
    assert origins["debts"] == "user"
    assert origins["education"] == "standard"
    assert origins["transition"] == "experience"


def test_existing_cover_is_taken_off() -> None:
    household = family(
        person(
            "self",
            30,
            annual_income_fen=20 * WAN,
            policies=[
                {"line": "critical_illness", "sum_insured_fen": 50 * WAN},
                {"line": "ci_1y", "sum_insured_fen": 10 * WAN},
            ],
        ),
    )
    need = needs(household, "self")["critical_illness"]
    # 30 x 1.4 + 20 x 3 = 102 -> at most 100
    assert (need.recommended_fen, need.existing_fen, need.gap_fen) == (
        100 * WAN,
        60 * WAN,
        40 * WAN,
    )


@pytest.mark.parametrize(
    ("member", "need", "code"),
    [
        ("child_1", "term_life", "life_child"),
        ("mother", "term_life", "life_elder"),
        ("mother", "critical_illness", "ci_elder"),
        ("child_1", "disability", "disability_no_income"),
    ],
)
def test_needs_that_do_not_apply_say_why(member: str, need: str, code: str) -> None:
    found = needs(worked_example(), member)[need]
    assert (found.applies, found.gap_fen) == (False, 0)
    assert [r.code for r in found.reasons] == [code]


def test_nobody_to_provide_for_needs_no_life_cover() -> None:
    alone = family(person("self", 28, annual_income_fen=15 * WAN))
    assert needs(alone, "self")["term_life"].reasons[0].code == "life_no_dependants"
    indebted = family(person("self", 28, annual_income_fen=15 * WAN), debts_fen=80 * WAN)
    assert needs(indebted, "self")["term_life"].recommended_fen == 100 * WAN  # 80 + 15, rounded


def test_a_partner_at_home_is_worth_replacing_only_with_children() -> None:
    parents = (person("self", 35, annual_income_fen=25 * WAN), person("spouse", 33, earning=False))
    with_child = family(*parents, person("child_1", 4))
    assert needs(with_child, "spouse")["term_life"].recommended_fen == 30 * WAN
    assert not needs(family(*parents), "spouse")["term_life"].applies


@pytest.mark.parametrize(("age", "cap"), [(0, 20), (9, 20), (10, 50), (17, 50)])
def test_the_cap_on_minors_is_in_the_formula(age: int, cap: int) -> None:
    need = needs(family(person("self", 40), person("child_1", age)), "child_1")["accident"]
    assert need.formula[0].value == cap * WAN
    assert need.recommended_fen == 20 * WAN


@pytest.mark.parametrize(("job", "wan"), [(1, 100), (4, 50), (6, 30)])
def test_dangerous_work_lowers_the_accident_sum(job: int, wan: int) -> None:
    member = person("self", 30, annual_income_fen=30 * WAN, occupation_class=job)
    assert needs(family(member), "self")["accident"].recommended_fen == wan * WAN


def test_medical_cover_that_exists_closes_the_need() -> None:
    owned = family(person("self", 35, policies=[{"line": "medical_million"}]))
    assert needs(owned, "self")["medical"].gap_fen == 0
    local = family(person("self", 35, policies=[{"line": "huiminbao"}]))
    assert needs(local, "self")["medical"].gap_fen > 0


def test_unknown_income_is_a_tagged_estimate() -> None:
    household = family(person("self", 36), person("spouse", 38), city="上海")
    money = finances(household, KNOWLEDGE.needs)
    assert (money.income.fen, money.income.origin) == (24 * WAN, "standard")
    assert {a.code for a in money.assumptions} >= {"income_standard", "earning", "no_debts"}


def test_a_household_figure_is_shared_among_earners_without_one() -> None:
    household = family(
        person("self", 36, annual_income_fen=20 * WAN),
        person("spouse", 38),
        annual_income_fen=32 * WAN,
    )
    money = finances(household, KNOWLEDGE.needs)
    spouse = money.income_of("spouse")
    assert spouse is not None
    assert (spouse.fen, spouse.origin, money.income.fen) == (12 * WAN, "inferred", 32 * WAN)


def test_those_who_are_not_insured_still_count() -> None:
    """An earner who wants no cover still shares the debts; the dead do not."""
    household = family(
        person("self", 30, annual_income_fen=20 * WAN),
        person(
            "spouse", 30, annual_income_fen=20 * WAN, insure=False, not_insured_reason="excluded"
        ),
        person("father", 60, insure=False, not_insured_reason="deceased"),
        debts_fen=100 * WAN,
    )
    formula = {line.label: line.value for line in needs(household, "self")["term_life"].formula}
    assert formula["income_share"] == 5000
    assert "parent_support" not in formula
