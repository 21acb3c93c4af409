"""Household cases: sentences with the document that each one means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.nlu.expectations import expected

ROOT = Path(__file__).resolve().parent.parent / "tests" / "nlu"
DEVELOPMENT = ROOT / "development.yml"


@dataclass(frozen=True)
class HouseholdCase:
    """A sentence, the comparable form of what it means, and why it fails if that is known."""

    id: str
    text: str
    wanted: Mapping[str, Any]
    known: str = ""

    @property
    def members(self) -> int:
        return len(self.wanted["members"])


def household_files() -> list[Path]:
    """The files that belong to the repository: the development set first."""
    return [DEVELOPMENT, *sorted((ROOT / "household").glob("*.yml"))]


def read_household_cases(path: Path) -> list[HouseholdCase]:
    """The cases of a file in the notation of tests/nlu; SystemExit says what is wrong with it."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SystemExit(f"{path}: cannot be read: {error}") from error
    if not isinstance(entries, list):
        raise SystemExit(f"{path}: expected a list of cases, each with `text` and `expect`")
    return [_case(f"{path.stem}-{number}", raw) for number, raw in enumerate(entries, 1)]


def _case(name: str, raw: Any) -> HouseholdCase:
    try:
        wanted = expected(raw)
        return HouseholdCase(name, str(raw["text"]), wanted, str(raw.get("known") or ""))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise SystemExit(
            f"{name}: {type(error).__name__} {error}; a case is "
            "{text: …, expect: [relation sex age facts …], household: key=value …}"
        ) from error
