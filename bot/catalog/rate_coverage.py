"""The proof that a rate table leaves no gap and no doubt: one row for every customer.

Each admissible person, plan, term and pay period finds exactly one row, or the combination is
not sold at that age, alike for everybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product as combinations
from pathlib import Path
from typing import Any, NamedTuple

from bot.advisor.product import Product, RateRow
from bot.catalog.errors import SourceError


class Cell(NamedTuple):
    """One kind of customer and choice that a rate table must answer exactly once."""

    plan: str
    sex: str
    social_insurance: bool
    occupation_class: int
    term: str
    pay_years: int | None


def check_rates(product: Product, file: Path) -> None:
    """Check that every admissible customer finds exactly one row; raises SourceError if not.

    The ages that must be answered run from the youngest entry age to the last renewal age.
    A combination of term and pay years may be sold for fewer ages, but then without holes
    and alike for both sexes, with and without social insurance, and every class.
    """
    if not product.rates:
        if product.advisable:
            raise SourceError(
                "no rates",
                file=file,
                line=1,
                remedy="add rows, or set advisable: false when only a person can price it",
            )
        return
    _check_names(product, file)
    for plan in product.plans:
        covered: set[int] = set()
        for term, pay in _choices(product):
            ages = [_ages(product, cell, file) for cell in _cells(product, plan.plan_id, term, pay)]
            for other in ages[1:]:
                if other != ages[0]:
                    odd = sorted(other ^ ages[0])
                    raise _gap(product, file, plan.plan_id, odd, f"{term}/{pay} for some customers")
            offered = ages[0]
            if offered and len(offered) != max(offered) - min(offered) + 1:
                holes = sorted(set(range(min(offered), max(offered))) - offered)
                raise _gap(product, file, plan.plan_id, holes, f"{term}/{pay}")
            covered |= offered
        wanted = set(age_span(product))
        if wanted - covered:
            raise _gap(product, file, plan.plan_id, sorted(wanted - covered), "any term")
        if covered - wanted:
            raise SourceError(
                f"plan {plan.plan_id}: rates for ages {_span(sorted(covered - wanted))}, "
                f"but the product takes {wanted and _span(sorted(wanted))}",
                file=file,
                remedy="remove the rows or widen eligibility",
            )


def age_span(product: Product) -> range:
    """Every age that needs a rate: from first entry to last renewal."""
    last = max(product.eligibility.max_entry_age, product.eligibility.max_renewal_age or 0)
    return range(product.eligibility.min_age_days // 365, last + 1)


def _choices(product: Product) -> Iterator[tuple[str, int | None]]:
    return combinations(product.terms, product.pay_years or (None,))


def _cells(product: Product, plan: str, term: str, pay: int | None) -> list[Cell]:
    rule = product.eligibility
    insured = (True, False) if rule.social_insurance == "any" else (True,)
    return [
        Cell(plan, sex, si, occupation, term, pay)
        for sex, si, occupation in combinations(rule.sexes, insured, rule.occupation_classes)
    ]


def _ages(product: Product, cell: Cell, file: Path) -> set[int]:
    owners: dict[int, int] = {}
    for row in product.rates:
        if not matches(row, cell):
            continue
        for age in range(row.age_min, row.age_max + 1):
            if age in owners:
                raise SourceError(
                    f"age {age} of plan {cell.plan} is also in line {owners[age] + 1}",
                    file=file,
                    line=row.row + 1,
                    remedy="let the age bands meet without overlapping",
                )
            owners[age] = row.row
    return set(owners)


def matches(row: RateRow, cell: Cell) -> bool:
    """Whether a row speaks about this customer and choice, age aside."""
    return (
        row.plan in (None, cell.plan)
        and row.sex in (None, cell.sex)
        and row.social_insurance in (None, cell.social_insurance)
        and row.occupation_class in (None, cell.occupation_class)
        and row.term in (None, cell.term)
        and row.pay_years in (None, cell.pay_years)
    )


def _check_names(product: Product, file: Path) -> None:
    plans = {p.plan_id: p for p in product.plans}
    used: dict[str, set[Any]] = defaultdict(set)
    for row in product.rates:
        _known(row, row.plan, set(plans), "plan", file)
        _known(row, row.term, set(product.terms), "term", file)
        _known(row, row.pay_years, set(product.pay_years), "pay_years", file)
        classes = set(product.eligibility.occupation_classes)
        _known(row, row.occupation_class, classes, "occupation_class", file)
        used["term"].add(row.term)
        used["pay_years"].add(row.pay_years)
        for plan in plans.values():
            if plan.sum_fen is None and row.plan in (None, plan.plan_id) and not row.per_sum_fen:
                raise SourceError(
                    f"plan {plan.plan_id} has a range of sums, but this premium is per policy",
                    file=file,
                    line=row.row + 1,
                    remedy="fill per_sum, for example 10万",
                )
    for column, wanted in (("term", product.terms), ("pay_years", product.pay_years)):
        unused = {str(w) for w in wanted} - {str(u) for u in used[column]}
        if unused and None not in used[column]:
            raise SourceError(
                f"{column} {sorted(unused)} is offered but has no rate",
                file=file,
                remedy=f"add rows or remove it from {column} in product.yml",
            )


def _known(row: RateRow, value: Any, allowed: set[Any], column: str, file: Path) -> None:
    if value is not None and value not in allowed:
        raise SourceError(
            f"{column} {value!r} is not in product.yml",
            file=file,
            line=row.row + 1,
            remedy=f"use one of {sorted(allowed)}",
        )


def _gap(product: Product, file: Path, plan: str, ages: list[int], what: str) -> SourceError:
    return SourceError(
        f"no rate for plan {plan}, ages {_span(ages)} ({what})",
        file=file,
        remedy="add the missing rows; ages run from first entry to last renewal",
    )


def _span(ages: list[int]) -> str:
    return f"{ages[0]}-{ages[-1]}" if len(ages) > 1 else str(ages[0])
