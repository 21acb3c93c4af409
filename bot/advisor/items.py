"""The items of a plan: what was chosen for a person and need, priced, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.advisor.advice import INSURABLE_OUTCOMES, Decision, PlanItem, Reason, reason
from bot.advisor.candidates import Offer
from bot.advisor.premium import price
from bot.advisor.problem import Considered, Problem
from bot.advisor.underwriting import worse

FULLER_LINES = ("medical_million", "medical_mid")
PARTIAL_LINES = ("cancer_medical", "huiminbao")
REFUSALS = frozenset(
    {
        "condition_decline", "condition_refer", "condition_postpone", "condition_own_words",
        "value_needed", "too_old", "pregnancy_weeks", "relation_not_accepted",
        "occupation_not_accepted",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What the plan holds for one person and need."""

    considered: Considered
    parts: tuple[Offer, ...]


def plan_items(problem: Problem, chosen: Chosen, counts: Counter[str]) -> list[PlanItem]:
    items = []
    member, need = chosen.considered.member, chosen.considered.need
    for position, offer in enumerate(chosen.parts):
        quoted = price(
            offer.product,
            offer.person,
            offer.choice,
            counts[offer.product.product_id],
            offer.decision.loading_bp,
        )
        items.append(
            PlanItem(
                member_id=member.id,
                need=need.need,
                product_id=offer.product.product_id,
                plan_id=offer.plan.plan_id,
                product_name=offer.product.name,
                insurer=offer.product.insurer,
                line=offer.product.line,
                sum_fen=offer.choice.sum_fen,
                covered_fen=offer.covered_fen,
                term=offer.choice.term,
                pay_years=offer.choice.pay_years,
                premium_fen=quoted.premium_fen,
                quote=quoted,
                decision=offer.decision,
                conditional=offer.conditional,
                reasons=_why(problem, chosen, offer, position),
            )
        )
    return items


def _why(problem: Problem, chosen: Chosen, offer: Offer, position: int) -> tuple[Reason, ...]:
    need, line = chosen.considered.need, offer.product.line
    role = problem.finances.role(chosen.considered.member.id)
    if need.need == "medical":
        code = "why_medical_with" if position else f"why_{line}"
        found = [reason(code)]
        refused = _refused(problem, chosen.considered)
        if line not in FULLER_LINES and not position and refused is not None:
            found.insert(0, refused)
        if line in PARTIAL_LINES and position == len(chosen.parts) - 1:
            found.append(reason("medical_partial", line=chosen.parts[0].product.line))
        return (*found, *(r for r in offer.decision.reasons if r.code == "from_days"))
    more: tuple[Reason, ...] = tuple(r for r in offer.decision.reasons if r.code == "from_days")
    if need.need == "critical_illness" and offer.choice.term == "1y":
        more = (*more, reason("why_one_year_first"))
    amounts = {"sum_fen": offer.choice.sum_fen, "recommended_fen": need.recommended_fen}
    if need.need in ("accident", "critical_illness"):
        return (reason(f"why_{need.need}_{role}", **amounts), *more)
    return (reason(f"why_{need.need}", **amounts), *more)


def _refused(problem: Problem, considered: Considered) -> Reason | None:
    """Why the ordinary medical product was not possible: the reason of its best decision."""
    best: Decision | None = None
    for decision in considered.decisions:
        if problem.products[decision.product_id].line not in FULLER_LINES:
            continue
        if _refusal(decision) is not None:
            best = decision if best is None or worse(best.outcome, decision.outcome) else best
    return _refusal(best) if best is not None else None


def _refusal(decision: Decision) -> Reason | None:
    """The reason that stands in the way of an ordinary product, for the customer's ears."""
    if decision.outcome in INSURABLE_OUTCOMES:
        return None
    return next((r for r in decision.reasons if r.code in REFUSALS), None)
