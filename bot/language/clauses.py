"""Where sentences and clauses end, and the words beside a place of a text."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[。!?;\n]")
CLAUSE_END = re.compile(r"[,。!?;\n]")


def before(text: str, place: int, reach: int) -> str:
    """At most `reach` characters that end at a place."""
    return text[max(0, place - reach) : place]


def after(text: str, place: int, reach: int) -> str:
    """At most `reach` characters that start at a place."""
    return text[place : place + reach]


def first_clause(text: str) -> str:
    return CLAUSE_END.split(text, maxsplit=1)[0]


def last_clause(text: str) -> str:
    return CLAUSE_END.split(text)[-1]


def last_sentence(text: str) -> str:
    return SENTENCE_END.split(text)[-1]
