"""Advice for a household: needs, decisions and the best plan under the budget.

    advise(household, catalog, knowledge, as_of, AdviceOptions(tier="balanced")) -> Advice

The plan is the proved optimum of the objective of bot.advisor.objective: every rule holds, the
total stays within the budget, and the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.advisor.advice import (
    TIERS,
    Advice,
    BudgetUsed,
    PendingQuestion,
    Reason,
    Trace,
    reason,
)
from bot.advisor.assembly import assemble
from bot.advisor.budget import find_budget, full_budget, plan_limit, unlimited
from bot.advisor.household import Household
from bot.advisor.items import Chosen
from bot.advisor.knowledge import Knowledge
from bot.advisor.objective import LEVELS, unpack
from bot.advisor.problem import AdviceOptions, Problem, build_problem
from bot.advisor.product import Catalog
from bot.advisor.questions import order_questions
from bot.advisor.solver import Result, Solution

__all__ = [
    "AdviceOptions",
    "FrontierPoint",
    "advise",
    "frontier",
    "pending_questions",
    "tiers",
]


def advise(
    household: Household,
    catalog: Catalog,
    knowledge: Knowledge,
    as_of: date,
    options: AdviceOptions | None = None,
) -> Advice:
    """Advise a household. `as_of` is the date at which ages and rates count."""
    options = options or AdviceOptions()
    problem = build_problem(household, catalog, knowledge, options)
    budget = find_budget(problem, options)
    limit = plan_limit(problem, budget)
    result = problem.solve(limit)
    solution = result.solution
    if solution is None:  # only what was forced can exceed the budget
        result = problem.solve(unlimited(problem))
        solution = result.solution
    assert solution is not None
    return _advice(problem, options, as_of, budget, result, solution)


def tiers(
    household: Household,
    catalog: Catalog,
    knowledge: Knowledge,
    as_of: date,
    options: AdviceOptions | None = None,
) -> tuple[Advice, ...]:
    """The three plans 基础, 均衡, 充足 of one household."""
    options = options or AdviceOptions()
    return tuple(
        advise(household, catalog, knowledge, as_of, replace(options, tier=tier)) for tier in TIERS
    )


@dataclass(frozen=True)
class FrontierPoint:
    """The best plan that a yearly budget buys, and the value of each level of the objective."""

    budget_fen: int
    premium_fen: int
    objective: tuple[tuple[str, int], ...]
    items: tuple[tuple[str, str, int], ...]  # member id, product id, sum


def frontier(
    household: Household,
    catalog: Catalog,
    knowledge: Knowledge,
    as_of: date,
    options: AdviceOptions | None = None,
    points: int = 12,
) -> tuple[FrontierPoint, ...]:
    """What each budget buys, from nothing to the full plan, evenly spaced."""
    options = options or AdviceOptions()
    problem = build_problem(household, catalog, knowledge, replace(options, tier="full"))
    limit = unlimited(problem) if options.forced else plan_limit(problem, full_budget(problem))
    last = problem.solve(limit).solution
    if last is None:
        return ()
    found = []
    for step in range(1, points + 1):
        budget = last.cost * step // points
        solution = problem.solve(budget).solution
        if solution is not None:
            found.append(_frontier_point(problem, budget, solution))
    return tuple(found)


def pending_questions(
    household: Household, catalog: Catalog, knowledge: Knowledge, as_of: date
) -> tuple[PendingQuestion, ...]:
    """The questions that could change what can be bought, the most decisive first."""
    return advise(household, catalog, knowledge, as_of).questions


# --- the advice --------------------------------------------------------------------------------


def _advice(
    problem: Problem,
    options: AdviceOptions,
    as_of: date,
    budget: BudgetUsed,
    result: Result,
    solution: Solution,
) -> Advice:
    chosen = chosen_parts(problem, solution)
    built = assemble(problem, options, chosen)
    total = sum(m.subtotal_fen for m in built.members)
    share = total * 10_000 // budget.income_fen if budget.income_fen else 0
    budget = replace(budget, share_of_income_bp=share)
    return Advice(
        tier=options.tier,
        as_of=as_of.isoformat(),
        catalog_version=problem.catalog.version,
        members=built.members,
        total_fen=total,
        budget=budget,
        left_out=built.left_out,
        stop_advice=built.stop_advice,
        flags=(*_flags(problem, budget, total, chosen), *built.flags),
        assumptions=built.assumptions,
        questions=order_questions(q for m in built.members for q in m.questions),
        discounts=built.discounts,
        trace=Trace(
            knowledge_version=problem.knowledge.version,
            objective=tuple(zip(LEVELS, unpack(solution.value, problem.bases), strict=True)),
            options=sum(len(c.options) for c in problem.slots),
            states=result.states,
            proved_optimal=result.proved,
        ),
    )


def chosen_parts(problem: Problem, solution: Solution) -> tuple[Chosen, ...]:
    """The offers of a solution, slot by slot."""
    return tuple(
        Chosen(considered, considered.options[number])
        for considered, number in zip(problem.slots, solution.choices, strict=True)
        if number is not None
    )


def _flags(
    problem: Problem, budget: BudgetUsed, total: int, chosen: Sequence[Chosen]
) -> tuple[Reason, ...]:
    flags = []
    limit_bp = problem.knowledge.planning.suitability_share_bp
    limit = budget.income_fen * limit_bp // 10_000
    if budget.fen is not None and total > budget.fen:
        flags.append(reason("forced_over_budget", total_fen=total, budget_fen=budget.fen))
    if total > limit and budget.income_origin == "user":
        flags.append(reason("share_over_limit", share_bp=budget.share_of_income_bp))
    reached = {(c.considered.member.id, c.considered.need.need) for c in chosen}
    for considered in problem.slots:
        key = (considered.member.id, considered.need.need)
        if considered.need.need in ("medical", "accident") and key not in reached:
            flags.append(reason("budget_below_basics", member=key[0], need=key[1]))
    return tuple(flags)


def _frontier_point(problem: Problem, budget: int, solution: Solution) -> FrontierPoint:
    chosen = chosen_parts(problem, solution)
    return FrontierPoint(
        budget_fen=budget,
        premium_fen=solution.cost,
        objective=tuple(zip(LEVELS, unpack(solution.value, problem.bases), strict=True)),
        items=tuple(
            (c.considered.member.id, o.product.product_id, o.choice.sum_fen)
            for c in chosen
            for o in c.parts
        ),
    )
