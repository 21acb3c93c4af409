"""Households understood from one message, compared exactly with what was meant.

A case with `known` (the reason) is a known failure: when it starts to pass, the test
fails until the mark is removed.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.advisor.household import household_from_dict
from bot.language import parse
from tests.nlu.expectations import actual, expected, show

AS_OF = date(2026, 11, 21)
FOLDER = Path(__file__).resolve().parent


def cases() -> list[Any]:
    found = []
    files = [*sorted((FOLDER / "household").glob("*.yml")), FOLDER / "development.yml"]
    for path in files:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
        found += [pytest.param(c, id=f"{path.stem}-{i}") for i, c in enumerate(entries, 1)]
    return found


@pytest.mark.parametrize("case", cases())
def test_household(case: dict[str, Any]) -> None:
    document = parse(str(case["text"]), AS_OF)
    household_from_dict(document)
    got, wanted = actual(document), expected(case)
    if case.get("known"):
        assert got != wanted, "a known failure passes now: remove its `known` mark"
        return
    assert got == wanted, f"\n{case['text']}\n--- wanted\n{show(wanted)}\n--- got\n{show(got)}"


def test_there_are_enough_large_families() -> None:
    own = [p.values[0] for p in cases() if not p.id.startswith("development")]
    large = [c for c in own if len(c["expect"]) >= 3]
    assert len(own) >= 150
    assert len(large) * 2 >= len(own)
