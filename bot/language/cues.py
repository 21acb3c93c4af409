"""Cue words: named lists of everyday words that the rules of the grammar look for.

The lists stand in `lexicon/cues/*.yml`, each with its use; a rule names the list and
keeps only the order of things: `re.compile(rf"{cues('asking_verbs')}我$")`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any

from bot.language.errors import LexiconError
from bot.language.lexicon import FOLDER, load_table

CUES = FOLDER / "cues"


def cues(*names: str) -> str:
    """The words of one or more lists as one regular expression group, longest first."""
    return alternation(word for name in names for word in cue_words(name))


def repeatable(*names: str) -> str:
    """The words of one or more lists as a group that may stand under * or +.

    A word that others of the list make up (还有一 beside 还有 and 一) is left out: with it a run
    of such words could be read in two ways each, and a rule that fails would try them all.
    """
    words = {word for name in names for word in cue_words(name)}
    return alternation(word for word in words if not _made_up(word, words - {word}))


def _made_up(word: str, others: Collection[str]) -> bool:
    """Whether words of a list, one after another, make up a word."""
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reached[end] = any(reached[i] and word[i:end] in others for i in range(end))
    return reached[-1]


def alternation(words: Iterable[str]) -> str:
    """A regular expression group of plain words, longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


@cache
def cue_words(name: str) -> tuple[str, ...]:
    """The words of a list, in the order of the file."""
    return tuple(_entry(name, "words"))


@cache
def cue_pairs(name: str) -> Mapping[str, Any]:
    """A list whose words lead to something: the code they stand for, or what may not follow."""
    return dict(_entry(name, "pairs"))


def _entry(name: str, kind: str) -> Any:
    entry = _lists().get(name, {})
    if kind not in entry:
        raise LexiconError(f"no cue {kind} named {name!r}", remedy="add it to lexicon/cues")
    return entry[kind]


@cache
def _lists() -> dict[str, dict[str, Any]]:
    """Every list of every file; a name stands in one file only."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(CUES.glob("*.yml")):
        table = load_table(path.stem, CUES, "cues")
        twice = sorted(found.keys() & table.keys())
        if twice:
            raise LexiconError(f"{path.name}: {twice[0]} stands in two files", remedy="rename one")
        found.update(table)
    return found
