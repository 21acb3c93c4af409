"""Asked for ages: 38; 8和3; 都38."""

from __future__ import annotations

import re

from bot.language.ages import AgeValue, find_ages, years
from bot.language.cues import cues
from bot.language.expected.answer import Answer, Document, put
from bot.language.numerals import find_numbers

_OLDEST = 110
_BOTH = re.compile(cues("answer_all_alike"))
Span = tuple[int, int, AgeValue]


def read(answer: Answer) -> None:
    """Give the ages to those asked about, in the order of the question."""
    others = any("age" in m and m["id"] != "self" for m in answer.document["members"])
    own = answer.own
    if others or not answer.asked or (own is not None and answer.says_i):
        return
    if own is not None and "self" not in answer.asked and len(answer.document["members"]) == 1:
        answer.document["members"].remove(own)
    spans = _spans(answer)
    if spans and _BOTH.search(answer.words):
        spans += spans[-1:] * (len(answer.asked) - len(spans))
    for i, (start, end, value) in enumerate(spans[: len(answer.asked)]):
        put(answer.member(i), "age", _json(value), answer.text.said(start, end))


def _spans(answer: Answer) -> list[Span]:
    """Expressions of age, else bare numbers that can be ages."""
    found = [(s.start, s.end, s.value) for s in find_ages(answer.words, answer.as_of)]
    known = [span for span in found if span[2].known]
    return known or [
        (number.start, number.end, value)
        for number in find_numbers(answer.words)
        if isinstance(number.value, int)
        and 0 <= number.value <= _OLDEST
        and not answer.words.startswith("个", number.end)
        if (value := years(number.value))
    ]


def _json(value: AgeValue) -> Document:
    age: Document = {"min": value.min, "max": value.max}
    if value.months is not None:
        age["months"] = value.months
    return age
