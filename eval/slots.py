"""A household's planning problem written down again for the references, offer by offer."""

from __future__ import annotations

from collections.abc import Callable

from bot.advisor.premium import discounted
from bot.advisor.problem import Problem
from bot.advisor.solver import Choice, Slot


def slots_of(problem: Problem) -> list[Slot]:
    """The problem written down again: every offer with its full price."""
    slots = []
    for considered in problem.slots:
        choices = []
        for parts, levels in zip(considered.options, considered.levels, strict=True):
            value = 0
            for level, base in zip(levels, problem.bases, strict=True):
                value = value * base + level
            counted = tuple((o.product.product_id, o.full_fen) for o in parts)
            choices.append(Choice(value, 0, counted))
        slots.append(Slot(tuple(choices), considered.forced))
    return slots


def price_of(problem: Problem) -> Callable[[str, int, int], int]:
    def pricing(product_id: str, count: int, fen: int) -> int:
        steps = problem.products[product_id].family_discounts_bp
        return discounted(fen, min((bp for least, bp in steps if count >= least), default=10_000))

    return pricing
