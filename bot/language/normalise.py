"""Normalisation that remembers where every character came from.

Full width to half width, traditional to simplified, lower case, pinyin and chat
shorthand of family words, common typos, dialect, emoji people to words and other emoji to
blanks, the numbers of a numbered list and spoken fillers removed. Each normalised
character keeps the span of the original text that it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.language.listing_marks import list_marks
from bot.language.shorthand import guarded_words, latin_words, pictures, typos

_FILLERS = re.compile(
    r"(?<=[^嗯呃额啊])(?:嗯+|呃+|emm+|(?<![保金余总限差定名])额(?=[,，\s])|啊(?=[,\s]))(?=.)"
)
_HARD = str.maketrans(
    {"囗": "口", "〇": "零", "週": "周", "—": "-", "−": "-", "～": "~", "﹑": "、"}
)
_LATIN = re.compile("[a-z]")
_SPACES = re.compile(r"\s+")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


@dataclass(frozen=True)
class Normalised:
    """A normalised text with, for each character, its span in the original."""

    text: str
    original: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of a normalised span, without the blanks after it."""
        if start >= end or start >= len(self.starts):
            return (0, 0)
        left, right = self.starts[start], self.ends[min(end, len(self.ends)) - 1]
        words = self.original[left:right]
        return (left, right - (len(words) - len(words.rstrip())))

    def said(self, start: int, end: int) -> str:
        """The original words of a normalised span."""
        left, right = self.span(start, end)
        return self.original[left:right]


class _Chars:
    """Characters with their origins; substitutions keep the origins."""

    def __init__(self, original: str) -> None:
        self.items: list[tuple[str, int, int]] = []
        named = pictures(original)
        for i, char in enumerate(original):
            for piece in named.get(i) or simple_pieces(char):
                self.items.append((piece, i, i + 1))
        self._gather()

    def _gather(self) -> None:
        self.text = "".join([item[0] for item in self.items])

    def replace(self, pattern: re.Pattern[str], table: dict[str, str] | None = None) -> None:
        """Replace every match by its entry in the table (or by nothing)."""
        out: list[tuple[str, int, int]] = []
        last = 0
        for match in pattern.finditer(self.text):
            new = (table or {}).get(match.group(0), "")
            out.extend(self.items[last : match.start()])
            if match.end() > match.start():
                left, right = self.items[match.start()][1], self.items[match.end() - 1][2]
                out.extend((c, left, right) for c in new)
            last = match.end()
        if last:
            self.items = out + self.items[last:]
            self._gather()

    def cut(self, spans: Iterable[tuple[int, int]]) -> None:
        """Blank out spans of the text."""
        for start, end in spans:
            self.items[start:end] = [(" ", s, e) for _c, s, e in self.items[start:end]]
        self._gather()


def _fold(char: str) -> str:
    if char in _CIRCLED:
        return ";"
    if _is_picture(char):
        return " "
    folded = unicodedata.normalize("NFKC", char)
    folded = folded if len(folded) <= 4 else char
    return folded.lower().translate(_HARD)


def _is_picture(char: str) -> bool:
    return (
        ord(char) >= 0x1F000 or char in "\ufe0f\u200d\u200b\ufeff" or "\u2600" <= char <= "\u27bf"
    )


@lru_cache(maxsize=1)
def _converter() -> Any:
    """The converter from traditional to simplified script."""
    from opencc import OpenCC  # imported late: its tables cost start-up time

    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def simple_char(char: str) -> str:
    """The simplified form of one character."""
    converted: str = _converter().convert(char)
    return converted if len(converted) == 1 else char


@lru_cache(maxsize=8192)
def simple_pieces(char: str) -> tuple[str, ...]:
    """What one character of a message becomes: folded, lower case, simplified."""
    return tuple(simple_char(c) if "\u3400" <= c <= "\u9fff" else c for c in _fold(char))


def normalise(text: str) -> Normalised:
    """Normalise a text; offsets of the result lead back to the original."""
    chars = _Chars(text)
    if _LATIN.search(chars.text):
        chars.replace(*latin_words())
    chars.replace(*typos())
    for pattern, table in guarded_words():
        chars.replace(pattern, table)
    chars.cut(list_marks(chars.text))
    chars.replace(_FILLERS)
    return Normalised(
        chars.text,
        text,
        tuple(item[1] for item in chars.items),
        tuple(item[2] for item in chars.items),
    )
