"""Scores of hand-made households, each with one thing wrong."""

from __future__ import annotations

import math
from typing import Any

import pytest

from eval.scoring import MONEY, compare
from eval.tally import Tally
from tests.nlu.expectations import expected

WANTED = ("self f 36 income=20w", "spouse m 38 hypertension:2", "child - 8 si=resident")


def household(*expect: str, money: str = "budget=1.5w") -> dict[str, Any]:
    return expected({"expect": list(expect), "household": money})


def kinds(placed: Any) -> list[str]:
    return sorted(p.fact.kind for p in placed)


def test_the_same_household_is_exact() -> None:
    comparison = compare(household(*WANTED), household(*reversed(WANTED)))
    assert comparison.exact
    assert len(comparison.right) == 12  # 3 members, 2 sexes, 3 ages, 3 more facts, the budget


@pytest.mark.parametrize(
    ("got", "missing", "extra"),
    [
        (("self f 36 income=20w", "spouse m 38", WANTED[2]), ["condition"], []),
        (("self f 36 income=20w", "spouse m 38 hypertension", WANTED[2]), ["condition"],
         ["condition"]),
        (("self - 36 income=20w", *WANTED[1:]), ["sex"], []),
        (("self f 35-37 income=20w", *WANTED[1:]), ["age"], ["age"]),
        ((*WANTED, "father m -"), [], ["member", "sex"]),
        (WANTED[:2], ["age", "member", "social insurance"], []),
        ((WANTED[0], WANTED[1], "son m 8 si=resident"), ["member"], ["member", "sex"]),
        ((WANTED[0] + " healthy", *WANTED[1:]), [], ["healthy"]),
        ((WANTED[0] + " excluded", *WANTED[1:]), [], ["state"]),
    ],
)  # fmt: skip
def test_one_difference(got: tuple[str, ...], missing: list[str], extra: list[str]) -> None:
    comparison = compare(household(*WANTED), household(*got))
    assert (kinds(comparison.missing), kinds(comparison.extra)) == (missing, extra)
    assert not comparison.exact
    assert not comparison.misplaced


def test_a_fact_on_another_member_is_a_wrong_owner() -> None:
    got = ("self f 36 income=20w hypertension:2", "spouse m 38", WANTED[2])
    (moved,) = compare(household(*WANTED), household(*got)).misplaced
    assert (moved.fact.value, moved.wanted, moved.got) == (("hypertension", 2), "spouse", "self")


def test_a_condition_with_another_grade_on_another_member_is_no_wrong_owner() -> None:
    got = ("self f 36 income=20w hypertension:1", "spouse m 38", WANTED[2])
    assert not compare(household(*WANTED), household(*got)).misplaced


def test_swapped_ages_are_two_wrong_owners() -> None:
    got = ("self f 38 income=20w", "spouse m 36 hypertension:2", WANTED[2])
    assert len(compare(household(*WANTED), household(*got)).misplaced) == 2


def test_the_age_of_a_member_that_was_not_found_can_be_misplaced() -> None:
    comparison = compare(household("self - 36", "spouse m 38"), household("self - 38"))
    assert [(m.wanted, m.got) for m in comparison.misplaced] == [("spouse", "self")]


def test_an_income_of_the_household_may_be_that_of_a_member() -> None:
    wanted = household("self - 36 income=20w", money="")
    comparison = compare(wanted, household("self - 36", money="income=20w"))
    assert [(m.wanted, m.got) for m in comparison.misplaced] == [("self", "household")]
    assert not compare(wanted, household("self - 36", money="debts=20w")).misplaced


def test_one_invented_fact_explains_one_missing_fact() -> None:
    wanted = household("father m 66 diabetes", "mother f 64 diabetes", "self - 36", money="")
    got = household("father m 66", "mother f 64", "self - 36 diabetes", money="")
    assert len(compare(wanted, got).misplaced) == 1


def test_sums() -> None:
    wrong = compare(
        household(*WANTED), household("self f 36 income=20w hypertension:2", *WANTED[2:], money="")
    )
    right = compare(household(*WANTED), household(*WANTED))
    total = Tally.of([wrong, right])
    assert (total.cases, total.exact, total.exact_share) == (2, 1, 0.5)
    assert total.expected_facts == 24
    assert total.wrong_owner == pytest.approx(1 / 24)
    assert total.recall("condition") == 0.5
    assert total.precision("condition") == 0.5
    assert total.precision("member") == 1.0
    assert total.recall(MONEY) == 0.5
    assert math.isnan(total.recall("policy"))
    assert total.kinds()[0] == "member"
