"""Check a sentence for banned or risky wording before a customer sees it.

The text is compared in half width, lower case and without spaces, separators and invisible
characters, so that "保 本" and "１００％赔" are found. A word inside an allowed phrase, such as
最 in 最高保额, is no finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.advisor.knowledge import Wording, WordingRule

DEFAULT_SCOPES = ("any",)
SCOPES = ("any", "product_copy", "short_health")
# Characters that break a word without changing it: spaces, dots, dashes, stars, zero-width ones.
_IGNORED = re.compile(r"[\s\u200b-\u200f\u2060\ufeff·•.\-_*~|/\\^'\"`]+")


@dataclass(frozen=True)
class Violation:
    """One finding. `position` is in the normalised text."""

    code: str
    name: str
    word: str
    action: str  # block | rewrite
    position: int


def check_wording(
    text: str,
    wording: Wording,
    allowed: Iterable[str] = (),
    scopes: Sequence[str] = DEFAULT_SCOPES,
) -> list[Violation]:
    """List the findings of a text, in the order of their place.

    `allowed`: phrases that are right here, such as a product's name or an official announcement.
    `scopes`: which kinds of text this is; add "product_copy" for descriptions of products and
    "short_health" for a one-year health product.
    """
    normal = normalise(text, wording)
    extra = tuple(normalise(phrase, wording) for phrase in allowed)
    found: list[Violation] = []
    for rule in wording.rules:
        if rule.scope in scopes:
            found += _findings(rule, normal, extra)
    return sorted(found, key=lambda v: (v.position, v.code, v.word))


def normalise(text: str, wording: Wording) -> str:
    """Half width, lower case, separators dropped, homophones replaced."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()
    for written, meant in wording.homophones:
        plain = plain.replace(written.lower(), meant)
    return plain


def _findings(rule: WordingRule, text: str, extra: tuple[str, ...]) -> list[Violation]:
    covered = _spans(text, (*rule.allowed, *extra))
    spans = [
        *((m.start(), m.end()) for word in rule.words for m in _find(word, text)),
        *((m.start(), m.end()) for p in rule.patterns for m in _pattern(p).finditer(text)),
    ]
    return [
        Violation(rule.code, rule.name, text[start:end], rule.action, start)
        for start, end in _longest(spans)
        if not any(low <= start and end <= high for low, high in covered)
    ]


def _find(word: str, text: str) -> Iterable[re.Match[str]]:
    return _pattern(re.escape(_IGNORED.sub("", word.lower()))).finditer(text)


def _spans(text: str, phrases: Iterable[str]) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for phrase in phrases if phrase for m in _find(phrase, text)]


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Drop a finding that stands inside a longer one."""
    unique = set(spans)
    return sorted(
        s for s in unique if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in unique)
    )


@lru_cache(maxsize=1024)
def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression)
