"""Which characters a pattern cannot do without, so that it is not run where they are missing.

Computed from the pattern itself, so that a word added to a lexicon needs no second list.
`Guarded` is a compiled pattern that looks at the characters of a text before it scans it.
"""

from __future__ import annotations

import re
import sre_parse
from collections.abc import Iterable, Iterator
from functools import lru_cache
from sre_constants import (
    ASSERT,
    ASSERT_NOT,
    AT,
    BRANCH,
    IN,
    LITERAL,
    MAX_REPEAT,
    MIN_REPEAT,
    RANGE,
    SUBPATTERN,
)
from typing import Any

_WIDEST_RANGE = 64
Characters = frozenset[str]


class Guarded:
    """A compiled pattern with the characters of which one must be in every match."""

    __slots__ = ("needed", "pattern")

    def __init__(self, pattern: str | re.Pattern[str]) -> None:
        self.pattern = re.compile(pattern)
        self.needed = needed(self.pattern)

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """Every match; none, without a scan, where no needed character stands in the text."""
        return self.pattern.finditer(text) if self.may_match(text) else ()

    def may_match(self, text: str) -> bool:
        return self.needed is None or not self.needed.isdisjoint(characters(text))


@lru_cache(maxsize=64)
def characters(text: str) -> Characters:
    """The characters of a text."""
    return frozenset(text)


def needed(pattern: re.Pattern[str]) -> Characters | None:
    """The smallest set of which a match must hold one: 岁 for \\d+岁; None when there is none."""
    if pattern.flags & re.IGNORECASE:
        return None
    return _of_sequence(sre_parse.parse(pattern.pattern, pattern.flags))


def _of_sequence(items: Any) -> Characters | None:
    found = [chars for op, value in items if (chars := _of_item(op, value)) is not None]
    return min(found, key=len, default=None)


def _of_item(op: Any, value: Any) -> Characters | None:
    if op is LITERAL:
        return frozenset(chr(value))
    if op is IN:
        return _of_class(value)
    if op is SUBPATTERN:
        return _of_sequence(value[-1])
    if op is ASSERT:
        return _of_sequence(value[1])
    if op in (MAX_REPEAT, MIN_REPEAT):
        return _of_sequence(value[2]) if value[0] else None
    return _union(map(_of_sequence, value[1])) if op is BRANCH else None


def openings(pattern: re.Pattern[str]) -> Characters:
    """The characters a match may begin with: 我俺 for (?:我|俺)家?."""
    found, ended = _openings(sre_parse.parse(pattern.pattern, pattern.flags))
    if found is None or not ended or pattern.flags & re.IGNORECASE:
        raise ValueError(f"{pattern.pattern}: may begin with anything; give it a first word")
    return found


def _openings(items: Any) -> tuple[Characters | None, bool]:
    """The first characters of a sequence, and whether it always takes one."""
    found: set[str] = set()
    for op, value in items:
        first, takes = _opening(op, value)
        if first is None:
            return None, False
        found |= first
        if takes:
            return frozenset(found), True
    return frozenset(found), False


def _opening(op: Any, value: Any) -> tuple[Characters | None, bool]:
    if op in (ASSERT, ASSERT_NOT, AT):
        return frozenset(), False
    if op is SUBPATTERN:
        return _openings(value[-1])
    if op in (MAX_REPEAT, MIN_REPEAT):
        first, takes = _openings(value[2])
        return first, takes and value[0] > 0
    if op is BRANCH:
        branches = [_openings(branch) for branch in value[1]]
        return _union(first for first, _ in branches), all(takes for _, takes in branches)
    return _of_item(op, value), True


def _of_class(items: Iterable[tuple[Any, Any]]) -> Characters | None:
    return _union(_of_class_item(op, value) for op, value in items)


def _of_class_item(op: Any, value: Any) -> Characters | None:
    if op is LITERAL:
        return frozenset(chr(value))
    if op is RANGE and value[1] - value[0] < _WIDEST_RANGE:
        return frozenset(map(chr, range(value[0], value[1] + 1)))
    return None


def _union(parts: Iterator[Characters | None]) -> Characters | None:
    """What one of several alternatives needs: nothing when one of them needs nothing."""
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)
