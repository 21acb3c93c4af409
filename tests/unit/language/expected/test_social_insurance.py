"""One lexicon tells the social insurance of one clause and of a whole answer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import Expectation, understand
from bot.language.expected import READERS
from bot.language.expected.social_insurance import kind_of_answer, kind_of_clause


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("职工的", "employee"),
        ("上班交着", "employee"),
        ("老人社区交", "resident"),
        ("合作医疗", "rural"),
        ("没参保", "none"),
        ("没缴过", "none"),
        ("没有任何医保", "none"),
        ("没上班", None),
        ("还没上户口", None),
        ("没办法", None),
    ],
)
def test_a_clause_and_an_answer_agree(text: str, kind: str | None) -> None:
    assert kind_of_answer(text) == kind
    assert kind_of_clause(text) == kind


@pytest.mark.parametrize(("text", "kind"), [("退休了", "employee"), ("还是学生", "resident")])
def test_a_stage_of_life_tells_the_kind_only_as_a_whole_answer(text: str, kind: str) -> None:
    assert kind_of_answer(text) == kind
    assert kind_of_clause(text) is None


def test_having_some_is_a_kind_of_a_clause_only() -> None:
    assert kind_of_clause("都有") == "some"
    assert kind_of_answer("都有") is None


def test_without_insurance_is_not_taken_for_the_residents_one() -> None:
    expecting = Expectation("social_insurance", ("father", "mother"))
    document = understand("没参保", date(2026, 11, 21), expecting).document
    assert [m["social_insurance"] for m in document["members"]] == ["none", "none"]
    assert not any("inferred" in m for m in document["members"])


def test_every_kind_of_question_that_adds_to_bare_words_has_a_reader() -> None:
    kinds = {"age", "members", "income", "household_income", "social_insurance", "occupation"}
    assert kinds | {"debts", "assets", "condition_detail", "health_declaration", "city"} <= set(
        READERS
    )
