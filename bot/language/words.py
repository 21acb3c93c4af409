"""Jieba words, where words help: a short family word inside a longer word is no person."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from bot.language.lexicon import load_table


@lru_cache(maxsize=1)
def tokenizer() -> Any:
    """A private jieba tokenizer that knows the words of every lexicon."""
    import jieba  # imported late: its dictionary costs start-up time

    jieba.setLogLevel(logging.WARNING)
    cutter = jieba.Tokenizer()
    cutter.initialize()
    for word in domain_words():
        cutter.add_word(word)
    return cutter


@lru_cache(maxsize=1)
def domain_words() -> tuple[str, ...]:
    """Every word of the lexicons with at least two characters, sorted."""
    kin = load_table("kinship")
    words = {w for t in kin["terms"] for w in t["words"]}
    words |= {w for t in kin["collective"] + kin["children"] for w in t["words"]}
    words |= {w for c in load_table("conditions")["conditions"] for w in c["words"]}
    words |= {w for o in load_table("occupations")["occupations"] for w in o["words"]}
    cover = load_table("cover")
    words |= {w for ws in cover["lines"].values() for w in ws}
    words |= {w for s in cover["social_insurance"] for w in s["words"]}
    return tuple(sorted(w for w in words if len(w) > 1))


@lru_cache(maxsize=2048)
def _boundaries(text: str) -> tuple[tuple[int, int], ...]:
    spans, at = [], 0
    for word in tokenizer().cut(text, HMM=False):
        spans.append((at, at + len(word)))
        at += len(word)
    return tuple(spans)


@lru_cache(maxsize=1)
def _family_words() -> frozenset[str]:
    kin = load_table("kinship")
    groups = kin["terms"] + kin["collective"] + kin["children"] + kin["ordinals"]
    return frozenset(w for t in groups for w in t["words"])


def inside_word(text: str, start: int, end: int) -> bool:
    """Whether the span is part of a longer dictionary word that names no family member."""
    for left, right in _boundaries(text):
        if left <= start and end <= right and right - left > end - start:
            return not any(w in text[left:right] for w in _family_words() if len(w) > end - start)
    return False


def cuts_words(text: str, start: int, end: int) -> bool:
    """Whether the span cuts a word at both ends: 家公 in 一家公司."""
    inner = [(left, right) for left, right in _boundaries(text) if left < end and start < right]
    return len(inner) > 1 and inner[0][0] < start and end < inner[-1][1]
