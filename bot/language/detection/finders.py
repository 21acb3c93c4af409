"""Longest matches of the words of the lexicons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bot.language.cues import cue_pairs
from bot.language.lexicon import load_table
from bot.language.mentions import PersonWord

_CHILD_SEX = {"son": "male", "daughter": "female"}


class WordFinder:
    """Longest match of many words, by first character."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._by_first: dict[str, list[str]] = {}
        self.entries = entries
        for word in entries:
            self._by_first.setdefault(word[0], []).append(word)
        for words in self._by_first.values():
            words.sort(key=len, reverse=True)
        self.openings = frozenset(self._by_first)
        self._first = re.compile(f"[{re.escape(''.join(self._by_first))}]")

    def at(self, text: str, i: int) -> str | None:
        """The longest word that starts at a place, but not within a number: 公公71糖尿病."""
        if i and text[i].isdigit() and text[i - 1].isdigit():
            return None
        for word in self._by_first.get(text[i], ()):
            if text.startswith(word, i):
                return word
        return None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """All longest matches, not overlapping, from left to right."""
        first = self._first.search(text)
        while first is not None:
            i = first.start()
            word = self.at(text, i)
            if word is not None:
                yield i, i + len(word), word
            first = self._first.search(text, i + len(word or " "))


@cache
def condition_words() -> WordFinder:
    return WordFinder({w: c for c in load_table("conditions")["conditions"] for w in c["words"]})


@cache
def job_words() -> WordFinder:
    return WordFinder({w: o for o in load_table("occupations")["occupations"] for w in o["words"]})


@cache
def social_words() -> WordFinder:
    return WordFinder({w: s for s in load_table("cover")["social_insurance"] for w in s["words"]})


@cache
def line_words() -> WordFinder:
    lines = load_table("cover")["lines"]
    return WordFinder({w: line for line, words in lines.items() for w in words})


@cache
def city_words() -> WordFinder:
    return WordFinder(
        dict.fromkeys([*load_table("cities")["cities"], *cue_pairs("city_nicknames")])
    )


@cache
def kin_words() -> WordFinder:
    """Every word for a person; later sections of the lexicon win."""
    return WordFinder(
        {
            entry.word: entry
            for section in (_terms, _collective, _children, _outsiders, _ordinals)
            for entry in section(load_table("kinship"))
        }
    )


@cache
def label_words() -> dict[str, PersonWord]:
    """Single characters that name a person in a bare list: 夫35、妻33."""
    return {
        word: PersonWord(
            "kin",
            ((label["relation"], label.get("sex")),),
            side=label.get("side"),
            owned=True,
            word=word,
        )
        for label in load_table("kinship")["labels"]
        for word in label["words"]
    }


def _terms(table: dict[str, Any]) -> Iterator[PersonWord]:
    """老公, 外婆: one relative each."""
    for term in table["terms"]:
        for word in term["words"]:
            yield PersonWord(
                "kin",
                ((term["relation"], term.get("sex")),),
                side=term.get("side"),
                inferred=term.get("inferred", False),
                owned=not term.get("bound", False),
                word=word,
            )


def _collective(table: dict[str, Any]) -> Iterator[PersonWord]:
    """爸妈, 夫妻俩: several people in one word."""
    sexes = _certain_sexes(table)
    for group in table["collective"]:
        targets = tuple((r, sexes.get(r)) for r in group["members"])
        for word in group["words"]:
            yield PersonWord("kin", targets, side=group.get("side"), owned=True, word=word)


def _certain_sexes(table: dict[str, Any]) -> dict[str, str | None]:
    """The sex of every relation that has only one: a grandmother is a woman."""
    sexes: dict[str, set[str | None]] = {}
    for term in table["terms"]:
        sexes.setdefault(term["relation"], set()).add(term.get("sex"))
    return {relation: next(iter(found)) for relation, found in sexes.items() if len(found) == 1}


def _children(table: dict[str, Any]) -> Iterator[PersonWord]:
    """一儿一女, 双胞胎: several children in one word."""
    for group in table["children"]:
        targets = tuple((r, _CHILD_SEX.get(r)) for r in group["members"])
        for word in group["words"]:
            yield PersonWord("children", targets, count=len(targets), word=word)


def _outsiders(table: dict[str, Any]) -> Iterator[PersonWord]:
    """同事, 闺蜜: people outside the household."""
    for word in table["outsiders"]:
        yield PersonWord("outsider", (("other", None),), owned=True, word=word)


def _ordinals(table: dict[str, Any]) -> Iterator[PersonWord]:
    """老大, 小女儿: a child by place among the children."""
    for ordinal in table["ordinals"]:
        for word in ordinal["words"]:
            yield PersonWord("ordinal", index=ordinal["index"], sex=ordinal.get("sex"), word=word)
