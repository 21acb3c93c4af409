"""The yearly limit of a plan, and where it comes from."""

from __future__ import annotations

from bot.advisor.advice import BudgetUsed, reason
from bot.advisor.problem import AdviceOptions, Problem


def find_budget(problem: Problem, options: AdviceOptions) -> BudgetUsed:
    """The yearly limit: what was asked for, said, or a usual share of income."""
    income = problem.finances.income
    if options.tier == "full" and options.budget_fen is None:
        return full_budget(problem)
    household, figures = problem.household, problem.knowledge.planning
    share = household.budget_share_of_income
    if options.budget_fen is not None:
        fen, origin, basis = options.budget_fen, "user", reason("budget_asked")
    elif household.annual_budget_fen is not None:
        fen, origin = household.annual_budget_fen.max, "user"
        basis = reason("budget_said")
    elif share is not None:
        fen, origin = round(income.fen * share), "user"
        basis = reason("budget_share_said", share_bp=round(share * 10_000))
    else:
        low = income.fen <= figures.low_income_fen
        usual = figures.low_income_share_bp if low else figures.budget_share_bp
        fen, origin = income.fen * usual // 10_000, "standard"
        basis = reason("budget_share_usual", share_bp=usual)
    return BudgetUsed(fen, origin, basis, income.fen, income.origin, 0)


def full_budget(problem: Problem) -> BudgetUsed:
    """No budget: the plan shows its price, within the suitability share of income."""
    income = problem.finances.income
    share = problem.knowledge.planning.suitability_share_bp
    basis = reason("budget_full", share_bp=share)
    return BudgetUsed(None, "standard", basis, income.fen, income.origin, 0)


def plan_limit(problem: Problem, budget: BudgetUsed) -> int:
    """The cost that the plan may not exceed; without a budget the suitability share of income."""
    if budget.fen is not None:
        return budget.fen
    return budget.income_fen * problem.knowledge.planning.suitability_share_bp // 10_000


def unlimited(problem: Problem) -> int:
    """A limit that no plan reaches."""
    return sum(
        max((sum(o.full_fen for o in parts) for parts in c.options), default=0)
        for c in problem.slots
    )
