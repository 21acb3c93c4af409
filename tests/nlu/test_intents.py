"""Accuracy of the trained model on sentences that were never trained on.

The floors lie a little below what was measured, so that a change that costs understanding fails;
`python -m eval.intents --errors` shows which sentences are wrong.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.intents import CASES, TAXONOMY, figures, read_cases, run

pytestmark = [pytest.mark.assistant, pytest.mark.slow]

# right first, right or asked back with the right button
FLOORS = {
    "held_out": (0.88, 0.89),
    "final": (0.88, 0.89),
    "development": (0.91, 0.91),
    "taxonomy": (0.74, 0.76),
    "strangers_1": (0.92, 0.93),
    "strangers_2": (0.90, 0.90),
}
# Answers lost (asked back or called out of scope) among sentences about insurance.
LOST = {
    "held_out": 0.04,
    "final": 0.04,
    "development": 0.03,
    "taxonomy": 0.07,
    "strangers_1": 0.04,
    "strangers_2": 0.03,
}


@pytest.fixture(scope="module")
def measured(trained_model: Path) -> dict[str, dict[str, float]]:
    files = {"taxonomy": TAXONOMY}
    sets = {name: read_cases(files.get(name, CASES / f"{name}.yml")) for name in FLOORS}
    outcomes = run(trained_model, [case for cases in sets.values() for case in cases])
    result, at = {}, 0
    for name, cases in sets.items():
        result[name] = figures(outcomes[at : at + len(cases)])
        at += len(cases)
    return result


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_accuracy(name: str, measured: dict[str, dict[str, float]]) -> None:
    first, useful = FLOORS[name]
    assert measured[name]["accuracy"] >= first
    assert measured[name]["right_or_offered"] >= useful
    assert measured[name]["false_reject"] <= 0.01
    assert measured[name]["answers_lost"] <= LOST[name]


@pytest.mark.parametrize("name", ["held_out", "final"])
def test_out_of_scope_is_recognised(name: str, measured: dict[str, dict[str, float]]) -> None:
    assert measured[name]["out_of_scope_recall"] >= 0.90
