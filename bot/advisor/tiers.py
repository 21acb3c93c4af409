"""Slots coupled by family discounts: a search over plans with assumed discounts.

A point is a choice for the first slots, with its cost, its value and for every discounted
product either nothing assumed, or an assumed step of the discount and how many more slots have to
take the product to earn it. A move is an option with assumed steps; it is allowed where it fits
what was assumed before. Points with equal assumptions are compared like any front.

Assuming too high a step is never paid off, assuming too low only overstates the cost, and the
true steps of a plan can always be assumed: so the best point is the optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.advisor.fronts import INT64_BITS, NOTHING, Array, Front, best_at, lexsort
from bot.advisor.reduction import Kept, Steps


@dataclass(frozen=True)
class Moves:
    """The ways to go through one slot. Row `m` of `then` says, for the product in `product[m]`,
    to which digit each digit leads; -1 where the move is not allowed."""

    numbers: Array
    place: Array  # the option's place in the order given
    cost: Array
    value: Array
    product: tuple[Array, ...]  # several arrays when an option holds several products
    then: tuple[Array, ...]


@dataclass(frozen=True)
class Coupled:
    """The coupled slots: their moves, and what the digits of a point mean."""

    slots: tuple[Moves, ...]
    missing: Array  # product x digit -> slots still to take the product
    takers: Array  # slot x product -> slots from here on that can take the product
    served: int  # products that one slot can take at most
    codes: Array  # product x column: weights that pack the digits of a point into few numbers


@dataclass(frozen=True)
class Found:
    """The best plan: choices of the coupled slots, then the point of the front behind them."""

    picks: tuple[int | None, ...]
    index: int | None
    cost: int
    value: int
    states: int
    cut: bool  # whether points were dropped that could have been better


@dataclass(frozen=True)
class _Points:
    """Points after some slots. `rank` orders them by their choices."""

    digits: Array
    cost: Array
    value: Array
    rank: Array


def make_coupled(kept: Sequence[Kept], steps: Steps, wide: bool) -> Coupled:
    """Write the coupled slots as tables of moves."""
    names = sorted({p for k in kept for p in k.products})
    column = {name: number for number, name in enumerate(names)}
    digits = 1 + max((sum(steps[p][1:]) for p in names), default=0)
    missing = np.zeros((len(names) + 1, digits), dtype=np.int64)
    for name in names:
        for count in steps[name][1:]:
            first = _digit(steps[name], steps[name].index(count), 0)
            missing[column[name], first : first + count] = np.arange(count)
    takers = np.zeros((len(kept) + 1, len(names) + 1), dtype=np.int64)
    for number in reversed(range(len(kept))):
        takers[number] = takers[number + 1]
        for name in kept[number].products:
            takers[number, column[name]] += 1
    served = max((len(o.products) for k in kept for o in k.options), default=1)
    moves = tuple(_moves(k, column, steps, digits, max(1, served), wide) for k in kept)
    return Coupled(moves, missing, takers, max(1, served), _codes(len(names) + 1, digits))


def _digit(steps: tuple[int, ...], step: int, missing: int) -> int:
    """The digit of an assumed step with so many slots missing; 0 is nothing assumed."""
    return 1 + sum(steps[1:step]) + missing


def _codes(products: int, digits: int) -> Array:
    """Pack as many digits as fit into each number."""
    each = max(1, int(INT64_BITS / np.log2(max(2, digits))) - 1)
    columns = -(-products // each)
    weights = np.zeros((products, columns), dtype=np.int64)
    for number in range(products):
        weights[number, number // each] = digits ** (number % each)
    return weights


def _moves(
    kept: Kept, column: dict[str, int], steps: Steps, digits: int, served: int, wide: bool
) -> Moves:
    nobody, stay = len(column), np.arange(digits)
    rows = [(o, n) for o in kept.options for n in range(len(o.steps))]
    product = [np.full(len(rows), nobody, dtype=np.int64) for _ in range(served)]
    then = [np.tile(stay, (len(rows), 1)) for _ in range(served)]
    for row, (option, number) in enumerate(rows):
        for place, (name, step) in enumerate(
            zip(option.products, option.steps[number], strict=True)
        ):
            product[place][row] = column[name]
            then[place][row] = _transition(steps[name], step, digits)
    return Moves(
        np.array([o.number for o, _ in rows], dtype=np.int64),
        np.array([p for p, o in enumerate(kept.options) for _ in o.steps], dtype=np.int64),
        np.array([o.costs[n] for o, n in rows], dtype=np.int64),
        np.array([o.value for o, _ in rows], dtype=object if wide else np.int64),
        tuple(product),
        tuple(then),
    )


def _transition(steps: tuple[int, ...], step: int, digits: int) -> Array:
    """Where each digit of a product leads when it is taken at a step of its discount."""
    then = np.full(digits, -1, dtype=np.int64)
    if step == 0:
        then[0] = 0
        return then
    satisfied = _digit(steps, step, 0)
    then[0] = satisfied + steps[step] - 1
    then[satisfied] = satisfied
    for digit in range(satisfied + 1, satisfied + steps[step]):
        then[digit] = digit - 1
    return then


def search(
    coupled: Coupled, behind: Sequence[Front], limit: int, least: int | None, width: int | None
) -> Found:
    """The best plan that is worth at least `least`; `behind[i]` bounds the slots from `i` on.

    With a `width` only so many points are kept after each slot.
    """
    wide = behind[0].value.dtype == object
    zero = np.zeros(1, dtype=np.int64)
    points = _Points(
        np.zeros((1, len(coupled.missing)), dtype=np.int64),
        zero, zero.astype(object) if wide else zero, zero,
    )  # fmt: skip
    trail: list[tuple[Array, Array]] = []
    states, cut = 0, False
    for number, moves in enumerate(coupled.slots):
        points, came, pick, dropped = _through(
            coupled, number, moves, points, behind[number + 1], limit, least, width
        )
        trail.append((came, pick))
        states += len(points.cost)
        cut = cut or dropped
        if not len(points.cost):
            return Found((), None, 0, 0 if least is None else least, states, cut)
    last = behind[len(coupled.slots)]
    index = best_at(last, limit - points.cost)
    value, cost = points.value + last.value[index], points.cost + last.cost[index]
    first = int(lexsort(points.rank, cost, -value)[0])
    picks: list[int | None] = []
    at = first
    for came, pick in reversed(trail):
        picks.append(None if pick[at] == NOTHING else int(pick[at]))
        at = int(came[at])
    picks.reverse()
    return Found(tuple(picks), int(index[first]), int(cost[first]), int(value[first]), states, cut)


def _through(
    coupled: Coupled,
    number: int,
    moves: Moves,
    points: _Points,
    behind: Front,
    limit: int,
    least: int | None,
    width: int | None,
) -> tuple[_Points, Array, Array, bool]:
    """The points after one more slot, where each came from, its choice, whether some were cut."""
    allowed = np.ones((len(points.cost), len(moves.cost)), dtype=bool)
    rows = np.arange(len(moves.cost))
    for product, then in zip(moves.product, moves.then, strict=True):
        allowed &= then[rows, points.digits[:, product]] >= 0
    cost = np.add.outer(points.cost, moves.cost)
    at = best_at(behind, limit - cost)
    reach = np.add.outer(points.value, moves.value) + behind.value[at]
    allowed &= at >= 0
    if least is not None:
        allowed &= reach >= least
    came, move = np.nonzero(allowed)
    digits = points.digits[came]
    for product, then in zip(moves.product, moves.then, strict=True):
        mine = product[move]
        digits[np.arange(len(came)), mine] = then[move, digits[np.arange(len(came)), mine]]
    takers = coupled.takers[number + 1]
    missing = coupled.missing[np.arange(digits.shape[1]), digits]
    later = len(coupled.slots) - number - 1
    fits = (missing <= takers).all(axis=1) & (missing.sum(axis=1) <= later * coupled.served)
    came, move, digits = came[fits], move[fits], digits[fits]
    digits[:, takers == 0] = 0
    cost, value = cost[came, move], points.value[came] + moves.value[move]
    rank = points.rank[came] * len(moves.cost) + moves.place[move]
    kept = _front(digits @ coupled.codes, cost, value, rank)
    cut = width is not None and len(kept) > width
    if cut:
        promise = reach[came[kept], move[kept]]
        kept = np.sort(kept[lexsort(cost[kept], -promise)[:width]])
    came, move = came[kept], move[kept]
    dense = np.unique(rank[kept], return_inverse=True)[1]
    after = _Points(digits[kept], cost[kept], value[kept], dense)
    return after, came, moves.numbers[move], cut


def _front(codes: Array, cost: Array, value: Array, rank: Array) -> Array:
    """The points that no other with the same assumptions beats; of equal ones the first."""
    if not len(cost):
        return np.zeros(0, dtype=np.int64)
    order = lexsort(rank, -value, cost, *codes.T)
    codes, value = codes[order], value[order]
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = (codes[1:] != codes[:-1]).any(axis=1)
    level = np.unique(value, return_inverse=True)[1]
    key = np.cumsum(starts) * (len(order) + 1) + level
    rising = np.ones(len(order), dtype=bool)
    rising[1:] = key[1:] > np.maximum.accumulate(key)[:-1]
    kept: Array = order[rising]
    return kept
