"""Typed mentions: what a message names, before anyone knows whom it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mention:
    """A span of the normalised text that names something; `data` depends on `kind`.

    person: PersonWord; age: AgeValue; money: Amount; condition, measure, occupation,
    social_insurance, line, city, count: mappings and plain values.
    """

    start: int
    end: int
    kind: str
    data: Any = None


@dataclass(frozen=True)
class PersonWord:
    """How a person or group was named.

    `form`: self, household, kin, children, pronoun, ordinal, outsider. `targets` holds
    (relation, sex) pairs; `side` tells a child's paternal from maternal grandparents.
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


@dataclass
class Board:
    """Claims spans of a text so that one character belongs to one mention."""

    length: int
    taken: list[bool] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = [False] * self.length

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def claim(self, mention: Mention) -> bool:
        """Add a mention unless its place is taken."""
        if mention.end <= mention.start or not self.free(mention.start, mention.end):
            return False
        self.taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        self.mentions.append(mention)
        return True

    def sorted(self) -> tuple[Mention, ...]:
        return tuple(sorted(self.mentions, key=lambda m: m.start))


class WordFinder:
    """Longest match of many words, by first character."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._by_first: dict[str, list[str]] = {}
        self.entries = entries
        for word in entries:
            self._by_first.setdefault(word[0], []).append(word)
        for words in self._by_first.values():
            words.sort(key=len, reverse=True)

    def at(self, text: str, i: int) -> str | None:
        """The longest word that starts at a place."""
        for word in self._by_first.get(text[i], ()):
            if text.startswith(word, i):
                return word
        return None

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """All longest matches, not overlapping, from left to right."""
        found, i = [], 0
        while i < len(text):
            word = self.at(text, i)
            if word is None:
                i += 1
                continue
            found.append((i, i + len(word), word))
            i += len(word)
        return found
