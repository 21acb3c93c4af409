"""The value of an age, and helpers to make one from a count of years, months or a birth year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.language.numerals import DIGITS, parse_number
from bot.language.triggers import Guarded

D = "一二两三四五六七八九"
CN = "[零一二两三四五六七八九十百廿卅]"
N = rf"(?:\d{{1,3}}|{CN}{{1,4}})"
TENS = rf"(?:[{D}]?十|\d0)"
NEAR = r"(?:左右|上下|光景|的样子|样子)"
AFTER = r"(?!\d)(?!\s?[万千wk%块元])"
MAX_YEARS = 110
_SIGN_HELPS = 2  # years: an age told more exactly needs no sign


@dataclass(frozen=True)
class AgeValue:
    """Completed years, inclusive. `options` are birth years of an animal sign; `delta` is
    the difference to another person (`than`: the words naming that person)."""

    min: int = 0
    max: int = 0
    months: int | None = None
    options: tuple[int, ...] = ()
    delta: int | None = None
    sign_unknown: bool = False
    source: str = "years"

    @property
    def exact(self) -> bool:
        return self.min == self.max

    @property
    def known(self) -> bool:
        return not self.options and self.delta is None


@dataclass(frozen=True)
class AgeSpan:
    start: int
    end: int
    value: AgeValue


Maker = Callable[[re.Match[str], date], "AgeValue | None"]
Rule = tuple[Guarded, Maker]


def rules() -> tuple[list[Rule], Callable[[str], Callable[[Maker], Maker]]]:
    """An empty rule list and the decorator that adds a pattern and its maker to it."""
    made: list[Rule] = []

    def rule(pattern: str) -> Callable[[Maker], Maker]:
        def register(maker: Maker) -> Maker:
            made.append((Guarded(pattern), maker))
            return maker

        return register

    return made, rule


def whole(text: str) -> int | None:
    """A whole number from Arabic or Chinese digits."""
    value = parse_number(text)
    return value if isinstance(value, int) else None


def years(low: int, high: int | None = None, **more: Any) -> AgeValue | None:
    top = low if high is None else high
    if low > MAX_YEARS or top < 0:
        return None
    return AgeValue(max(0, low), min(top, 120), **more)


def from_year(year: int, as_of: date, **more: Any) -> AgeValue | None:
    """Age of someone born in a year: the birthday may or may not have passed."""
    if not as_of.year - MAX_YEARS <= year <= as_of.year:
        return None
    return years(as_of.year - year - 1, as_of.year - year, **more)


def from_months(months: int) -> AgeValue | None:
    return AgeValue(months // 12, months // 12, months if months <= 36 else None, source="months")


def full_year(text: str, as_of: date) -> int | None:
    """1988 from 88, 八八, 1988, 一九八八; 2009 from 09."""
    digits = "".join(str(DIGITS.get(c, c)) for c in text)
    if not digits.isdigit():
        return None
    value = int(digits)
    if len(digits) == 4:
        return value
    if len(digits) != 2:
        return None
    return 2000 + value if value <= as_of.year % 100 else 1900 + value


def with_sign(one: AgeValue, other: AgeValue, year: int) -> AgeValue:
    """80后属鸡: the only year of the sign within a vague age; else what is known without it."""
    known, sign = (other, one) if other.known else (one, other)
    if not known.known or not sign.options or known.max - known.min < _SIGN_HELPS:
        return known
    fitting = [y for y in sign.options if year - y <= known.max and year - y - 1 >= known.min]
    if len(fitting) != 1:
        return known
    age = year - fitting[0]
    return replace(known, min=max(0, age - 1), max=age)


def shifted(base: AgeValue, delta: int) -> AgeValue | None:
    """The age of someone `delta` years older than a known age."""
    return years(base.min + delta, base.max + delta, source="relative")


def intersection(a: AgeValue, b: AgeValue) -> AgeValue | None:
    """What two statements about one age leave open; None when they contradict."""
    low, high = max(a.min, b.min), min(a.max, b.max)
    if low > high:
        return None
    months = b.months if b.months is not None else a.months
    narrow = b if (b.max - b.min) <= (a.max - a.min) else a
    return replace(narrow, min=low, max=high, months=months)
