"""What several products have in common: insurers, lines, questions, exclusions, score points.

Product files name these entries; the tables stand in `bot/catalog/shared/*.yml`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalog.errors import ROOT
from bot.catalog.yaml_lines import Document, read_yaml

SHARED = ROOT / "shared"


@dataclass(frozen=True)
class Shared:
    """The shared tables of one product tree."""

    insurers: Document
    lines: Document
    relations: Document
    declarations: Document
    exclusions: Document
    scoring: Document

    def insurer(self, name: str) -> dict[str, Any]:
        """The facts about an insurer, found by its full name."""
        return next((i for i in self.insurers.values.values() if i["name"] == name), {})

    def line(self, line: str) -> dict[str, Any]:
        entry: dict[str, Any] = self.lines.values[line]
        return entry


def read_shared(folder: Path = SHARED) -> Shared:
    """Read the shared tables; raises SourceError when one is missing or malformed."""
    names = ("insurers", "lines", "relations", "declarations", "exclusions", "scoring")
    return Shared(**{name: read_yaml(folder / f"{name}.yml") for name in names})


def expand(
    entries: Sequence[Any], table: Document, document: Document, *path: str | int
) -> list[Any]:
    """Replace every `use: id` by the shared entry, or entries, of that id."""
    result: list[Any] = []
    for index, entry in enumerate(entries):
        if not (isinstance(entry, dict) and "use" in entry):
            result.append(entry)
            continue
        fail = _unknown(entry["use"], table, document, (*path, index))
        result.extend(_lookup(entry["use"], table, fail))
    return result


def _lookup(name: str, table: Document, fail: Callable[[], Exception]) -> list[Any]:
    if name not in table.values:
        raise fail()
    found = table.values[name]
    if isinstance(found, dict) and "all_of" in found:
        return [item for part in found["all_of"] for item in _lookup(part, table, fail)]
    return [{"id": name, **found} if isinstance(found, dict) else found]


def _unknown(
    name: str, table: Document, document: Document, path: tuple[str | int, ...]
) -> Callable[[], Exception]:
    known = ", ".join(sorted(table.values))
    return lambda: document.error(
        f"{name!r} is not in {table.file.name}", *path, remedy=f"use one of {known}"
    )
