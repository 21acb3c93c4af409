"""Jieba words, where words help: a short family word inside a longer word is no person."""

from __future__ import annotations

import logging
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import Any

from bot.language.lexicon import load_table

_LONGEST = 16  # no word of the dictionary is longer


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
def _ends(text: str) -> tuple[int, ...]:
    """Where each word of a text ends."""
    return tuple(accumulate(len(word) for word in tokenizer().cut(text, HMM=False)))


@lru_cache(maxsize=1)
def _family_words() -> frozenset[str]:
    kin = load_table("kinship")
    groups = kin["terms"] + kin["collective"] + kin["children"] + kin["ordinals"]
    return frozenset(w for t in groups for w in t["words"])


@lru_cache(maxsize=2048)
def _names_family(word: str, length: int) -> bool:
    """Whether a word has a family word of more than `length` characters in it."""
    return any(w in word for w in _family_words() if len(w) > length)


def inside_word(text: str, start: int, end: int) -> bool:
    """Whether the span is part of a longer dictionary word that names no family member."""
    if not _in_longer_word(text, start, end):
        return False
    ends = _ends(text)
    at = bisect_right(ends, start)
    left, right = ends[at - 1] if at else 0, ends[at]
    if end > right or right - left <= end - start:
        return False
    return not _names_family(text[left:right], end - start)


def _in_longer_word(text: str, start: int, end: int) -> bool:
    """Whether the dictionary has any longer word here: if not, the text need not be cut.

    Every beginning of a word is a key of the dictionary too, with a frequency of 0.
    """
    known: dict[str, int] = tokenizer().FREQ
    for left in range(start, max(-1, start - _LONGEST), -1):
        right = end + (left == start)
        while right <= len(text) and (word := text[left:right]) in known:
            if known[word]:
                return True
            right += 1
    return False


def cuts_words(text: str, start: int, end: int) -> bool:
    """Whether the span cuts a word at both ends: 家公 in 一家公司."""
    if not _crossed(text, start, end):
        return False
    ends = _ends(text)
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    begins = ends[first - 1] if first else 0
    return first < last and begins < start and end < ends[last]


def _crossed(text: str, start: int, end: int) -> bool:
    """Whether the dictionary has a word over the start and one over the end of a span."""
    known: dict[str, int] = tokenizer().FREQ
    over_start = any(text[i : start + 1] in known for i in range(max(0, start - _LONGEST), start))
    return over_start and any(text[i : end + 1] in known for i in range(start + 1, end))
