"""What is said beside the plan: stop advice, late payment, assumptions, family discounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.advisor.advice import Assumption, FamilyDiscount, PlanItem, Reason, reason
from bot.advisor.candidates import Applicant, payer_age, pays_late
from bot.advisor.household import Member
from bot.advisor.items import Chosen
from bot.advisor.needs import existing_death_fen, has_full_medical, has_policy, minor_death_cap_fen
from bot.advisor.premium import before_discount, family_discount_bp
from bot.advisor.problem import AdviceOptions, Problem


def stop_advice(problem: Problem, options: AdviceOptions) -> tuple[Reason, ...]:
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


def late_payment(problem: Problem, chosen: Sequence[Chosen]) -> tuple[Reason, ...]:
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


def all_assumptions(problem: Problem) -> tuple[Assumption, ...]:
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


def family_discounts(problem: Problem, items: Sequence[PlanItem]) -> tuple[FamilyDiscount, ...]:
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
