"""Options and discounts that can be in an optimum; what cannot is left out before the search.

For one slot, an option without a discounted product is dropped when another option is worth as
much for no more at its full price. An option of discounted products is dropped when another of
the same products is, at every step of the discounts: it counts alike. A discounted product goes
as a whole when, for every slot, each of its options at its best price is beaten by an option of
something else at its full price: taking those instead is better for every slot, and for others
it can only raise the counts of what remains.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product as combinations
from typing import Protocol

from bot.advisor.fronts import NOTHING, Option, pareto

Pricing = Callable[[str, int, int], int]


class ChoiceLike(Protocol):
    @property
    def value(self) -> int: ...
    @property
    def cost(self) -> int: ...
    @property
    def counted(self) -> tuple[tuple[str, int], ...]: ...


class SlotLike(Protocol):
    @property
    def choices(self) -> Sequence[ChoiceLike]: ...
    @property
    def required(self) -> bool: ...


@dataclass(frozen=True)
class Priced:
    """One option: its cost for every combination of discount steps of its products."""

    number: int
    value: int
    products: tuple[str, ...]
    steps: tuple[tuple[int, ...], ...]  # combinations of steps, no discount first
    costs: tuple[int, ...]  # one for each combination

    @property
    def full(self) -> int:
        return self.costs[0]

    @property
    def best(self) -> int:
        return min(self.costs)


@dataclass(frozen=True)
class Kept:
    """A slot with the options that are left."""

    slot: int
    options: tuple[Priced, ...]

    @property
    def products(self) -> frozenset[str]:
        return frozenset(p for o in self.options for p in o.products)


Steps = dict[str, tuple[int, ...]]  # product -> counts from which it gets cheaper, 1 first


def reduce_slots(slots: Sequence[SlotLike], pricing: Pricing) -> tuple[tuple[Kept, ...], Steps]:
    """The slots, coupled ones first, and the steps of the products that couple them."""
    steps = _steps(slots, pricing)
    kept = [_kept(i, s, steps, pricing) for i, s in enumerate(slots)]
    dropped = _beaten(kept, steps)
    if dropped:
        kept = [
            Kept(k.slot, tuple(o for o in k.options if not dropped & set(o.products))) for k in kept
        ]
        steps = {p: s for p, s in steps.items() if p not in dropped}
    kept.sort(key=lambda k: (not k.products, k.slot))
    return tuple(kept), steps


def _steps(slots: Sequence[SlotLike], pricing: Pricing) -> Steps:
    """Products that get cheaper when several slots take them, with the counts where they do."""
    takers: dict[str, int] = {}
    prices: dict[str, set[int]] = {}
    for slot in slots:
        counted = {pair for c in slot.choices for pair in c.counted}
        for name in {p for p, _ in counted}:
            takers[name] = takers.get(name, 0) + 1
        for name, price in counted:
            prices.setdefault(name, set()).add(price)
    found: Steps = {}
    for name in sorted(takers):
        top = max(prices[name])
        tried = sorted({top, *prices[name]}, reverse=True)
        counts, last = [1], [pricing(name, 1, p) for p in tried]
        for count in range(2, takers[name] + 1):
            now = [pricing(name, count, p) for p in tried]
            if now != last:
                counts.append(count)
                last = now
        if len(counts) > 1:
            found[name] = tuple(counts)
    return found


def _kept(index: int, slot: SlotLike, steps: Steps, pricing: Pricing) -> Kept:
    plain: list[Option] = [] if slot.required else [(0, 0, NOTHING)]
    shared: list[Priced] = []
    for number, choice in enumerate(slot.choices):
        cost = choice.cost
        if choice.counted:
            if any(name in steps for name, _ in choice.counted):
                shared.append(_priced(number, choice, steps, pricing))
                continue
            cost += sum(pricing(name, 1, price) for name, price in choice.counted)
        plain.append((cost, choice.value, number))
    front = [Priced(n, v, (), ((),), (c,)) for c, v, n in pareto(plain)]
    return Kept(index, tuple(_undominated([*front, *shared]) if shared else front))


def _priced(number: int, choice: ChoiceLike, steps: Steps, pricing: Pricing) -> Priced:
    cost = choice.cost
    shared: list[tuple[str, int]] = []
    for name, price in choice.counted:
        if name in steps:
            shared.append((name, price))
        else:
            cost += pricing(name, 1, price)
    names = tuple(p for p, _ in shared)
    ladders = [[pricing(p, count, price) for count in steps[p]] for p, price in shared]
    picks = tuple(combinations(*(range(len(ladder)) for ladder in ladders)))
    costs = tuple(
        cost + sum(ladder[s] for ladder, s in zip(ladders, pick, strict=True)) for pick in picks
    )
    return Priced(number, choice.value, names, picks, costs)


def _undominated(options: Sequence[Priced]) -> list[Priced]:
    """What is left of one slot, in the order given."""
    ordered = sorted(options, key=lambda o: (o.full, -o.value, bool(o.products), o.number))
    alike: dict[tuple[str, ...], list[Priced]] = {}
    top: int | None = None  # the best value so far, for no more money
    left: list[Priced] = []
    for option in ordered:
        if option.products:
            same = alike.setdefault(option.products, [])
            if any(_beats(other, option) for other in same):
                continue
            same.append(option)
        elif top is not None and option.value <= top:
            continue
        top = option.value if top is None else max(top, option.value)
        left.append(option)
    left.sort(key=lambda o: o.number)
    return left


def _beats(other: Priced, option: Priced) -> bool:
    """Whether the other costs no more at every step and is better, or equal and before."""
    if other.value < option.value:
        return False
    pairs = list(zip(other.costs, option.costs, strict=True))
    if any(a > b for a, b in pairs):
        return False
    return (
        other.value > option.value or other.number < option.number or all(a < b for a, b in pairs)
    )


def _beaten(kept: Sequence[Kept], steps: Steps) -> frozenset[str]:
    """Discounted products whose options are all beaten by something else at its full price."""
    surviving: set[str] = set()
    for each in kept:
        for name in sorted(each.products - surviving):
            if not all(_replaced(each, o, name) for o in each.options if name in o.products):
                surviving.add(name)
    return frozenset(set(steps) - surviving)


def _replaced(kept: Kept, option: Priced, name: str) -> bool:
    """Whether an option without the product beats this one and keeps the counts of others."""
    best, rest = option.best, set(option.products) - {name}
    return any(
        o.full <= best
        and o.value >= option.value
        and (o.full < best or o.value > option.value)
        and name not in o.products
        and rest <= set(o.products)
        for o in kept.options
    )
