"""Typed mentions: what a message names, before anyone knows whom it belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any


@dataclass(frozen=True)
class Mention:
    """A span of the normalised text that names something; `data` depends on `kind`.

    person: PersonWord; age: AgeValue; money, ge, bare_money: Amount; measure: Measure;
    condition, social_insurance: the entry of the lexicon; occupation: word and entry;
    line, city, count, sex: a plain value; absent, vocative: nothing (nobody is there).
    """

    start: int
    end: int
    kind: str
    data: Any = None


@dataclass(frozen=True)
class PersonWord:
    """How a person or group was named.

    `form`: self, household, kin, children, pronoun, ordinal, outsider, pet. `targets` holds
    (relation, sex) pairs; `side` tells whose parents or grandparents they are; `inferred`:
    the relation is a guess by custom; `owned`: the word names a person without 我 or the like.
    `count` people are meant, or the child at `index` (-1: the youngest).
    """

    form: str
    targets: tuple[tuple[str, str | None], ...] = ()
    side: str | None = None
    inferred: bool = False
    owned: bool = False
    count: int | None = None
    index: int | None = None
    sex: str | None = None
    word: str = ""


def starting_from(mentions: Sequence[Mention], place: int) -> Iterator[Mention]:
    """The mentions that start at a place or after it; mentions stand in order of place."""
    return (mentions[i] for i in range(_index(mentions, place), len(mentions)))


def starting_before(mentions: Sequence[Mention], place: int) -> Iterator[Mention]:
    """The mentions that start before a place, the nearest first."""
    return (mentions[i] for i in range(_index(mentions, place) - 1, -1, -1))


def _index(mentions: Sequence[Mention], place: int) -> int:
    return bisect_left(mentions, place, key=attrgetter("start"))
