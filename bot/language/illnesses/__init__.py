"""Names of illnesses: whole words, names composed of parts, and names known by their ending.

A name found whole or composed wins over one that only ends like an illness; of names that
overlap, the longer wins.
"""

from __future__ import annotations

from bot.language.detection.finders import condition_words
from bot.language.illnesses.composed import composed
from bot.language.illnesses.endings import by_ending
from bot.language.illnesses.named import Named

__all__ = ["Named", "find_illnesses"]


def find_illnesses(text: str) -> tuple[Named, ...]:
    """Every illness that a normalised text names, in order of place."""
    words = condition_words()
    whole = (Named(start, end, words.entries[word]) for start, end, word in words.find(text))
    known, taken = _apart([*composed(text), *whole], len(text))
    return tuple(sorted([*known, *by_ending(text, taken)], key=lambda n: n.start))


def _apart(names: list[Named], length: int) -> tuple[list[Named], list[bool]]:
    """Of names that overlap the longest, of equal ones the first; and what they take up."""
    kept: list[Named] = []
    taken = [False] * length
    for name in sorted(names, key=lambda n: n.start - n.end):
        if not any(taken[name.start : name.end]):
            taken[name.start : name.end] = [True] * (name.end - name.start)
            kept.append(name)
    return kept, taken
