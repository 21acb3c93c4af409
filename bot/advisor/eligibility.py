"""Gates before any health question: may this person be insured by this product at all?

A gate answers with nothing (passed), with reasons (`ineligible`), with a question (the fact that
decides is unknown) or with a time to wait. What is unknown is never taken as "no": social
insurance and occupation class are assumed (and said so), age and city are asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.advisor.advice import PendingQuestion, Reason, reason
from bot.advisor.household import Member
from bot.advisor.product import Product

DAYS_PER_YEAR = 365
MAX_DAYS_PER_MONTH = 31
STANDARD_OCCUPATION_CLASS = 1


@dataclass(frozen=True)
class Gate:
    """The outcome of the gates: `ineligible` and `waiting` reasons, and open questions."""

    ineligible: tuple[Reason, ...] = ()
    waiting: tuple[Reason, ...] = ()
    questions: tuple[PendingQuestion, ...] = ()
    wait_months: int | None = None


PASSED = Gate()


def check(member: Member, product: Product, city: str | None) -> Gate:
    """Run every gate of a product for a member; `city` is where the social insurance is."""
    gates = [
        _sale(product),
        _relation(member, product),
        _age(member, product),
        _sex(member, product),
        _occupation(member, product),
        _social_insurance(member, product, city),
        _required_conditions(member, product),
        _pregnancy(member, product),
    ]
    gates = [g for g in gates if g is not PASSED]
    if len(gates) < 2:
        return gates[0] if gates else PASSED
    return Gate(
        tuple(r for g in gates for r in g.ineligible),
        tuple(r for g in gates for r in g.waiting),
        tuple(q for g in gates for q in g.questions),
        max((g.wait_months for g in gates if g.wait_months is not None), default=None),
    )


def has_social_insurance(member: Member) -> bool:
    """Unknown counts as the standard case: covered by the basic scheme."""
    return member.social_insurance != "none"


def occupation_class(member: Member) -> int:
    """The class a rate is looked up with; unknown is the office class, said as an assumption."""
    return member.occupation_class or STANDARD_OCCUPATION_CLASS


def _no(code: str, **params: str | int | None) -> Gate:
    return Gate(ineligible=(reason(code, **params),))


def _ask(member: Member, product: Product, field: str) -> Gate:
    question = PendingQuestion("fact", member.id, field, product_ids=(product.product_id,))
    return Gate(questions=(question,))


def _sale(product: Product) -> Gate:
    if not product.on_sale:
        return _no("not_on_sale")
    if not product.advisable:
        return _no("by_adviser_only")
    if not product.sellable_online:
        return _no("not_online")
    return PASSED


def _relation(member: Member, product: Product) -> Gate:
    if member.relation in product.eligibility.relations:
        return PASSED
    return _no("relation_not_accepted", relation=member.relation)


def _age(member: Member, product: Product) -> Gate:
    """Age at entry. A range that straddles a gate is asked, never guessed."""
    rule = product.eligibility
    if member.age is None:
        return _ask(member, product, "age")
    youngest, oldest = _age_in_days(member)
    if youngest > rule.max_entry_age:
        return _no("too_old", age=youngest, limit=rule.max_entry_age)
    low, high = _days(member)
    if high < rule.min_age_days:
        if rule.min_age_days < DAYS_PER_YEAR:
            wait = reason("too_young_days", days=rule.min_age_days)
            return Gate(waiting=(wait,), wait_months=1)
        return _no("too_young", age=oldest, limit=rule.min_age_days // DAYS_PER_YEAR)
    if oldest > rule.max_entry_age:
        return _ask(member, product, "age")
    if low < rule.min_age_days:
        # A baby whose days are unknown may be insured from the day stated: a condition, not a no.
        if rule.min_age_days < DAYS_PER_YEAR:
            return Gate(waiting=(reason("from_days", days=rule.min_age_days),))
        return _ask(member, product, "age")
    return PASSED


def _age_in_days(member: Member) -> tuple[int, int]:
    assert member.age is not None
    return member.age.min, member.age.max


def _days(member: Member) -> tuple[int, int]:
    """The youngest and oldest age in days that the stated age allows."""
    assert member.age is not None
    if member.age.months is not None and member.age.max < 3:
        return member.age.months * 30, (member.age.months + 1) * MAX_DAYS_PER_MONTH - 1
    return member.age.min * DAYS_PER_YEAR, (member.age.max + 1) * DAYS_PER_YEAR - 1


def _sex(member: Member, product: Product) -> Gate:
    if member.sex is None:
        return PASSED if len(product.eligibility.sexes) > 1 else _ask(member, product, "sex")
    if member.sex in product.eligibility.sexes:
        return PASSED
    return _no("sex_not_accepted", sex=member.sex)


def _occupation(member: Member, product: Product) -> Gate:
    job = occupation_class(member)
    if job in product.eligibility.occupation_classes:
        return PASSED
    return _no("occupation_not_accepted", occupation_class=job)


def _social_insurance(member: Member, product: Product, city: str | None) -> Gate:
    rule = product.eligibility
    if rule.social_insurance == "any":
        return PASSED
    if not has_social_insurance(member):
        return _no("needs_social_insurance")
    if rule.social_insurance == "required" or not rule.cities:
        return PASSED
    if city is None:
        return _ask(member, product, "city")
    if _city(city) not in {_city(c) for c in rule.cities}:
        return _no("other_city", city="、".join(rule.cities))
    return PASSED


def _city(name: str) -> str:
    return name.strip().removesuffix("市")


def _required_conditions(member: Member, product: Product) -> Gate:
    required = set(product.eligibility.required_conditions)
    if not required or required & {c.code for c in member.conditions}:
        return PASSED
    return _no("only_for_conditions")


def _pregnancy(member: Member, product: Product) -> Gate:
    limit = product.eligibility.max_pregnancy_weeks
    weeks = member.pregnant_weeks
    if limit is None or not (member.pregnant or weeks):
        return PASSED
    if weeks is None:
        return _ask(member, product, "pregnant_weeks")
    if weeks <= limit:
        return PASSED
    wait = reason("pregnancy_weeks", weeks=weeks, limit=limit)
    return Gate(waiting=(wait,), wait_months=max(1, (40 - weeks + 3) // 4) + 2)
