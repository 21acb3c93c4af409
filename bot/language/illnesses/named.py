"""An illness by its place, and the parts from which names are composed."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from bot.language.cues import alternation
from bot.language.lexicon import load_table


class Named(NamedTuple):
    """Where an illness is named; `entry` has its code, grade and attributes."""

    start: int
    end: int
    entry: dict[str, Any]


@cache
def parts() -> dict[str, Any]:
    """The table of parts."""
    return load_table("illness_parts")


def words(name: str) -> str:
    """The words of a list of the table as a group of a regular expression."""
    return alternation(parts()[name]["words"])


def plain(entry: dict[str, Any]) -> dict[str, Any]:
    """What an entry of the table says of the illness itself."""
    return {key: entry[key] for key in ("code", "attributes") if key in entry}
