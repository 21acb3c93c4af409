"""Chinese and Arabic numerals as people write them in chat.

`parse_number` reads one numeral (三百五十万零二, 1w5, 百分之二十, 壹佰); `find_numbers`
finds every numeral of a sentence. Values are exact: int where whole, else float.

    tables    what each character is worth; folding of a text
    reader    one plain numeral at a place
    grammar   signs, fractions, percentages and the walk over a text
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from bot.language.numerals.grammar import Found, numeral_at, scan, whole_numeral
from bot.language.numerals.reader import Plain, read_at
from bot.language.numerals.tables import BIG_UNITS, DIGITS, SMALL_UNITS, TENS, fold

__all__ = [
    "BIG_UNITS",
    "DIGITS",
    "SMALL_UNITS",
    "TENS",
    "Found",
    "Number",
    "NumberSpan",
    "Plain",
    "find_numbers",
    "fold",
    "numeral_at",
    "parse_number",
    "read_at",
    "scan",
    "whole_numeral",
]

Number = int | float
_LARGEST = 10**18
_EDGES = re.compile(r"^[\s￥¥$]+|\s+$")
_PLUS = re.compile(r"^(?:正|\+)(?=.)")


@dataclass(frozen=True)
class NumberSpan:
    """A numeral in a text: offsets, value, kind (cardinal, fraction, percent)."""

    start: int
    end: int
    text: str
    value: Number
    kind: str


@lru_cache(maxsize=4096)
def parse_number(text: str) -> Number | None:
    """The value of a text that is one numeral, else None. Percentages are shares (20% = 0.2)."""
    value = whole_numeral(_PLUS.sub("", _EDGES.sub("", fold(text))))
    return None if value is None or abs(value) > _LARGEST else _tidy(value)


def find_numbers(text: str) -> tuple[NumberSpan, ...]:
    """Every exact numeral of a text from left to right; longest reading at each place."""
    return tuple(
        NumberSpan(f.start, f.end, text[f.start : f.end], _tidy(f.value), f.kind)
        for f in scan(fold(text))
        if f.high is None and abs(f.value) <= _LARGEST and not _rank(text, f)
    )


def _rank(text: str, found: Found) -> bool:
    """老二 is a person."""
    alone = found.end == found.start + 1 and text[found.start] not in "两俩"
    return alone and text[found.start - 1 : found.start] == "老"


def _tidy(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else float(value)
