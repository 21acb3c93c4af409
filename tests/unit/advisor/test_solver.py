"""The optimiser against two references: every combination, and an integer programme."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from bot.advisor.premium import discounted
from bot.advisor.solver import MAX_COUPLED, Choice, Slot, solve

DISCOUNTS = {
    "a": {1: 10_000, 2: 9500, 3: 9000, 4: 8500},
    "b": {1: 10_000, 2: 9500},
    "c": {1: 10_000, 3: 9000},
}


def pricing(product: str, count: int, price: int) -> int:
    rate = min(bp for least, bp in DISCOUNTS.get(product, {1: 10_000}).items() if count >= least)
    return discounted(price, rate)


def cost_of(slots: list[Slot], picks: tuple[int | None, ...]) -> int:
    chosen = [s.choices[p] for s, p in zip(slots, picks, strict=True) if p is not None]
    counts: dict[str, int] = {}
    for product, _ in (c for choice in chosen for c in choice.counted):
        counts[product] = counts.get(product, 0) + 1
    return sum(c.cost + sum(pricing(p, counts[p], price) for p, price in c.counted) for c in chosen)


def brute_force(slots: list[Slot], limit: int) -> tuple[int, int] | None:
    """(value, -cost) of the best combination."""
    best = None
    for picks in itertools.product(
        *[([] if s.required else [None]) + list(range(len(s.choices))) for s in slots]
    ):
        cost = cost_of(slots, picks)
        if cost > limit:
            continue
        value = sum(s.choices[p].value for s, p in zip(slots, picks, strict=True) if p is not None)
        best = max(best or (value, -cost), (value, -cost))
    return best


def random_slots(rng: random.Random, products: str) -> list[Slot]:
    slots = []
    for _ in range(rng.randint(1, 5)):
        choices = []
        for _ in range(rng.randint(1, 4)):
            product = rng.choice(products)
            price, value = rng.randint(1, 60) * 101, rng.randint(1, 20)
            if product == "-":
                choices.append(Choice(value, price))
            else:
                choices.append(Choice(value, rng.choice([0, 0, 500]), ((product, price),)))
        slots.append(Slot(tuple(choices), required=rng.random() < 0.1))
    return slots


@pytest.mark.parametrize("seed", range(400))
def test_equals_every_combination(seed: int) -> None:
    rng = random.Random(seed)
    slots = random_slots(rng, "-abc-")
    limit = rng.randint(0, 12_000)
    expected = brute_force(slots, limit)
    result = solve(slots, limit, pricing)
    found = result.best()
    assert result.proved
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, -found.cost) == expected
    assert cost_of(slots, found.choices) == found.cost


@pytest.mark.parametrize("seed", range(25))
def test_equals_an_integer_programme_on_larger_problems(seed: int) -> None:
    """Without discounts: 12 slots of up to 8 choices, far beyond counting combinations."""
    rng = random.Random(seed)
    slots = [
        Slot(
            tuple(
                Choice(rng.randint(1, 500), rng.randint(100, 9000))
                for _ in range(rng.randint(1, 8))
            )
        )
        for _ in range(12)
    ]
    limit = rng.randint(5_000, 40_000)
    found = solve(slots, limit, pricing).best()
    assert found is not None
    values = np.array([c.value for s in slots for c in s.choices], dtype=float)
    costs = np.array([c.cost for s in slots for c in s.choices], dtype=float)
    owner = np.array([i for i, s in enumerate(slots) for _ in s.choices])
    once = np.array([(owner == i).astype(float) for i in range(len(slots))])
    rules = [LinearConstraint(costs, ub=limit), LinearConstraint(once, ub=1)]
    kind = {"integrality": np.ones(len(values)), "bounds": Bounds(0, 1)}
    top = milp(-values, constraints=rules, options={"mip_rel_gap": 0}, **kind)
    assert found.value == round(-top.fun)
    rules.append(LinearConstraint(values, lb=found.value))
    cheapest = milp(costs, constraints=rules, options={"mip_rel_gap": 0}, **kind)
    assert found.cost == round(cheapest.fun)


def test_every_budget_is_answered_by_one_solve() -> None:
    rng = random.Random(7)
    slots = random_slots(rng, "-ab")
    whole = solve(slots, 40_000, pricing)
    for budget in range(0, 20_000, 900):
        once = solve(slots, budget, pricing).best()
        again = whole.best(budget)
        assert (once is None) == (again is None)
        if once is not None and again is not None:
            assert (once.value, once.cost) == (again.value, again.cost)


def test_a_large_coupled_family_is_solved_but_not_called_proved() -> None:
    slots = [Slot((Choice(5, 0, (("a", 1000),)),)) for _ in range(MAX_COUPLED + 1)]
    result = solve(slots, 100_000, pricing)
    best = result.best()
    assert not result.proved
    assert best is not None
    assert best.cost == (MAX_COUPLED + 1) * 850


def test_huge_values_stay_exact() -> None:
    """Values beyond 64 bits must not be rounded."""
    big = 1 << 80
    slots = [Slot(tuple(Choice(big + i, 100 + i) for i in range(25))) for _ in range(2)]
    best = solve(slots, 230, pricing).best()
    assert best is not None
    assert best.value == 2 * big + 30
    assert best.cost == 230
