"""One answer about several people: each clause goes to whom it names, or to everybody asked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import Expectation, understand

ASKED = ("self", "spouse", "child_1", "child_2", "father")
EMPLOYEE, RESIDENT, RURAL, NONE = "employee", "resident", "rural", "none"
SPLIT = [EMPLOYEE, EMPLOYEE, RESIDENT, RESIDENT, RESIDENT]


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ("都有居民医保", [RESIDENT] * 5),
        ("都没有医保", [NONE] * 5),
        ("都有医保", [RESIDENT] * 5),
        ("都有，职工的", [EMPLOYEE] * 5),
        ("大人都是职工医保，孩子和老人是居民医保", SPLIT),
        ("孩子、老人都是居民，我们俩职工", SPLIT),
        ("我和老公职工，孩子居民，我爸新农合", [EMPLOYEE, EMPLOYEE, RESIDENT, RESIDENT, RURAL]),
        ("我职工医保，其他人居民", [EMPLOYEE, RESIDENT, RESIDENT, RESIDENT, RESIDENT]),
        ("我爸没有医保，其他都有职工", [EMPLOYEE, EMPLOYEE, EMPLOYEE, EMPLOYEE, NONE]),
    ],
)  # fmt: skip
def test_social_insurance_goes_to_whom_it_is_said_of(answer: str, kinds: list[str]) -> None:
    expecting = Expectation("social_insurance", members=ASKED)
    document = understand(answer, date(2026, 11, 21), expecting).document
    found = {m["id"]: m.get("social_insurance") for m in document["members"]}
    assert [found.get(member) for member in ASKED] == kinds


def test_having_some_insurance_without_a_kind_is_marked_as_inferred() -> None:
    expecting = Expectation("social_insurance", members=("self", "spouse"))
    document = understand("都有", date(2026, 11, 21), expecting).document
    assert all("social_insurance" in m["inferred"] for m in document["members"])


def test_income_and_social_insurance_in_one_answer() -> None:
    expecting = Expectation("household_income", members=("self", "spouse"))
    document = understand("家里一年30万，都有居民医保", date(2026, 11, 21), expecting).document
    assert document["annual_income_fen"] == 30_000_000
    assert [m["social_insurance"] for m in document["members"]] == [RESIDENT, RESIDENT]


def test_without_a_question_nothing_is_spread() -> None:
    document = understand("都有居民医保", date(2026, 11, 21)).document
    assert len(document["members"]) <= 1
