"""Products for people with a history decide as their terms say, and never by guessing."""

from __future__ import annotations

from typing import Any

import pytest

from bot.advisor.advice import Decision
from bot.advisor.household import household_from_dict
from bot.advisor.underwriting import underwrite
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge

CATALOG = load_catalog()
KNOWLEDGE = load_knowledge()


def _decide(product_id: str, **member: Any) -> Decision:
    """Underwrite somebody who has denied every other condition that is asked about."""
    told = {c["code"] for c in member.get("conditions", ())}
    denied = sorted(set(KNOWLEDGE.conditions) - told)
    person = {"id": "self", "relation": "self", "denied_conditions": denied, **member}
    household = household_from_dict({"members": [person]})
    product = CATALOG.product(product_id)
    assert product is not None
    return underwrite(household.members[0], product, KNOWLEDGE, household.city)


# product, age, condition with its values, outcome
HISTORIES: list[tuple[str, int, dict[str, Any], str]] = [
    ("demo-thyroid-medical", 35, {"code": "thyroid_nodule", "grade": 3}, "standard"),
    ("demo-thyroid-medical", 35, {"code": "thyroid_nodule", "grade": 4}, "postpone"),
    ("demo-thyroid-medical", 35, {"code": "thyroid_nodule"}, "ask"),
    ("demo-thyroid-medical", 35, {"code": "rhinitis"}, "ineligible"),
    ("demo-breast-medical", 42, {"code": "breast_nodule", "grade": 3}, "standard"),
    ("demo-breast-medical", 42, {"code": "breast_nodule", "grade": 4}, "postpone"),
    (
        "demo-diabetes-medical",
        68,
        {"code": "diabetes", "type": 2, "hba1c": 8.8, "complications": False},
        "standard",
    ),
    (
        "demo-diabetes-medical",
        68,
        {"code": "diabetes", "type": 2, "hba1c": 11, "complications": False},
        "postpone",
    ),
    ("demo-diabetes-medical", 68, {"code": "diabetes", "complications": True}, "ask"),
    (
        "demo-elder-chronic-medical",
        69,
        {"code": "hypertension", "grade": 2, "complications": False},
        "standard",
    ),
    ("demo-elder-chronic-medical", 69, {"code": "hypertension", "grade": 2}, "ask"),
    (
        "demo-cancer-survivor-medical",
        45,
        {"code": "cancer", "site": "thyroid", "years_since_treatment": 4},
        "standard",
    ),
    (
        "demo-cancer-survivor-medical",
        45,
        {"code": "cancer", "site": "thyroid", "years_since_treatment": 1},
        "postpone",
    ),
    (
        "demo-cancer-survivor-medical",
        45,
        {"code": "cancer", "site": "lung", "years_since_treatment": 4},
        "decline",
    ),
    ("demo-cancer-survivor-medical", 45, {"code": "cancer", "site": "thyroid"}, "ask"),
    ("demo-nohealth-medical", 60, {"code": "cancer"}, "exclusion"),
    ("demo-nohealth-medical", 60, {"code": "stroke"}, "exclusion"),
    ("demo-nohealth-medical", 60, {"code": "gout"}, "not_asked"),
    ("demo-term-life-couple", 40, {"code": "hypertension", "grade": 2}, "loading"),
    (
        "demo-disability-self-employed",
        35,
        {"code": "diabetes", "hba1c": 7, "complications": False},
        "exclusion",
    ),
]


@pytest.mark.parametrize(("product_id", "age", "condition", "outcome"), HISTORIES)
def test_histories(product_id: str, age: int, condition: dict[str, Any], outcome: str) -> None:
    found = _decide(product_id, age=age, sex="female", conditions=[condition])
    assert found.outcome == outcome, found.reasons


@pytest.mark.parametrize(("weeks", "outcome"), [(36, "standard"), (31, "postpone"), (None, "ask")])
def test_early_babies(weeks: int | None, outcome: str) -> None:
    born: dict[str, Any] = {"code": "premature_birth"}
    if weeks is not None:
        born["gestation_weeks"] = weeks
    found = _decide("demo-ci-child-to30", age=1, relation="child", conditions=[born])
    assert found.outcome == outcome, found.reasons


@pytest.mark.parametrize(("weeks", "outcome"), [(20, "standard"), (30, "postpone")])
def test_a_pregnancy_is_insured_before_week_28(weeks: int, outcome: str) -> None:
    found = _decide("demo-maternity", age=30, sex="female", pregnant=True, pregnant_weeks=weeks)
    assert found.outcome == outcome, found.reasons


@pytest.mark.parametrize("job", [4, 5, 6])
def test_hard_work_finds_life_illness_and_accident_cover(job: int) -> None:
    for line in ("term_life", "ci_1y", "accident_adult"):
        decided = {
            _decide(p.product_id, age=35, sex="male", occupation_class=job).outcome
            for p in CATALOG.of_line(line)
        }
        assert decided & {"standard", "not_asked"}, line


def test_a_city_product_is_for_its_own_city() -> None:
    product = CATALOG.product("hebei-city-medical")
    assert product is not None
    member = household_from_dict(
        {"members": [{"id": "self", "relation": "self", "age": 72, "social_insurance": "resident"}]}
    ).members[0]
    assert underwrite(member, product, KNOWLEDGE, "石家庄").outcome == "not_asked"
    assert underwrite(member, product, KNOWLEDGE, "拉萨").outcome == "ineligible"
    assert underwrite(member, product, KNOWLEDGE, None).outcome == "ask"
