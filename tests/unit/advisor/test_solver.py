"""The optimiser against two references: every combination, and an integer programme."""

from __future__ import annotations

import random

import pytest

from bot.advisor import solver
from bot.advisor.premium import discounted
from bot.advisor.solver import Choice, Slot, prepare, solve
from eval.exactness import compare_programme
from eval.optimum import Programme, best_combination, plan_cost

DISCOUNTS = {
    "a": {1: 10_000, 2: 9500, 3: 9000, 4: 8500},
    "b": {1: 10_000, 2: 9500},
    "c": {1: 10_000, 3: 9000},
}


def pricing(product: str, count: int, price: int) -> int:
    rate = min(bp for least, bp in DISCOUNTS.get(product, {1: 10_000}).items() if count >= least)
    return discounted(price, rate)


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
    expected = best_combination(slots, limit, pricing)
    result = solve(slots, limit, pricing)
    found = result.solution
    assert result.proved
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.cost) == (expected.value, expected.cost)
    assert plan_cost(slots, found.choices, pricing) == found.cost


@pytest.mark.parametrize("width", [1, 3])
def test_a_narrow_first_pass_loses_nothing(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "FIRST_WIDTH", width)
    for seed in range(100):
        rng = random.Random(seed)
        slots, limit = random_slots(rng, "aabbc-"), rng.randint(0, 12_000)
        expected = best_combination(slots, limit, pricing)
        found = solve(slots, limit, pricing).solution
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert (found.value, found.cost) == (expected.value, expected.cost)


@pytest.mark.parametrize("seed", range(60))
def test_options_of_two_discounted_products_count_for_both(seed: int) -> None:
    rng = random.Random(seed)
    slots = []
    for _ in range(rng.randint(2, 4)):
        choices = []
        for _ in range(rng.randint(1, 4)):
            pair = rng.sample("abc", rng.randint(1, 2))
            counted = tuple((p, rng.randint(1, 40) * 101) for p in pair)
            choices.append(Choice(rng.randint(1, 9), rng.choice([0, 300]), counted))
        slots.append(Slot(tuple(choices)))
    limit = rng.randint(0, 12_000)
    expected = best_combination(slots, limit, pricing)
    found = solve(slots, limit, pricing).solution
    assert found is not None
    assert expected is not None
    assert (found.value, found.cost) == (expected.value, expected.cost)


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
    found = solve(slots, limit, pricing).solution
    assert found is not None
    values = [[c.value for c in s.choices] for s in slots]
    assert ((found.value,), found.cost) == Programme(slots, limit, pricing).optimum([values])


@pytest.mark.parametrize("seed", range(12))
def test_equals_an_integer_programme_on_large_coupled_families(seed: int) -> None:
    assert compare_programme(seed) is None


def test_more_money_is_never_worth_less() -> None:
    prepared = prepare(random_slots(random.Random(7), "-ab"), pricing)
    values = []
    for budget in range(0, 20_000, 900):
        found = prepared.solve(budget).solution
        if found is not None:
            assert found.cost <= budget
            values.append(found.value)
    assert len(values) > 10
    assert values == sorted(values)


def test_a_large_family_gets_its_discount_with_proof() -> None:
    slots = [Slot((Choice(5, 0, (("a", 1000),)), Choice(5, 851))) for _ in range(12)]
    result = solve(slots, 100_000, pricing)
    assert result.proved
    assert result.solution == solver.Solution((0,) * 12, 12 * 850, 60)


def test_two_products_split_a_family() -> None:
    """Nobody may join the others only for their discount when it does not pay."""
    cheap_a = Slot((Choice(1, 0, (("a", 1000),)), Choice(1, 0, (("b", 1200),))))
    cheap_b = Slot((Choice(1, 0, (("a", 1200),)), Choice(1, 0, (("b", 1000),))))
    best = solve([cheap_a, cheap_b] * 4, 100_000, pricing).solution
    assert best is not None
    assert best.choices == (0, 1) * 4
    assert best.cost == 4 * 850 + 4 * 950


def test_equal_plans_are_decided_by_the_order_given() -> None:
    twins = [Slot((Choice(1, 100), Choice(2, 200))) for _ in range(2)]
    best = solve(twins, 300, pricing).solution
    assert best is not None
    assert best.choices == (0, 1)


def test_a_required_slot_that_is_too_dear_has_no_solution() -> None:
    slots = [Slot((Choice(1, 500),), required=True), Slot((Choice(9, 10),))]
    assert solve(slots, 499, pricing).solution is None
    assert solve(slots, 500, pricing).solution is not None
    assert solve([Slot((), required=True)], 500, pricing).solution is None
    assert solve([], 0, pricing).solution == solver.Solution((), 0, 0)


def test_huge_values_stay_exact() -> None:
    """Values beyond 64 bits must not be rounded."""
    big = 1 << 80
    slots = [Slot(tuple(Choice(big + i, 100 + i) for i in range(25))) for _ in range(2)]
    best = solve(slots, 230, pricing).solution
    assert best is not None
    assert best.value == 2 * big + 30
    assert best.cost == 230


@pytest.mark.parametrize("seed", range(40))
def test_huge_values_with_discounts_stay_exact(seed: int) -> None:
    """The same problem with values beyond 64 bits has the same plan."""
    rng = random.Random(seed)
    slots, limit = random_slots(rng, "-abc"), rng.randint(0, 9_000)
    wide = [
        Slot(tuple(Choice(c.value << 70, c.cost, c.counted) for c in s.choices), s.required)
        for s in slots
    ]
    small, large = solve(slots, limit, pricing).solution, solve(wide, limit, pricing).solution
    assert (small and small.choices) == (large and large.choices)
