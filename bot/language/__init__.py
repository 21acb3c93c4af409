"""Understanding of Chinese: a message in, the facts of a household out.

`understand` returns everything (document, operations, spans, coverage, yes or no);
`parse` only the household document. Neither looks at a clock: `as_of` says the date.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.language.errors import LanguageError, LexiconError
from bot.language.types import Expectation, FactSpan, Operation, Understanding
from bot.language.understanding import MAX_LENGTH, understand

__all__ = [
    "MAX_LENGTH",
    "Expectation",
    "FactSpan",
    "LanguageError",
    "LexiconError",
    "Operation",
    "Understanding",
    "parse",
    "understand",
]


def parse(text: str, as_of: date) -> dict[str, Any]:
    """The schema-1 household document understood from one message."""
    return understand(text, as_of).document
