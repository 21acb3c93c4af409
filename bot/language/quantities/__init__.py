"""Quantities of any Chinese text: numbers, percentages, ordinals, money, ages, yes or no.

`recognise` gives each with its place in the original text and its exact value; it knows
nothing of families. The household parser reads its figures with the same numerals.

    words     what is no number although a numeral stands in it
    numbers   numbers, ordinals, percentages and fractions
    money     amounts with their currency
    ages      ages with their unit
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from bot.language.errors import LanguageError
from bot.language.quantities.ages import find_aged
from bot.language.quantities.money import find_sums
from bot.language.quantities.numbers import Item, find_items
from bot.language.quantities.types import KINDS, Kind, Quantity, Range, Value, valued
from bot.language.quantities.words import folded
from bot.language.yes_no import find_answer

__all__ = ["KINDS", "MAX_LENGTH", "Kind", "Quantity", "Range", "Value", "recognise"]

MAX_LENGTH = 2000
_RANK = {"money": 0, "age": 0, "boolean": 2}


def recognise(
    text: str, kinds: Collection[Kind] | None = None, as_of: date | None = None
) -> tuple[Quantity, ...]:
    """Every quantity of the wanted kinds from left to right, none overlapping another.

    Ages said as a birth year count only where `as_of` gives a date. Raises LanguageError
    when `text` is no text or too long, or a kind is unknown.
    """
    _check(text, kinds)
    wanted = frozenset(KINDS if kinds is None else kinds)
    said = folded(text)
    items = tuple(find_items(said))
    found = [q for q in _all(text, said, items, as_of, wanted) if q.kind in wanted]
    return _apart(found, len(text))


def _check(text: object, kinds: Collection[Kind] | None) -> None:
    if not isinstance(text, str):
        raise LanguageError("a text is needed", remedy="pass a str")
    if len(text) > MAX_LENGTH:
        raise LanguageError(
            f"{len(text)} characters", remedy=f"send at most {MAX_LENGTH} characters at a time"
        )
    unknown = sorted(set(kinds or ()) - set(KINDS))
    if unknown:
        raise LanguageError(f"unknown kind {unknown[0]!r}", remedy=f"one of {', '.join(KINDS)}")


def _all(
    text: str, said: str, items: tuple[Item, ...], as_of: date | None, wanted: frozenset[Kind]
) -> Iterator[Quantity]:
    for item in items:
        value = valued(item.value, item.high)
        yield Quantity(item.kind, text[item.start : item.end], item.start, item.end, value)
    if "money" in wanted:
        for sum_ in find_sums(said, items):
            value = valued(sum_.value, sum_.high)
            words = text[sum_.start : sum_.end]
            yield Quantity("money", words, sum_.start, sum_.end, value, sum_.unit)
    if "age" in wanted:
        for aged in find_aged(said, items, as_of):
            value = valued(aged.value, aged.high)
            words = text[aged.start : aged.end]
            yield Quantity("age", words, aged.start, aged.end, value, aged.unit)
    answer = find_answer(text) if "boolean" in wanted else None
    if answer is not None and answer.whole and answer.answer != "unsure":
        start, end, yes = answer.start, answer.end, answer.answer == "yes"
        yield Quantity("boolean", text[start:end], start, end, yes)


def _apart(found: list[Quantity], length: int) -> tuple[Quantity, ...]:
    """Money and ages before bare numbers, longer before shorter; nothing twice."""
    taken = bytearray(length)
    kept = []
    for item in sorted(found, key=lambda q: (_RANK.get(q.kind, 1), q.start - q.end, q.start)):
        if item.start < item.end and not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\x01" * (item.end - item.start)
            kept.append(item)
    return tuple(sorted(kept, key=lambda q: q.start))
