"""From the chosen offers to the parts of an Advice: items, gaps, reasons, questions, remarks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.advisor.advice import (
    Assumption,
    FamilyDiscount,
    Gap,
    LeftOut,
    MemberAdvice,
    NotCovered,
    PlanItem,
    Reason,
    reason,
)
from bot.advisor.household import Member
from bot.advisor.items import Chosen, plan_items
from bot.advisor.left_out import left_out
from bot.advisor.problem import AdviceOptions, Considered, Problem, main_obstacle, unmet_reason
from bot.advisor.questions import member_questions
from bot.advisor.remarks import all_assumptions, family_discounts, late_payment, stop_advice

EXPLAINED_WITHOUT_NEED = frozenset({"ci_elder"})


@dataclass(frozen=True)
class Assembled:
    """The parts of an Advice that follow from the chosen offers."""

    members: tuple[MemberAdvice, ...]
    left_out: tuple[LeftOut, ...]
    stop_advice: tuple[Reason, ...]
    flags: tuple[Reason, ...]
    assumptions: tuple[Assumption, ...]
    discounts: tuple[FamilyDiscount, ...]


def assemble(problem: Problem, options: AdviceOptions, chosen: Sequence[Chosen]) -> Assembled:
    """Write down a solution."""
    counts = Counter(o.product.product_id for c in chosen for o in c.parts)
    items = [i for c in chosen for i in plan_items(problem, c, counts)]
    members = tuple(
        _member(problem, options, member, [i for i in items if i.member_id == member.id])
        for member in problem.household.insured
    )
    return Assembled(
        members=members,
        left_out=left_out(problem, items, options),
        stop_advice=stop_advice(problem, options),
        flags=late_payment(problem, chosen),
        assumptions=all_assumptions(problem),
        discounts=family_discounts(problem, items),
    )


# --- members -----------------------------------------------------------------------------------


def _member(
    problem: Problem, options: AdviceOptions, member: Member, items: list[PlanItem]
) -> MemberAdvice:
    considered = [c for c in problem.considered if c.member.id == member.id]
    decisions = tuple(d for c in considered for d in c.decisions)
    gaps, missing = [], []
    for each in considered:
        mine = [i for i in items if i.need == each.need.need]
        gap = _gap(each, mine, options)
        if gap is not None:
            gaps.append(gap)
        if not mine:
            missing += _not_covered(problem, each, options)
    return MemberAdvice(
        member_id=member.id,
        relation=member.relation,
        needs=dict(problem.needs)[member.id],
        decisions=decisions,
        items=tuple(items),
        subtotal_fen=sum(i.premium_fen for i in items),
        gaps=tuple(gaps),
        not_covered=tuple(missing),
        questions=member_questions(problem, member, considered, items),
        why=_idea(problem, member, items),
    )


def _idea(problem: Problem, member: Member, items: list[PlanItem]) -> tuple[Reason, ...]:
    if member.age is None:
        return (reason("age_unknown"),)
    if not items:
        return (reason("idea_nothing"),)
    return (reason(f"idea_{problem.finances.role(member.id)}"),)


def _gap(considered: Considered, items: list[PlanItem], options: AdviceOptions) -> Gap | None:
    need = considered.need
    covered = sum(i.covered_fen for i in items)
    if need.need == "medical" or not items or need.gap_fen <= covered:
        return None
    best = max((sum(o.covered_fen for o in parts) for parts in considered.options), default=0)
    code = "gap_budget" if best > covered else "gap_product_limit"
    if options.tier == "basic" and need.need == "term_life":
        code = "gap_basic"
    return Gap(
        need.need,
        need.recommended_fen,
        need.existing_fen,
        covered,
        need.gap_fen - covered,
        (reason(code),),
    )


def _not_covered(
    problem: Problem, considered: Considered, options: AdviceOptions
) -> list[NotCovered]:
    need = considered.need
    if not need.applies:
        codes = [r for r in need.reasons if r.code in EXPLAINED_WITHOUT_NEED]
        return [NotCovered(need.need, tuple(codes))] if codes else []
    if not need.gap_fen:
        return []
    if options.tier == "basic" and not considered.options and not considered.decisions:
        return []
    if considered.options:
        cheapest = min(sum(o.full_fen for o in parts) for parts in considered.options)
        return [NotCovered(need.need, (reason("left_for_budget", premium_fen=cheapest),))]
    if options.tier == "basic" and need.need not in ("medical", "accident", "term_life"):
        return [NotCovered(need.need, (reason("not_in_basic"),))]
    return [NotCovered(need.need, _why_nothing(considered))]


def _why_nothing(considered: Considered) -> tuple[Reason, ...]:
    first = unmet_reason(considered)
    if first.code != "nothing_fits":
        return (first,)
    main = main_obstacle(considered)
    return (main, first) if main is not None else (first,)
