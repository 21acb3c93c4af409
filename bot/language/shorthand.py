"""Chat shorthand, typos, dialect and emoji people: what stands for which word."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.language.cues import alternation
from bot.language.lexicon import load_table

Rewrite = tuple[re.Pattern[str], dict[str, str]]

# Skin, joiners and signs that belong to the picture before them.
_TRIMMINGS = "[\U0001f3fb-\U0001f3ff\U0001f9b0-\U0001f9b3\u200d\ufe0f\u2640\u2642]*"


@lru_cache(maxsize=1)
def latin_words() -> Rewrite:
    """lg, lao po: whole Latin words only."""
    table = _table()["latin"]
    return re.compile(rf"(?<![a-z]){alternation(table)}(?![a-z])"), table


@lru_cache(maxsize=1)
def typos() -> Rewrite:
    """劳公, 木有: wherever they stand."""
    table = _table()["typos"]
    return re.compile(alternation(table)), table


@lru_cache(maxsize=1)
def guarded_words() -> tuple[Rewrite, ...]:
    """额爸, 我同老公: dialect that means something else beside other characters (保额, 同学)."""
    return tuple((_guarded(rule), {rule["word"]: rule["means"]}) for rule in _table()["guarded"])


def _guarded(rule: dict[str, str]) -> re.Pattern[str]:
    left = _beside("(?<=", rule.get("after")) + _beside("(?<!", rule.get("not_after"))
    right = _beside("(?=", rule.get("before")) + _beside("(?!", rule.get("not_before"))
    return re.compile(left + re.escape(rule["word"]) + right)


def _beside(look: str, chars: str | None) -> str:
    return f"{look}[{re.escape(chars)}])" if chars else ""


def pictures(text: str) -> dict[int, str]:
    """👧8 👦3: the words for emoji people with a number, by place; others are decoration."""
    if text.isascii():
        return {}
    pattern, table = _picture_words()
    return {match.start(): table[match["who"]] for match in pattern.finditer(text)}


@lru_cache(maxsize=1)
def _picture_words() -> Rewrite:
    table = _table()["pictures"]
    return re.compile(rf"(?P<who>{alternation(table)}){_TRIMMINGS}\s?[:：]?\s?(?=\d)"), table


def _table() -> dict[str, Any]:
    return load_table("shorthand")
