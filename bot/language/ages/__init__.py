"""Ages as people say them, as ranges of completed years on a date.

`find_ages` returns every expression that is an age by itself (36岁, 88年的, 属马, 初二,
六十好几, 两岁半). A bare number becomes an age only by its neighbours: see `link_ages`.

    values    the value of an age, helpers
    birth     a date, year or decade of birth
    relative  an animal sign; a difference to another person
    infants   months, weeks and days
    school    classes and stages
    vague     approximate and classical ages
    plain     years and ranges of years
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.language.ages import birth, infants, plain, relative, school, vague
from bot.language.ages.relative import SIGNS
from bot.language.ages.values import (
    MAX_YEARS,
    AgeSpan,
    AgeValue,
    from_months,
    from_year,
    full_year,
    intersection,
    shifted,
    whole,
    with_sign,
    years,
)

__all__ = [
    "MAX_YEARS",
    "SIGNS",
    "AgeSpan",
    "AgeValue",
    "find_ages",
    "from_months",
    "from_year",
    "full_year",
    "intersection",
    "shifted",
    "whole",
    "with_sign",
    "years",
]

_RULES = birth.RULES + relative.RULES + infants.RULES + school.RULES + vague.RULES + plain.RULES


def find_ages(text: str, as_of: date) -> tuple[AgeSpan, ...]:
    """Every age expression of a normalised text; earlier and longer ones win overlaps."""
    found = sorted(_candidates(text, as_of), key=lambda s: (s.start - s.end, s.start))
    taken = bytearray(len(text))
    kept: list[AgeSpan] = []
    for span in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            kept.append(span)
    return tuple(sorted(kept, key=lambda s: s.start))


def _candidates(text: str, as_of: date) -> Iterator[AgeSpan]:
    for pattern, maker in _RULES:
        for match in pattern.finditer(text):
            value = maker(match, as_of)
            if value is not None and match.end() > match.start():
                yield AgeSpan(match.start(), match.end(), value)
