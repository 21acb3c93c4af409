"""What a measuring rule yields, and the rule itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.language.numerals import parse_number
from bot.language.triggers import Guarded

# A number in digits or in words; `parse_number` says which of these are numbers.
NUMBER = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百点半]+)"


@dataclass(frozen=True)
class Measure:
    """A measured fact: `code` names a condition it establishes or refines, or None.

    `attributes` belong to the condition, `fields` to the person. A measure that does not
    establish its condition only adds to one that is known.
    """

    code: str | None
    attributes: tuple[tuple[str, Any], ...] = ()
    grade: int | None = None
    fields: tuple[tuple[str, Any], ...] = ()
    establishes: bool = True


@dataclass(frozen=True)
class MeasureSpan:
    """A measure and its place in the normalised text."""

    start: int
    end: int
    measure: Measure


@dataclass(frozen=True)
class Rule:
    """A pattern and what a match of it means; None when the value cannot be meant."""

    pattern: re.Pattern[str]
    make: Callable[[re.Match[str]], Measure | None]
    guarded: Guarded = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "guarded", Guarded(self.pattern))


def number(text: str | None) -> float | None:
    return parse_number(text) if text else None
