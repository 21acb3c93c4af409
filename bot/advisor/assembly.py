"""From the chosen offers to the parts of an Advice: items, gaps, reasons, discounts, questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.advisor.advice import (
    INSURABLE_OUTCOMES,
    Assumption,
    Decision,
    FamilyDiscount,
    Gap,
    LeftOut,
    MemberAdvice,
    NotCovered,
    PendingQuestion,
    PlanItem,
    Reason,
    reason,
)
from bot.advisor.candidates import Applicant, Offer, payer_age, pays_late
from bot.advisor.household import Member
from bot.advisor.left_out import left_out
from bot.advisor.needs import existing_death_fen, has_full_medical, has_policy, minor_death_cap_fen
from bot.advisor.premium import before_discount, family_discount_bp, price
from bot.advisor.problem import (
    FULL_LINES,
    AdviceOptions,
    Considered,
    Problem,
    main_obstacle,
    open_decisions,
    unmet_reason,
)
from bot.advisor.underwriting import merge_questions, worse

FULLER_LINES = ("medical_million", "medical_mid")
REFUSALS = frozenset(
    {
        "condition_decline", "condition_refer", "condition_postpone", "condition_own_words",
        "value_needed", "too_old", "pregnancy_weeks", "relation_not_accepted",
        "occupation_not_accepted",
    }
)  # fmt: skip
EXPLAINED_WITHOUT_NEED = frozenset({"ci_elder"})


@dataclass(frozen=True)
class Chosen:
    """What the plan holds for one person and need."""

    considered: Considered
    parts: tuple[Offer, ...]


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
    items = [i for c in chosen for i in _items(problem, c, counts)]
    members = tuple(
        _member(problem, options, member, [i for i in items if i.member_id == member.id])
        for member in problem.household.insured
    )
    return Assembled(
        members=members,
        left_out=left_out(problem, items, options),
        stop_advice=_stop_advice(problem, options),
        flags=_late_payment(problem, chosen),
        assumptions=_assumptions(problem),
        discounts=_discounts(problem, items),
    )


# --- items -------------------------------------------------------------------------------------


def _items(problem: Problem, chosen: Chosen, counts: Counter[str]) -> list[PlanItem]:
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
        if line not in FULLER_LINES and position == len(chosen.parts) - 1:
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
        questions=_questions(problem, member, considered, items),
        why=_idea(problem, member, items),
    )


def _questions(
    problem: Problem, member: Member, considered: Sequence[Considered], items: list[PlanItem]
) -> tuple[PendingQuestion, ...]:
    if member.age is None:
        return (PendingQuestion("fact", member.id, "age"),)
    held = frozenset(i.product_id for i in items)
    return merge_questions(
        d
        for c in considered
        for d in open_decisions(c, held)
        if not (_is_local(problem, d) and _has_full_medical_item(items))
    )


def _is_local(problem: Problem, decision: Decision) -> bool:
    return problem.products[decision.product_id].line == "huiminbao"


def _has_full_medical_item(items: list[PlanItem]) -> bool:
    """惠民保 adds nothing to ask about where the plan holds fuller medical cover."""
    return any(i.line in FULL_LINES for i in items)


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


# --- the household -----------------------------------------------------------------------------


def _stop_advice(problem: Problem, options: AdviceOptions) -> tuple[Reason, ...]:
    """Art. 28: the same indemnity twice, and a budget that cannot be kept up."""
    found = [
        reason("stop_duplicate_medical", member=m.id)
        for m in problem.household.insured
        if has_full_medical(m)
    ]
    budget = options.budget_fen
    if budget is None and problem.household.annual_budget_fen is not None:
        budget = problem.household.annual_budget_fen.max
    income = problem.finances.income
    limit_bp = problem.knowledge.planning.suitability_share_bp
    if budget and income.origin == "user" and budget * 10_000 > income.fen * limit_bp:
        found.append(reason("stop_budget_too_high", budget_fen=budget, share_bp=limit_bp))
    return tuple(found)


def _late_payment(problem: Problem, chosen: Sequence[Chosen]) -> tuple[Reason, ...]:
    found = []
    for each in chosen:
        member = each.considered.member
        role = problem.finances.role(member.id)
        payer = payer_age(problem.household, member, role)
        who = Applicant(member, each.considered.need, role, payer, True, problem.knowledge)
        for offer in each.parts:
            if pays_late(who, offer.choice.pay_years):
                end = (payer or 0) + (offer.choice.pay_years or 0)
                product = offer.product.product_id
                found.append(reason("pays_late", member=member.id, product=product, age=end))
    return tuple(found)


def _assumptions(problem: Problem) -> tuple[Assumption, ...]:
    found = list(problem.finances.assumptions)
    for member in problem.household.insured:
        found += _member_assumptions(problem, member)
    return tuple(dict.fromkeys(found))


def _member_assumptions(problem: Problem, member: Member) -> list[Assumption]:
    found = []
    if member.age is not None and not member.age.exact:
        params = (("age", member.age.max),)
        found.append(Assumption("age_range", "inferred", member.id, "age", params))
    if member.sex is None:
        found.append(Assumption("sex_unknown", "standard", member.id, "sex"))
    if member.social_insurance is None:
        found.append(Assumption("has_social_insurance", "standard", member.id, "social_insurance"))
    working = problem.finances.role(member.id) in ("earner", "adult")
    if member.occupation_class is None and working:
        found.append(Assumption("office_job", "standard", member.id, "occupation_class"))
    if any(p.sum_insured_fen is None for p in member.policies):
        found.append(Assumption("policy_sum_unknown", "standard", member.id, "policies"))
    cap = minor_death_cap_fen(member, problem.knowledge.needs)
    if cap is not None and existing_death_fen(member) is None and has_policy(member, "accident"):
        found.append(Assumption("minor_cap_used", "standard", member.id, "policies"))
    return found


def _discounts(problem: Problem, items: Sequence[PlanItem]) -> tuple[FamilyDiscount, ...]:
    found = []
    for product_id, count in sorted(Counter(i.product_id for i in items).items()):
        product = problem.products[product_id]
        rate = family_discount_bp(product, count)
        mine = [i for i in items if i.product_id == product_id]
        if rate == 10_000 and not (product.family_shared_deductible and count > 1):
            continue
        full = sum(problem.discounted(product_id, 1, before_discount(i.quote)) for i in mine)
        found.append(
            FamilyDiscount(
                product_id=product_id,
                product_name=product.name,
                members=tuple(i.member_id for i in mine),
                discount_bp=rate,
                saved_fen=full - sum(i.premium_fen for i in mine),
                shared_deductible=product.family_shared_deductible and count > 1,
            )
        )
    return tuple(found)
