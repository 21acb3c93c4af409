"""Pareto fronts of cost and value, merged slot by slot under bounds.

A stage is one slot with fixed prices. The front of the stages from `i` on holds, for every cost,
the best value that they can reach; equal points keep the first option. `suffix_fronts` makes all
of them, from the last to the first. The bound for a point is its value plus the most that the
earlier stages can add for the money that is left: their concave hull, in floating point, rounded
outward. A point whose bound is below a plan that is known cannot be part of an optimum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

INT64_BITS = 62
SLACK = 2.0**-44  # far above the rounding errors of adding a few hundred floats
NOTHING = -1  # the number of the choice to take nothing

Array = NDArray[Any]
Option = tuple[int, int, int]  # cost, value, choice number


@dataclass(frozen=True)
class Stage:
    """The options of one slot that can win at fixed prices, in the order given."""

    numbers: Array  # choice numbers; NOTHING first where that is allowed
    cost: Array
    value: Array
    hull: tuple[tuple[int, int], ...]  # (cost, value) with falling slopes, from the cheapest


@dataclass(frozen=True)
class Front:
    """Points by rising cost and value: which choice, and which point of the next front."""

    cost: Array
    value: Array
    pick: Array
    then: Array


@dataclass(frozen=True)
class Hull:
    """The most that some stages can be worth together, for an amount of money."""

    cost: Array
    value: Array

    def at(self, money: Array) -> Array:
        found: Array = np.interp(money, self.cost, self.value)
        return np.where(money < self.cost[0], -np.inf, found)


def pareto(options: Iterable[Option]) -> list[Option]:
    """Keep the options that no other beats, the first of equals; in the order of their numbers."""
    kept: list[Option] = []
    for option in sorted(options, key=lambda o: (o[0], -o[1], o[2])):
        if not kept or option[1] > kept[-1][1]:
            kept.append(option)
    kept.sort(key=lambda o: o[2])
    return kept


def make_stage(options: Iterable[Option], wide: bool) -> Stage:
    """The stage of a slot; `wide`: values may not fit into 64 bits."""
    kept = pareto(options)
    hull: list[tuple[int, int]] = []
    for cost, value, _ in sorted(kept):
        while len(hull) > 1 and _above(hull[-2], hull[-1], (cost, value)):
            hull.pop()
        hull.append((cost, value))
    return Stage(
        np.array([o[2] for o in kept], dtype=np.int64),
        np.array([o[0] for o in kept], dtype=np.int64),
        np.array([o[1] for o in kept], dtype=object if wide else np.int64),
        tuple(hull),
    )


def _above(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    """Whether the middle point lies on or below the line from the first to the last."""
    return (middle[1] - first[1]) * (last[0] - first[0]) <= (last[1] - first[1]) * (
        middle[0] - first[0]
    )


def greedy(stages: Sequence[Stage], limit: int) -> int | None:
    """The value of a real plan: steps of the hulls in the order of value for money."""
    left = limit - sum(s.hull[0][0] for s in stages)
    if left < 0:
        return None
    value = sum(s.hull[0][1] for s in stages)
    steps = [
        ((after[1] - before[1]) / (after[0] - before[0]), number, after[0] - before[0], gain)
        for number, stage in enumerate(stages)
        for before, after in zip(stage.hull, stage.hull[1:], strict=False)
        for gain in (after[1] - before[1],)
    ]
    steps.sort(key=lambda s: (-s[0], s[1]))
    stopped: set[int] = set()
    for _, number, price, gain in steps:
        if number in stopped:
            continue
        if price > left:
            stopped.add(number)
            continue
        left -= price
        value += gain
    return value


def prefix_hulls(stages: Sequence[Stage]) -> list[Hull]:
    """For every number of first stages their joint hull."""
    cost = value = 0
    steps: list[tuple[float, int, int]] = []
    hulls = [Hull(np.zeros(1), np.zeros(1))]
    for stage in stages:
        cost, value = cost + stage.hull[0][0], value + stage.hull[0][1]
        for before, after in zip(stage.hull, stage.hull[1:], strict=False):
            price, gain = after[0] - before[0], after[1] - before[1]
            steps.append((-(gain / price), price, gain))
        steps.sort()
        costs = np.array([cost, *(s[1] for s in steps)], dtype=float)
        values = np.array([value, *(s[2] for s in steps)], dtype=float)
        hulls.append(Hull(np.cumsum(costs), np.cumsum(values)))
    return hulls


def suffix_fronts(stages: Sequence[Stage], limit: int, least: int | None) -> list[Front]:
    """The front of the stages from each one on, up to plans that are worth at least `least`."""
    hulls = prefix_hulls(stages)
    slack = abs(float(hulls[-1].value[-1])) * SLACK
    floor = -np.inf if least is None else float(least) - slack
    wide = any(s.value.dtype == object for s in stages)
    zero = np.zeros(1, dtype=np.int64)
    fronts = [Front(zero, zero.astype(object) if wide else zero, zero, zero)]
    for stage, hull in zip(reversed(stages), reversed(hulls[:-1]), strict=True):
        fronts.append(_before(stage, fronts[-1], hull, limit, floor))
    fronts.reverse()
    return fronts


def _before(stage: Stage, after: Front, hull: Hull, limit: int, floor: float) -> Front:
    """The front of one stage together with the front behind it."""
    width = len(after.cost)
    cost = np.add.outer(stage.cost, after.cost).ravel()
    value = np.add.outer(stage.value, after.value).ravel()
    reach = value.astype(float) + hull.at(limit - cost)
    kept = np.flatnonzero((reach >= floor) & (cost <= limit))
    cost, value = cost[kept], value[kept]
    order = lexsort(-value, cost)
    order = order[_rising(value[order])]
    pick, then = np.divmod(kept[order], max(1, width))
    return Front(cost[order], value[order], stage.numbers[pick], then)


def _rising(values: Array) -> Array:
    """Which values are above all before them."""
    rising = np.ones(len(values), dtype=bool)
    if len(values) > 1:
        rising[1:] = values[1:] > np.maximum.accumulate(values)[:-1]
    return rising


def lexsort(*keys: Array) -> Array:
    """Like numpy's, the last key the first to count, for integers of any size."""
    if all(k.dtype != object for k in keys):
        found: Array = np.lexsort(keys)
        return found
    order = np.arange(len(keys[0]))
    for key in keys:
        order = order[np.argsort(key[order], kind="stable")]
    return order


def best_at(front: Front, money: Array | int) -> Array:
    """The last point of the front that each amount can pay; -1 where there is none."""
    return np.searchsorted(front.cost, money, side="right") - 1


def choices_from(fronts: Sequence[Front], index: int) -> list[int | None]:
    """The choices behind a point of the first of these fronts."""
    picks: list[int | None] = []
    for front in fronts:
        number = int(front.pick[index])
        picks.append(None if number == NOTHING else number)
        index = int(front.then[index])
    return picks
