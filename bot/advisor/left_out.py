"""What a bigger budget would add: for every open gap the cheapest way to close it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advisor.advice import LeftOut, PlanItem, reason
from bot.advisor.candidates import Offer
from bot.advisor.objective import LEVELS
from bot.advisor.problem import AdviceOptions, Considered, Problem


def left_out(
    problem: Problem, items: Sequence[PlanItem], options: AdviceOptions
) -> tuple[LeftOut, ...]:
    """The next additions, the most valuable for their price first."""
    found: list[tuple[int, LeftOut]] = []
    for considered in problem.slots:
        mine = [
            i
            for i in items
            if (i.member_id, i.need) == (considered.member.id, considered.need.need)
        ]
        better = _better(considered, mine)
        if better is not None:
            found.append((_rank(problem, considered, better), better))
    found.sort(key=lambda pair: (pair[0], pair[1].extra_premium_fen, pair[1].member_id))
    return tuple(item for _, item in found[: problem.knowledge.planning.left_out_limit])


def _better(considered: Considered, mine: list[PlanItem]) -> LeftOut | None:
    """The cheapest option that covers as much as any and more than now."""
    now = sum(i.covered_fen for i in mine)
    paid = sum(i.premium_fen for i in mine)
    if mine and considered.need.need == "medical":
        return None
    more = [
        (number, parts)
        for number, parts in enumerate(considered.options)
        if sum(o.covered_fen for o in parts) > now
    ]
    if not more:
        return None
    most = max(sum(o.covered_fen for o in parts) for _, parts in more)
    enough = [
        parts
        for _, parts in more
        if sum(o.covered_fen for o in parts) == most and _lasts_as_long(parts, mine)
    ] or [parts for _, parts in more]
    if considered.need.need == "medical":
        enough = [
            parts
            for _, parts in sorted(more, key=lambda p: _medical(considered, p[0]), reverse=True)
        ][:1]
    parts = min(enough, key=lambda p: (_price(p), p[0].product.product_id))
    first = parts[0]
    return LeftOut(
        member_id=considered.member.id,
        need=considered.need.need,
        product_id=first.product.product_id,
        product_name=first.product.name,
        line=first.product.line,
        from_fen=considered.need.existing_fen + now,
        to_fen=considered.need.existing_fen + sum(o.covered_fen for o in parts),
        extra_premium_fen=max(0, _price(parts) - paid),
        reasons=(reason("left_out_budget"),),
    )


def _medical(considered: Considered, number: int) -> tuple[int, ...]:
    """The medical levels of an option."""
    levels = dict(zip(LEVELS, considered.levels[number], strict=True))
    return tuple(levels[name] for name in ("reach", "medical", "elder_reach", "elders"))


def _lasts_as_long(parts: tuple[Offer, ...], mine: list[PlanItem]) -> bool:
    """Adding sum must not swap a long cover for a yearly one."""
    return all(i.term == "1y" for i in mine) or all(o.choice.term != "1y" for o in parts)


def _price(parts: tuple[Offer, ...]) -> int:
    return sum(o.full_fen for o in parts)


def _rank(problem: Problem, considered: Considered, better: LeftOut) -> int:
    """Less is more urgent: by the weight of the need for the person's role."""
    if better.need in ("medical", "accident") and better.from_fen == 0:
        return -1_000
    role = problem.finances.role(considered.member.id)
    return -problem.knowledge.planning.weights.get(role, {}).get(better.need, 0)
