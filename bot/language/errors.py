"""Errors of understanding.

    ValueError
    └── LanguageError      a text cannot be read (too long, not text)
        └── LexiconError   a lexicon file is malformed

Each carries a `remedy`: what the caller or the maintainer should do.
"""

from __future__ import annotations


class LanguageError(ValueError):
    """A text cannot be read; says why and what to do."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        self.remedy = remedy
        super().__init__(f"{message} ({remedy})" if remedy else message)


class LexiconError(LanguageError):
    """A lexicon file is malformed; the message names the file and the entry."""
