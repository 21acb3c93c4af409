"""Two references for the optimiser, sharing no code with it: all combinations, and scipy's MILP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from bot.advisor.solver import Choice, Slot

Pricing = Callable[[str, int, int], int]


@dataclass(frozen=True)
class Optimum:
    """The best value, and the least cost that buys it."""

    value: int
    cost: int


def combinations(slots: Sequence[Slot]) -> int:
    """How many plans there are."""
    return prod(len(s.choices) + (not s.required) for s in slots)


def plan_cost(slots: Sequence[Slot], picks: Sequence[int | None], pricing: Pricing) -> int:
    """What a plan costs, with the discounts that it earns."""
    chosen = [s.choices[p] for s, p in zip(slots, picks, strict=True) if p is not None]
    counts: dict[str, int] = {}
    for choice in chosen:
        for product, _ in choice.counted:
            counts[product] = counts.get(product, 0) + 1
    return sum(c.cost + sum(pricing(p, counts[p], fen) for p, fen in c.counted) for c in chosen)


def plan_value(slots: Sequence[Slot], picks: Sequence[int | None]) -> int:
    return sum(s.choices[p].value for s, p in zip(slots, picks, strict=True) if p is not None)


def best_combination(slots: Sequence[Slot], limit: int, pricing: Pricing) -> Optimum | None:
    """Try every combination of options; None when none keeps the limit."""
    options = [[*([] if s.required else [Choice(0, 0)]), *s.choices] for s in slots]
    total = prod(len(o) for o in options)
    if not total:
        return None
    rest, picks = np.arange(total), []
    for choices in options:
        picks.append(rest % len(choices))
        rest = rest // len(choices)
    value = np.zeros(total, dtype=np.int64)
    cost = np.zeros(total, dtype=np.int64)
    counts: dict[str, Any] = {}
    for choices, pick in zip(options, picks, strict=True):
        value += np.array([c.value for c in choices], dtype=np.int64)[pick]
        cost += np.array([c.cost for c in choices], dtype=np.int64)[pick]
        for name in {p for c in choices for p, _ in c.counted}:
            takes = np.array([any(p == name for p, _ in c.counted) for c in choices])[pick]
            counts[name] = counts.get(name, np.zeros(total, dtype=np.int64)) + takes
    for choices, pick in zip(options, picks, strict=True):
        for number, choice in enumerate(choices):
            for name, fen in choice.counted:
                prices = [0, *(pricing(name, n + 1, fen) for n in range(len(slots)))]
                cost += np.where(pick == number, np.array(prices)[counts[name]], 0)
    fitting = np.flatnonzero(cost <= limit)
    if not len(fitting):
        return None
    best = int(value[fitting].max())
    return Optimum(best, int(cost[fitting][value[fitting] == best].min()))


# --- the integer programme ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Column:
    """Taking an option while its product is at one step of its discount."""

    slot: int
    choice: int
    product: str | None
    step: int
    cost: int


class Programme:
    """The plan as a mixed-integer linear programme.

    One variable for each option and step of its product's discount, one for each product and
    step: an option may be taken at a step only if the step is open, and an open step needs its
    count of slots. Each option may have one discounted product.
    """

    def __init__(self, slots: Sequence[Slot], limit: int, pricing: Pricing) -> None:
        self.slots, self.limit = slots, limit
        self.steps = self._steps(pricing)
        self.columns = [c for s in range(len(slots)) for c in self._columns(s, pricing)]
        self.opened = [(p, k) for p, counts in self.steps.items() for k in range(len(counts))]
        self.size = len(self.columns) + len(self.opened)
        self.costs = self._row([c.cost for c in self.columns])
        self.rules = self._rules()

    def optimum(self, levels: Sequence[Sequence[Sequence[int]]]) -> tuple[tuple[int, ...], int]:
        """Maximise the levels (level, slot, choice) one after the other, then the cost is least.

        Raises RuntimeError when the solver does not answer.
        """
        rules, reached = list(self.rules), []
        for level in levels:
            row = self._row([level[c.slot][c.choice] for c in self.columns])
            found = self._run(-row, rules)
            reached.append(round(float(row @ found)))
            if row.any():
                rules.append(LinearConstraint(row, lb=reached[-1] - 0.5))
        found = self._run(self.costs, rules)
        return tuple(reached), round(float(self.costs @ found))

    def _run(self, goal: Any, rules: list[LinearConstraint]) -> Any:
        answer = milp(
            goal,
            constraints=rules,
            integrality=np.ones(self.size),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        if answer.x is None:
            raise RuntimeError(answer.message)
        return np.round(answer.x)

    def _steps(self, pricing: Pricing) -> dict[str, list[int]]:
        takers: dict[str, set[int]] = {}
        for number, slot in enumerate(self.slots):
            for choice in slot.choices:
                for product, _ in choice.counted:
                    takers.setdefault(product, set()).add(number)
        probe = 10_000_000
        steps = {
            product: [
                n
                for n in range(1, len(members) + 1)
                if n == 1 or pricing(product, n, probe) < pricing(product, n - 1, probe)
            ]
            for product, members in sorted(takers.items())
        }
        return {product: counts for product, counts in steps.items() if len(counts) > 1}

    def _columns(self, slot: int, pricing: Pricing) -> list[_Column]:
        found = []
        for number, choice in enumerate(self.slots[slot].choices):
            shared = [pair for pair in choice.counted if pair[0] in self.steps]
            cost = choice.cost
            cost += sum(pricing(p, 1, fen) for p, fen in choice.counted if p not in self.steps)
            if not shared:
                found.append(_Column(slot, number, None, 0, cost))
                continue
            ((product, fen),) = shared
            for step, count in enumerate(self.steps[product]):
                found.append(
                    _Column(slot, number, product, step, cost + pricing(product, count, fen))
                )
        return found

    def _row(self, values: Sequence[int]) -> Any:
        return np.concatenate([np.array(values, dtype=float), np.zeros(len(self.opened))])

    def _rules(self) -> list[LinearConstraint]:
        rules = [LinearConstraint(self.costs, ub=self.limit + 0.5)]
        entries: list[tuple[int, int, float]] = []
        low: list[float] = []
        high: list[float] = []
        for number, slot in enumerate(self.slots):
            entries += [(len(low), i, 1) for i, c in enumerate(self.columns) if c.slot == number]
            low.append(1 if slot.required else 0)
            high.append(1)
        for offset, (product, step) in enumerate(self.opened):
            opened = len(self.columns) + offset
            mine = [i for i, c in enumerate(self.columns) if (c.product, c.step) == (product, step)]
            for column in mine:  # taken at this step only when it is open
                entries += [(len(low), column, 1), (len(low), opened, -1)]
                low.append(-np.inf)
                high.append(0)
            entries += [(len(low), column, 1) for column in mine]
            entries.append((len(low), opened, -self.steps[product][step]))
            low.append(0)
            high.append(np.inf)
        for product in self.steps:
            entries += [
                (len(low), len(self.columns) + i, 1)
                for i, (name, _) in enumerate(self.opened)
                if name == product
            ]
            low.append(0)
            high.append(1)
        rows, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(low), self.size)).tocsr()
        return [*rules, LinearConstraint(matrix, lb=np.array(low), ub=np.array(high))]
