"""Occupations, unless the words around them say otherwise (银行卡, 点外卖)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.language.detection.board import Board
from bot.language.detection.finders import job_words
from bot.language.lexicon import load_table
from bot.language.mentions import Mention

_WINDOW = 3


@dataclass(frozen=True)
class Surroundings:
    """Words around an occupation word that make it no job of anybody here."""

    near: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def exclude(self, left: str, right: str) -> bool:
        """`near` stands anywhere on the left, `before` and `after` right beside the word."""
        beside = left.endswith(self.before) or right.startswith(self.after)
        return beside or any(word in left for word in self.near)


def jobs(board: Board) -> Iterator[Mention]:
    """程序员, 在银行: data is the word with its entry."""
    for start, end, word in job_words().find(board.text):
        if _is_job(board.text, start, end, word):
            yield Mention(start, end, "occupation", (word, job_words().entries[word]))


def _is_job(text: str, start: int, end: int, word: str) -> bool:
    """在银行, but neither 银行卡 nor 点外卖 nor the it of credit."""
    left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    exception = _exceptions().get(word)
    if exception is not None and exception.exclude(left, right):
        return False
    return not (word.isascii() and _latin(left[-1:] + right[:1]))


def _latin(chars: str) -> bool:
    """Whether a Latin word goes on: the it of credit."""
    return any("a" <= char <= "z" for char in chars)


@cache
def _exceptions() -> dict[str, Surroundings]:
    """The exceptions of the lexicon, by word."""
    return {
        word: Surroundings(*(tuple(entry.get(k, ())) for k in ("near", "before", "after")))
        for entry in load_table("occupations")["exceptions"]
        for word in entry["words"]
    }
