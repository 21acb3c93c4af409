"""Illnesses that no list names, known by how their names end: 扁桃体炎, 腱鞘囊肿."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from bot.language.cues import alternation
from bot.language.detection.finders import job_words, kin_words
from bot.language.illnesses.named import Named, parts, plain, words

_LONGEST = 7
_AGE = re.compile(r"[二三四五六七八九]十[一二三四五六七八九]?")  # 婆婆七十五瘫痪
_HAN = re.compile(r"[\u4e00-\u9fff]")


def by_ending(text: str, taken: Sequence[bool]) -> Iterator[Named]:
    """Names that end like an illness, in what no known name has taken."""
    last = 0
    for match in _endings().finditer(text):
        start, end = match.span()
        if any(taken[start:end]) or _other_word().match(text, end):
            continue
        entry = _entry_of()[match[0]]
        name = _start(text, taken, start, last)
        none = _no_illness().search(text[max(0, end - _LONGEST) : end])
        if none or (name == start and not entry.get("alone")):
            continue
        yield Named(name, end, plain(entry))
        last = end


def _start(text: str, taken: Sequence[bool], ending: int, last: int) -> int:
    """Where the name begins: after a stop, a person, a job, or another name."""
    start = ending
    while start > max(last, ending - _LONGEST) and _belongs(text, taken, start - 1):
        start -= 1
    for place in range(max(last, start - 3), ending):
        for finder in (kin_words(), job_words()):
            word = finder.at(text, place)
            if word and start < place + len(word) <= ending:
                start = place + len(word)
    age = _AGE.match(text, start, ending)
    return age.end() if age else start


def _belongs(text: str, taken: Sequence[bool], place: int) -> bool:
    char = text[place]
    return not taken[place] and bool(_HAN.match(char)) and char not in _stops()


@cache
def _stops() -> frozenset[str]:
    return frozenset(parts()["stops"]["words"])


@cache
def _entry_of() -> dict[str, dict[str, Any]]:
    """The entry of every ending; of an ending in two entries the first."""
    found: dict[str, dict[str, Any]] = {}
    for entry in parts()["endings"]:
        for word in entry["words"]:
            found.setdefault(word, entry)
    return found


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(alternation(_entry_of()))


@cache
def _no_illness() -> re.Pattern[str]:
    return re.compile(rf"{words('no_illness')}$")


@cache
def _other_word() -> re.Pattern[str]:
    return re.compile(words("not_before_ending"))
