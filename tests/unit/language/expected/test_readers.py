"""Bare answers, read by what was asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.language import Expectation, understand

AS_OF = date(2026, 11, 21)


def member(text: str, expecting: Expectation, member_id: str) -> dict[str, Any]:
    document = understand(text, AS_OF, expecting).document
    return next(m for m in document["members"] if m["id"] == member_id)


def test_a_bare_number_is_the_age_that_was_asked() -> None:
    assert member("38", Expectation("age", ("spouse",)), "spouse")["age"] == {"min": 38, "max": 38}


def test_two_numbers_are_the_ages_of_two() -> None:
    asked = Expectation("age", ("child_1", "child_2"))
    assert member("8和3", asked, "child_1")["age"]["min"] == 8
    assert member("8和3", asked, "child_2")["age"]["min"] == 3


def test_named_persons_count_more_than_the_question() -> None:
    document = understand("老公40我38", AS_OF, Expectation("age", ("self", "spouse"))).document
    ages = {m["id"]: m["age"]["min"] for m in document["members"]}
    assert ages == {"spouse": 40, "self": 38}


@pytest.mark.parametrize(
    ("text", "value"),
    [("职工", "employee"), ("居民的", "resident"), ("新农合", "rural"), ("没有", "none")],
)
def test_social_insurance_in_one_word(text: str, value: str) -> None:
    got = member(text, Expectation("social_insurance", ("spouse",)), "spouse")
    assert got["social_insurance"] == value


def test_a_reading_belongs_to_the_condition_that_was_asked() -> None:
    asked = Expectation(
        "condition_detail", ("father",), condition="hypertension", attribute="systolic"
    )
    condition = member("150/95", asked, "father")["conditions"][0]
    assert (condition["systolic"], condition["diastolic"], condition["grade"]) == (150, 95, 1)


@pytest.mark.parametrize(("text", "value"), [("在吃", True), ("没吃药", False), ("是的", True)])
def test_medication_is_answered_with_yes_or_no(text: str, value: bool) -> None:
    asked = Expectation(
        "condition_detail", ("father",), condition="hypertension", attribute="on_medication"
    )
    assert member(text, asked, "father")["conditions"][0]["on_medication"] is value


def test_nothing_of_the_declaration_means_well() -> None:
    asked = Expectation("health_declaration", ("self", "spouse"))
    assert member("都没有", asked, "spouse")["healthy"] is True


@pytest.mark.parametrize(
    ("kind", "text", "key", "fen"),
    [
        ("household_income", "20万", "annual_income_fen", 20_000_000),
        ("budget", "一年一万二", "annual_budget_fen", 1_200_000),
        ("budget", "一个月五百", "annual_budget_fen", 600_000),
        ("debts", "120", "debts_fen", 120_000_000),
        ("debts", "没有", "debts_fen", 0),
    ],
)
def test_household_money(kind: str, text: str, key: str, fen: int) -> None:
    assert understand(text, AS_OF, Expectation(kind)).document[key] == fen


def test_the_income_of_the_one_who_was_asked() -> None:
    got = member("20万", Expectation("income", ("spouse",)), "spouse")
    assert got["annual_income_fen"] == 20_000_000


def test_a_city_that_is_in_no_list() -> None:
    assert understand("在正定", AS_OF, Expectation("city")).document["city"] == "正定"
