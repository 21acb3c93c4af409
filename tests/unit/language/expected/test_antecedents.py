"""Answers about several people at once: pronouns, exceptions, one kind for all."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import understand
from bot.language.types import Expectation

AS_OF = date(2026, 11, 21)
COUPLE = ("self", "spouse")


def answered(kind: str, asked: tuple[str, ...], text: str, key: str) -> dict[str, object]:
    document = understand(text, AS_OF, Expectation(kind, asked)).document
    return {m["id"]: m[key] for m in document["members"] if key in m}


@pytest.mark.parametrize(
    ("asked", "text", "schemes"),
    [
        (COUPLE, "我断缴了，她有五险", {"self": "none", "spouse": "employee"}),
        (COUPLE, "他单位交，我没交", {"self": "none", "spouse": "employee"}),
        (("father", "mother"), "我爸有我妈没有", {"father": "resident", "mother": "none"}),
        (
            ("self", "spouse", "child_1"),
            "除了孩子都有",
            {"self": "resident", "spouse": "resident", "child_1": "none"},
        ),
    ],
)
def test_schemes(asked: tuple[str, ...], text: str, schemes: dict[str, str]) -> None:
    assert answered("social_insurance", asked, text, "social_insurance") == schemes


@pytest.mark.parametrize(
    ("text", "classes"),
    [("我文员他开货车", {"self": 1, "spouse": 4}), ("都是老师", {"self": 1, "spouse": 1})],
)
def test_jobs(text: str, classes: dict[str, int]) -> None:
    assert answered("occupation", COUPLE, text, "occupation_class") == classes


def test_a_pronoun_stays_open_when_two_can_be_meant() -> None:
    told = answered("social_insurance", ("father", "spouse"), "他没交", "social_insurance")
    assert told == {"father": "none", "spouse": "none"}
