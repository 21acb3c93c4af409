"""Reads a bare answer by what the assistant just asked: 38, 8和3, 职工, 150/95, 一年一万二.

One module for each kind of answer. A reader takes an `Answer` (see `answer`) and adds to its
document what the question makes of the words; what the message says by itself stays. To read a new
kind of answer, write a reader and enter it in `READERS`; add words to lexicon/cues/answers.yml.
"""

from __future__ import annotations

from datetime import date

from bot.language.expected import (
    ages,
    amounts,
    cities,
    conditions,
    declarations,
    headcount,
    occupations,
    social_insurance,
)
from bot.language.expected.answer import Answer, Document, Reader
from bot.language.expected.sharing import spread_social_insurance
from bot.language.normalise import Normalised
from bot.language.types import Expectation

__all__ = ["READERS", "read_expected", "spread_social_insurance"]

READERS: dict[str, Reader] = {
    "age": ages.read,
    "income": amounts.read_income,
    "household_income": amounts.read_household,
    "budget": amounts.read_household,
    "debts": amounts.read_household,
    "assets": amounts.read_household,
    "expense": amounts.read_household,
    "social_insurance": social_insurance.read,
    "occupation": occupations.read,
    "city": cities.read,
    "condition_detail": conditions.read,
    "health_declaration": declarations.read,
    "members": headcount.read,
}


def read_expected(
    text: Normalised, as_of: date, expecting: Expectation, document: Document
) -> Document:
    """The document of a message with what the question adds to bare values, changed in place."""
    reader = READERS.get(expecting.kind)
    if reader is not None:
        reader(Answer(text, as_of, expecting, document))
    return document
