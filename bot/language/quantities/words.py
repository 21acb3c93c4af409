"""Words of the recognisers: what is no number although a numeral stands in it, measure words."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.language.lexicon import load_table
from bot.language.normalise import simple_char
from bot.language.numerals.tables import GIGA, MEGA, NUMERAL_CHARS, fold_char

BLANK = "□"
_MARKS = re.compile(r"(?<=\d)[MB](?![A-Za-z])")
_WIDE_COMMA = re.compile(r"(?<![０-９])，|，(?![０-９]{3})")


def folded(text: str) -> str:
    """One character for one: simplified, half width, lower case; M and B after digits marked."""
    kept = _WIDE_COMMA.sub("；", text)
    marked = _MARKS.sub(_mark, "".join(map(_narrow, kept)))
    return "".join(fold_char(simple_char(c) if "\u3400" <= c <= "\u9fff" else c) for c in marked)


def _narrow(char: str) -> str:
    return chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char


def _mark(match: re.Match[str]) -> str:
    return MEGA if match[0] == "M" else GIGA


@lru_cache(maxsize=1)
def _excluded() -> re.Pattern[str]:
    table = load_table("number_words")
    plain = "|".join(sorted(table["plain"], key=len, reverse=True))
    names = "|".join(table["names"])
    chars = "".join(sorted(NUMERAL_CHARS))
    return re.compile(rf"(?:(?<![\d{chars}几数第])|(?![{chars}]))(?:{plain}|{names})")


def without_words(text: str) -> str:
    """The text with every word blotted out that only looks like a number."""
    once = _excluded().sub(lambda m: BLANK * len(m[0]), text)
    return _excluded().sub(lambda m: BLANK * len(m[0]), once)  # 李四一共: 一共 stood after 四


@lru_cache(maxsize=1)
def measure() -> re.Pattern[str]:
    """A measure word."""
    words = sorted(load_table("number_words")["measures"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
