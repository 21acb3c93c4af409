"""An exact optimiser: choose at most one option per slot within a budget.

Maximise the total value, then minimise the cost. Values add up and are compared as one number
(bot.advisor.objective packs the lexicographic levels), so it is enough to keep, for every cost,
the best value that can be reached: the Pareto front. Fronts of slots are merged one by one; no
point that could end up in an optimum is ever dropped.

Slots are coupled only by family discounts, which depend on how many slots take a product. Such
slots are merged together over subsets: for every product, every set of slots that takes it
together is priced with the discount of that many. This is exact too, and is limited to
MAX_COUPLED slots; above that only one product at a time is given its discount, and the result
says that it is not proved.

Ties in value and cost: the first option in the order given, so callers sort slots and options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

MAX_COUPLED = 7
SMALL = 400  # pairs up to which plain Python is faster than numpy
INT64_BITS = 62

# A chain of choices: (earlier chain, (slot index, option index)) or None.
Chain = Any
Point = tuple[int, int, Chain]  # cost, value, chain
Front = list[Point]  # cost ascending, value ascending


@dataclass(frozen=True)
class Choice:
    """One option of a slot.

    `cost`: price of the parts without family discount. `counted`: (product, price before
    discount) of the parts whose price depends on how many slots take the product.
    """

    value: int
    cost: int
    counted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Slot:
    """A choice to make; `required` forbids choosing nothing."""

    choices: tuple[Choice, ...]
    required: bool = False


@dataclass(frozen=True)
class Solution:
    """Chosen option per slot (None: nothing), its cost and value."""

    choices: tuple[int | None, ...]
    cost: int
    value: int


@dataclass(frozen=True)
class Result:
    """All budgets at once: the Pareto front of a problem up to its limit."""

    front: Front
    slots: int
    states: int
    proved: bool

    def best(self, budget: int | None = None) -> Solution | None:
        """The optimum within `budget` (at most the limit solved for); None when infeasible."""
        fitting = [p for p in self.front if budget is None or p[0] <= budget]
        return self._solution(fitting[-1]) if fitting else None

    def solutions(self) -> list[Solution]:
        return [self._solution(p) for p in self.front]

    def _solution(self, point: Point) -> Solution:
        cost, value, chain = point
        choices: list[int | None] = [None] * self.slots
        stack = [chain]
        while stack:
            link = stack.pop()
            if link is None:
                continue
            if isinstance(link[1], int):
                choices[link[0]] = link[1]
            else:
                stack += [link[0], link[1]]
        return Solution(tuple(choices), cost, value)


# price(product, count, price before discount) -> price after the discount for `count` slots
Pricing = Callable[[str, int, int], int]


def solve(slots: Sequence[Slot], limit: int, pricing: Pricing) -> Result:
    """Find the Pareto front of a problem up to `limit`."""
    groups, states, proved = _groups(slots), 0, True
    front: Front = [(0, 0, None)]
    fronts = []
    for group in groups:
        coupled = _discounted(group, slots, pricing)
        if not coupled:
            part: Front = [(0, 0, None)]
            for index in group:
                part = merge(part, _slot_front(index, slots[index], pricing), limit)
        elif len(group) <= MAX_COUPLED:
            part, count = _coupled(group, slots, coupled, limit, pricing)
            states += count
        else:
            part, count = _one_product(group, slots, coupled, limit, pricing)
            states, proved = states + count, False
        fronts.append(part)
    for part in sorted(fronts, key=len):
        front = merge(front, part, limit)
        states += len(front)
    return Result(front, len(slots), states, proved)


# --- fronts ------------------------------------------------------------------------------------


def prune(points: Iterable[Point], limit: int) -> Front:
    """Keep the points that no other point beats in both cost and value."""
    front: Front = []
    ordered = sorted((p for p in points if p[0] <= limit), key=lambda p: (p[0], -p[1]))
    for point in ordered:
        if not front or point[1] > front[-1][1]:
            front.append(point)
    return front


def merge(first: Front, second: Front, limit: int) -> Front:
    """The front of choosing one point of each."""
    if len(first) * len(second) <= SMALL:
        return prune(
            ((a[0] + b[0], a[1] + b[1], _link(a[2], b[2])) for a in first for b in second), limit
        )
    return _merge_arrays(first, second, limit)


def _merge_arrays(first: Front, second: Front, limit: int) -> Front:
    costs = np.add.outer(_costs(first), _costs(second)).ravel()
    values = np.add.outer(_values(first), _values(second)).ravel()
    kept = np.flatnonzero(costs <= limit)
    costs, values = costs[kept], values[kept]
    order = np.lexsort((-values, costs)) if values.dtype != object else _object_order(costs, values)
    values = values[order]
    if not len(values):
        return []
    best = np.maximum.accumulate(values)
    rising = np.concatenate(([True], values[1:] > best[:-1]))
    width = len(second)
    front: Front = []
    for position in order[rising].tolist():
        index = int(kept[position])
        a, b = first[index // width], second[index % width]
        front.append((a[0] + b[0], a[1] + b[1], _link(a[2], b[2])))
    return front


def _costs(front: Front) -> Any:
    return np.array([p[0] for p in front], dtype=np.int64)


def _values(front: Front) -> Any:
    fits = front[-1][1].bit_length() < INT64_BITS if front else True
    return np.array([p[1] for p in front], dtype=np.int64 if fits else object)


def _object_order(costs: Any, values: Any) -> Any:
    pairs = sorted(range(len(costs)), key=lambda i: (costs[i], -values[i]))
    return np.array(pairs, dtype=np.int64)


def _link(first: Chain, second: Chain) -> Chain:
    if first is None:
        return second
    return first if second is None else (first, second)


def _slot_front(index: int, slot: Slot, pricing: Pricing) -> Front:
    """One slot alone: every product at the price for one."""
    points: Front = [] if slot.required else [(0, 0, None)]
    for number, choice in enumerate(slot.choices):
        cost = choice.cost + sum(pricing(p, 1, price) for p, price in choice.counted)
        points.append((cost, choice.value, (index, number)))
    return prune(points, _unlimited(points))


def _unlimited(points: Front) -> int:
    return max((p[0] for p in points), default=0)


# --- family discounts --------------------------------------------------------------------------


def _groups(slots: Sequence[Slot]) -> list[list[int]]:
    """Slots that share a counted product belong together."""
    groups: list[tuple[set[str], list[int]]] = []
    for index, slot in enumerate(slots):
        products = {p for c in slot.choices for p, _ in c.counted}
        touching = [g for g in groups if products & g[0]]
        members = [i for g in touching for i in g[1]]
        for group in touching:
            products |= group[0]
            groups.remove(group)
        groups.append((products, sorted([*members, index])))
    return [members for _, members in groups]


def _discounted(
    group: Sequence[int], slots: Sequence[Slot], pricing: Pricing
) -> list[tuple[str, tuple[int, ...]]]:
    """Products that get cheaper when several slots of the group take them, with those slots."""
    takers: dict[str, set[int]] = {}
    for index in group:
        for choice in slots[index].choices:
            for product, _ in choice.counted:
                takers.setdefault(product, set()).add(index)
    probe = 1_000_000
    return [
        (product, tuple(sorted(members)))
        for product, members in sorted(takers.items())
        if pricing(product, len(members), probe) < pricing(product, 1, probe)
    ]


def _together(
    product: str, members: Sequence[int], slots: Sequence[Slot], limit: int, pricing: Pricing
) -> Front:
    """These slots all take the product, each with any of its choices of it."""
    front: Front = [(0, 0, None)]
    for index in members:
        points = [
            (
                choice.cost
                + sum(
                    pricing(p, len(members) if p == product else 1, price)
                    for p, price in choice.counted
                ),
                choice.value,
                (index, number),
            )
            for number, choice in enumerate(slots[index].choices)
            if any(p == product for p, _ in choice.counted)
        ]
        front = merge(front, prune(points, limit), limit)
    return front


def _coupled(
    group: Sequence[int],
    slots: Sequence[Slot],
    coupled: Sequence[tuple[str, tuple[int, ...]]],
    limit: int,
    pricing: Pricing,
) -> tuple[Front, int]:
    """Merge over subsets of the group: `best[subset]` is the front of the slots in it."""
    size = len(group)
    bit = {index: 1 << position for position, index in enumerate(group)}
    best: list[Front] = [[(0, 0, None)]]
    for subset in range(1, 1 << size):
        last = subset.bit_length() - 1
        alone = _slot_front(group[last], slots[group[last]], pricing)
        best.append(merge(best[subset & ~(1 << last)], alone, limit))
    states = len(best)
    for product, takers in coupled:
        sets = _teams(product, takers, slots, limit, pricing)
        masks = [(sum(bit[i] for i in team), front) for team, front in sets]
        updated: list[Front] = []
        for subset in range(1 << size):
            points = best[subset]
            extra: Front = []
            for mask, front in masks:
                if mask & subset == mask:
                    extra += merge(best[subset & ~mask], front, limit)
                    states += 1
            updated.append(prune([*points, *extra], limit) if extra else points)
        best = updated
    return best[-1], states


def _teams(
    product: str, takers: Sequence[int], slots: Sequence[Slot], limit: int, pricing: Pricing
) -> list[tuple[tuple[int, ...], Front]]:
    """The sets of slots that get a discount together, with the front of taking it."""
    probe = 1_000_000
    full = pricing(product, 1, probe)
    teams = []
    for count in range(2, len(takers) + 1):
        if pricing(product, count, probe) >= full:
            continue
        for team in combinations(takers, count):
            front = _together(product, team, slots, limit, pricing)
            if front:
                teams.append((team, front))
    return teams


def _one_product(
    group: Sequence[int],
    slots: Sequence[Slot],
    coupled: Sequence[tuple[str, tuple[int, ...]]],
    limit: int,
    pricing: Pricing,
) -> tuple[Front, int]:
    """For large families: no discount, or one product for everybody who can take it."""
    alone: Front = [(0, 0, None)]
    for index in group:
        alone = merge(alone, _slot_front(index, slots[index], pricing), limit)
    points, states = list(alone), len(alone)
    for product, takers in coupled:
        part = _together(product, takers, slots, limit, pricing)
        for index in group:
            if index not in takers:
                part = merge(part, _slot_front(index, slots[index], pricing), limit)
        points += part
        states += len(part)
    return prune(points, limit), states
