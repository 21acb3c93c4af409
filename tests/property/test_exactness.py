"""The plan is the optimum: a sample of what `python -m eval exactness` runs in full."""

from __future__ import annotations

import random

import pytest

from eval.exactness import compare, problem_of, random_instance, shelf

SAMPLE, EACH = 300, 50


@pytest.mark.parametrize("first", range(0, SAMPLE, EACH))
def test_no_combination_is_better_than_the_plan(first: int) -> None:
    assert [found for seed in range(first, first + EACH) if (found := compare(seed))] == []


def test_the_sample_is_worth_its_name() -> None:
    """Plans with choices, budgets that bind, and prices that depend on each other."""
    knowledge, _ = shelf()
    coupled = chosen = 0
    for seed in range(60):
        problem = problem_of(random_instance(random.Random(seed)), knowledge)
        coupled += bool(problem.prepared.coupled.slots)
        chosen += len(problem.slots) > 1
    assert coupled >= 10
    assert chosen >= 40
