"""The premium of a product for a person, with the rate row it comes from.

premium = row premium [x sum / per_sum] x occupation factor x (1 + loading) x family discount.
After each step the amount is rounded half up to whole fen, so that every printed step can be
checked by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.advisor.advice import Quote
from bot.advisor.errors import CatalogError, RateNotFoundError
from bot.advisor.memo import Memo, Remembered
from bot.advisor.product import Plan, Product, RateRow

FULL_BP = 10_000


@dataclass(frozen=True)
class Person:
    """What a rate depends on. `age`: completed years at the effective date."""

    age: int
    sex: str | None = None
    social_insurance: bool = True
    occupation_class: int = 1


@dataclass(frozen=True)
class Choice:
    """What the person chooses of a product."""

    plan: Plan
    sum_fen: int
    term: str | None = None
    pay_years: int | None = None


def quote(
    product: Product,
    person: Person,
    plan_id: str,
    sum_fen: int | None = None,
    term: str | None = None,
    pay_years: int | None = None,
    as_of: date | None = None,
    family_count: int = 1,
    loading_bp: int = 0,
) -> Quote:
    """Price one plan of a product.

    `sum_fen` may be left out for a plan with a fixed sum, `term` for a product with one term.
    `as_of` is accepted for the day when rate tables are dated; the table given is the one used.
    Raises CatalogError when the product has no such plan or sum, RateNotFoundError when no rate
    row fits.
    """
    del as_of
    plan = next((p for p in product.plans if p.plan_id == plan_id), None)
    if plan is None:
        known = ", ".join(p.plan_id for p in product.plans)
        raise CatalogError(
            f"no plan {plan_id!r}", path=product.product_id, remedy=f"use one of {known}"
        )
    choice = Choice(plan, _sum(product, plan, sum_fen), _term(product, term), pay_years)
    return price(product, person, choice, family_count, loading_bp)


def price(
    product: Product, person: Person, choice: Choice, family_count: int = 1, loading_bp: int = 0
) -> Quote:
    """Price a checked choice; raises RateNotFoundError when no rate row fits."""
    row = rate_row(product, person, choice)
    return price_row(product, row, person, choice, family_count, loading_bp)


def price_row(
    product: Product,
    row: RateRow,
    person: Person,
    choice: Choice,
    family_count: int = 1,
    loading_bp: int = 0,
) -> Quote:
    """Price a choice whose rate row is known: the row does not depend on the sum."""
    occupation = occupation_factor_bp(product, person.occupation_class)
    base, loaded = steps_fen(row, choice.sum_fen, occupation, loading_bp)
    discount = family_discount_bp(product, family_count)
    return Quote(
        product_id=product.product_id,
        plan_id=choice.plan.plan_id,
        member_age=person.age,
        sum_fen=choice.sum_fen,
        term=choice.term,
        pay_years=choice.pay_years,
        row=row.row,
        row_premium_fen=row.premium_fen,
        per_sum_fen=row.per_sum_fen,
        base_fen=base,
        occupation_bp=occupation,
        loading_bp=loading_bp,
        family_count=family_count,
        family_discount_bp=discount,
        premium_fen=discounted(loaded, discount),
    )


def steps_fen(row: RateRow, sum_fen: int, occupation_bp: int, loading_bp: int) -> tuple[int, int]:
    """The base premium of a row for a sum, and the premium before the family discount."""
    base = row.premium_fen
    if row.per_sum_fen is not None:
        base = _share(row.premium_fen * sum_fen, row.per_sum_fen)
    loaded = base
    if occupation_bp != FULL_BP:
        loaded = _share(base * occupation_bp, FULL_BP)
    if loading_bp:
        loaded = _share(loaded * (FULL_BP + loading_bp), FULL_BP)
    return base, loaded


def discounted(premium_fen: int, discount_bp: int) -> int:
    """A premium after the family discount, rounded half up."""
    return _share(premium_fen * discount_bp, FULL_BP)


def before_discount(quoted: Quote) -> int:
    """The premium of a quote before the family discount."""
    loaded = _share(quoted.base_fen * quoted.occupation_bp, FULL_BP)
    return _share(loaded * (FULL_BP + quoted.loading_bp), FULL_BP)


def family_discount_bp(product: Product, family_count: int) -> int:
    """What members pay when `family_count` of them take this product."""
    rate = FULL_BP
    for count, discount in product.family_discounts_bp:
        if family_count >= count and discount < rate:
            rate = discount
    return rate


def occupation_factor_bp(product: Product, occupation_class: int) -> int:
    for known, factor in reversed(product.occupation_factors_bp):
        if known == occupation_class:
            return factor
    return FULL_BP


def rate_row(product: Product, person: Person, choice: Choice) -> RateRow:
    """The most specific rate row that fits; the first of equals."""
    for row in _rows(product, choice.plan.plan_id, choice.term, choice.pay_years):
        if _fits(row, person):
            return row
    raise RateNotFoundError(
        f"no rate for {person}, plan {choice.plan.plan_id}, term {choice.term}, "
        f"{choice.pay_years} years of payment",
        path=product.product_id,
        remedy="add a row to rates.csv or narrow the eligibility",
    )


RowKey = tuple[str, str | None, int | None]


def _rows(product: Product, plan: str, term: str | None, pay_years: int | None) -> list[RateRow]:
    """The rows for a plan, term and payment, the most specific first."""
    index, key = _rate_index(product), (plan, term, pay_years)
    found = index.get(key)
    if found is not None:
        return found
    fitting = [
        row
        for row in product.rates
        if row.plan in (None, plan)
        and row.term in (None, term)
        and row.pay_years in (None, pay_years)
    ]
    return index.keep(key, sorted(fitting, key=lambda row: (-_specificity(row), row.row)))


def _new_index(product: Product) -> Memo[RowKey, list[RateRow]]:
    """Filled while it is asked."""
    return Memo(256)


_rate_index = Remembered(_new_index, 4096)


def _fits(row: RateRow, person: Person) -> bool:
    return (
        row.age_min <= person.age <= row.age_max
        and row.sex in (None, person.sex)
        and row.social_insurance in (None, person.social_insurance)
        and row.occupation_class in (None, person.occupation_class)
    )


def _specificity(row: RateRow) -> int:
    cells = (row.plan, row.sex, row.social_insurance, row.occupation_class, row.term, row.pay_years)
    return sum(cell is not None for cell in cells)


def _share(numerator: int, denominator: int) -> int:
    """Divide and round half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def fixed_sum_fen(product: Product, plan: Plan) -> int:
    """The sum of a plan without a choice of sum: its own, else the highest benefit limit."""
    if plan.sum_fen is not None:
        return plan.sum_fen
    return max((b.limit_fen or 0 for b in product.benefits), default=0)


def _sum(product: Product, plan: Plan, sum_fen: int | None) -> int:
    if plan.sum_min_fen is None or plan.sum_max_fen is None:
        fixed = fixed_sum_fen(product, plan)
        if sum_fen not in (None, fixed):
            raise CatalogError(
                f"plan {plan.plan_id} has the fixed sum {fixed} fen, not {sum_fen}",
                path=product.product_id,
                remedy="leave the sum out or choose another plan",
            )
        return fixed
    chosen = plan.sum_min_fen if sum_fen is None else sum_fen
    step = plan.sum_step_fen or 1
    in_range = plan.sum_min_fen <= chosen <= plan.sum_max_fen
    if not in_range or (chosen - plan.sum_min_fen) % step:
        raise CatalogError(
            f"sum {chosen} fen is not offered",
            path=product.product_id,
            remedy=f"from {plan.sum_min_fen} to {plan.sum_max_fen} fen in steps of {step}",
        )
    return chosen


def _term(product: Product, term: str | None) -> str | None:
    if term is None and len(product.terms) == 1:
        return product.terms[0]
    if term is not None and term not in product.terms:
        raise CatalogError(
            f"no term {term!r}",
            path=product.product_id,
            remedy="use one of " + ", ".join(product.terms),
        )
    return term
