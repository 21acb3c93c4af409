"""An exact optimiser: choose at most one option per slot within a budget.

Maximise the total value, then minimise the cost, then take the first options. Values add up and
are compared as one number (bot.advisor.objective packs the lexicographic levels). Slots are
coupled only by family discounts: the price of a product falls with the number of slots that take
it. The optimum is found and proved in four steps, for any number of slots.

1. Reduce (bot.advisor.reduction). Options that cannot be in an optimum are left out, and so are
   discounted products that are dominated at their best price by others at their full price.
2. Bound. At full prices a greedy choice is a real plan: no optimum is worth less. At the best
   price of every option the slots are independent; their Pareto fronts of cost and value, merged
   from the last slot to the first, say the most that the slots after any point can add. A point
   that cannot reach the known plan is dropped on the way (bot.advisor.fronts).
3. Assume (bot.advisor.tiers). Coupled slots come first. With the first option of a product that
   is to get a discount, one of its steps is assumed: this and all later options of the product
   cost the price of that step, and at least as many of them have to follow. So a plan never
   costs less than assumed, and every plan is found with exactly its own discounts once.
   Equal assumptions share one front; the bounds of step 2 drop what cannot win.
4. Widen. A first pass keeps only the most promising points and finds a good plan; the second
   keeps every point that could still be better. If the first dropped nothing it is the proof.

Ties in value and cost: options are compared slot by slot, coupled slots first, each kind in the
order given; nothing comes before the first option. `pricing` must not rise with the count, and
must not fall with the price before discount.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.advisor.fronts import (
    INT64_BITS,
    Front,
    Stage,
    choices_from,
    greedy,
    make_stage,
    suffix_fronts,
)
from bot.advisor.reduction import Kept, reduce_slots
from bot.advisor.tiers import Coupled, Found, make_coupled, search

FIRST_WIDTH = 100  # points kept in the pass that only looks for a good plan

# price(product, count, price before discount) -> price after the discount for `count` slots
Pricing = Callable[[str, int, int], int]


class Choice(NamedTuple):
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
    """The optimum within the limit (None: infeasible) and how it was found.

    `states`: partial plans kept. `proved`: nothing that could be better was left unexamined.
    """

    solution: Solution | None
    states: int
    proved: bool = True


@dataclass(frozen=True)
class Prepared:
    """A problem reduced once, to be solved for any limit."""

    slots: int
    kept: tuple[Kept, ...]  # coupled slots first
    stages: tuple[Stage, ...]  # at the best price of every option
    full: tuple[Stage, ...]  # at full prices
    coupled: Coupled

    def solve(self, limit: int) -> Result:
        """Find and prove the optimum within `limit`."""
        if not all(k.options for k in self.kept):  # required, with nothing to choose
            return Result(None, 0)
        least = greedy(self.full, limit)
        fronts = suffix_fronts(self.stages, limit, least)
        states = sum(len(f.cost) for f in fronts)
        if not len(fronts[0].cost):
            return Result(None, states)
        behind = fronts[: len(self.coupled.slots) + 1]
        found = search(self.coupled, behind, limit, least, FIRST_WIDTH)
        states += found.states
        if found.cut:
            least = found.value if found.index is not None else least
            found = search(self.coupled, behind, limit, least, None)
            states += found.states
        return Result(self._solution(found, fronts), states)

    def _solution(self, found: Found, fronts: Sequence[Front]) -> Solution | None:
        """Follow the front behind the coupled slots and put every choice in its place."""
        if found.index is None:
            return None
        start = len(self.coupled.slots)
        picks = [*found.picks, *choices_from(fronts[start:-1], found.index)]
        choices: list[int | None] = [None] * self.slots
        for kept, pick in zip(self.kept, picks, strict=True):
            choices[kept.slot] = pick
        return Solution(tuple(choices), found.cost, found.value)


def prepare(slots: Sequence[Slot], pricing: Pricing) -> Prepared:
    """Leave out what cannot win and write the rest as tables."""
    kept, steps = reduce_slots(slots, pricing)
    top = sum(max((abs(o.value) for o in k.options), default=0) for k in kept)
    wide = top.bit_length() >= INT64_BITS
    stages, full = [], []
    for each in kept:
        stages.append(make_stage([(o.best, o.value, o.number) for o in each.options], wide))
        full.append(
            make_stage([(o.full, o.value, o.number) for o in each.options], wide)
            if each.products
            else stages[-1]
        )
    coupled = make_coupled([k for k in kept if k.products], steps, wide)
    return Prepared(len(slots), kept, tuple(stages), tuple(full), coupled)


def solve(slots: Sequence[Slot], limit: int, pricing: Pricing) -> Result:
    """Find and prove the optimum of a problem within `limit`."""
    return prepare(slots, pricing).solve(limit)
