"""The five-dimension score of a product, computed from the catalogue's own data.

Each dimension is 0-100. The rule is written for readers in docs/products.md; the points
stand in shared/scoring.yml. Missing data never earns points. Prices and limits are compared
within a line only, so a score belongs to one version of the catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product as combinations
from statistics import mean, median
from typing import Any

from bot.advisor.product import Product, RateRow, Scores
from bot.catalog.money import fen
from bot.catalog.rate_coverage import age_span
from bot.catalog.shared import Shared

Person = tuple[int, str, int]  # age, sex, occupation class
Prices = dict[Person, int]


def score_all(products: Sequence[Product], shared: Shared) -> dict[str, Scores]:
    """Score every product among its line."""
    points = shared.scoring.values
    prices = {p.product_id: _prices(p, shared) for p in products}
    result = {}
    for product in products:
        peers = [p for p in products if p.line == product.line]
        result[product.product_id] = Scores(
            insurer=_insurer(shared.insurer(product.insurer), product, points["insurer"]),
            price_index=_price_index(product, peers, prices, points["price_index"]),
            coverage=_coverage(product, peers, points["coverage"]),
            services=_bounded(points["services"]["per_service"] * len(product.services)),
            renewal=_renewal(product, points["renewal"]),
        )
    return result


def _bounded(value: float) -> int:
    return max(0, min(100, round(value)))


def _insurer(facts: dict[str, Any], product: Product, points: dict[str, Any]) -> int:
    score = float(points["base"])
    as_of = date.fromisoformat(product.rates_as_of)
    if facts.get("established"):
        years = min(points["years_cap"], as_of.year - facts["established"])
        score += years * points["per_year_established"]
    score += points["national"] if facts.get("national") else 0
    if facts.get("solvency_pct"):
        above = max(0, facts["solvency_pct"] - points["solvency_from_pct"])
        score += min(points["solvency_cap"], above / 10 * points["solvency_points_per_10"])
    return _bounded(score)


# --- price -------------------------------------------------------------------------------------


def _prices(product: Product, shared: Shared) -> Prices:
    """The cheapest first-plan premium of each reference person, with social insurance."""
    ages = shared.scoring.values["price_index"]["reference_ages"]
    rule, factors = product.eligibility, dict(product.occupation_factors_bp)
    compare_at = shared.line(product.line).get("compare_at")
    wanted = fen(compare_at) if compare_at else None
    people = combinations(
        [a for a in ages if a in age_span(product)], rule.sexes, rule.occupation_classes
    )
    prices: Prices = {}
    for person in people:
        found = [_price(product, row, wanted) for row in _rows_for(product, person)]
        if found:
            prices[person] = min(found) * factors.get(person[2], 10_000)
    return prices


def _rows_for(product: Product, person: Person) -> list[RateRow]:
    age, sex, occupation = person
    return [
        row
        for row in product.rates
        if row.age_min <= age <= row.age_max
        and row.sex in (None, sex)
        and row.social_insurance in (None, True)
        and row.plan in (None, product.plans[0].plan_id)
        and row.occupation_class in (None, occupation)
    ]


def _price(product: Product, row: RateRow, wanted: int | None) -> int:
    """The premium for the line's comparison sum, so that plans of any size compare."""
    if wanted is None:
        return row.premium_fen
    per = row.per_sum_fen or product.plans[0].sum_fen or wanted
    return round(row.premium_fen * wanted / per)


def _price_index(
    product: Product,
    peers: Sequence[Product],
    prices: dict[str, Prices],
    points: dict[str, Any],
) -> int:
    own = prices[product.product_id]
    marks = []
    for key, price in own.items():
        others = [prices[p.product_id][key] for p in peers if key in prices[p.product_id]]
        marks.append(100 - points["at_peer_median"] * price / median(others))
    return _bounded(mean(marks)) if marks else points["at_peer_median"]


# --- coverage and renewal ----------------------------------------------------------------------


def _coverage(product: Product, peers: Sequence[Product], points: dict[str, Any]) -> int:
    best = max(_limit(p) for p in peers)
    ratios = [b.ratio_bp for b in product.benefits if b.ratio_bp is not None]
    amounts = [d.amount_fen for d in product.deductibles]
    zero_at = fen(points["deductible_zero_at"])
    score = points["limit"] * (_limit(product) / best if best else 0)
    score += points["ratio"] * (mean(ratios) / 10_000 if ratios else 1)
    score += points["deductible"] * max(0.0, 1 - (mean(amounts) if amounts else 0) / zero_at)
    score += points["benefits"] * min(1.0, len(product.benefits) / points["benefits_full"])
    return _bounded(score)


def _limit(product: Product) -> int:
    sums = [p.sum_max_fen or p.sum_fen or 0 for p in product.plans]
    return max([*sums, *(b.limit_fen or 0 for b in product.benefits)])


def _renewal(product: Product, points: dict[str, Any]) -> int:
    renewal = product.renewal
    if renewal.kind == "lifetime":
        return _bounded(points["lifetime"])
    if renewal.kind == "guaranteed":
        years = renewal.guaranteed_years or 0
        return _bounded(points["guaranteed_base"] + years * points["guaranteed_per_year"])
    if renewal.kind == "non_guaranteed":
        last = renewal.max_age or 0
        extra = points["non_guaranteed_to_80"] * (last >= 80)
        return _bounded(
            points["non_guaranteed"] + extra + points["non_guaranteed_to_100"] * (last >= 100)
        )
    return max(_term(term, points) for term in product.terms)


def _term(term: str, points: dict[str, Any]) -> int:
    if term == "life":
        return _bounded(points["term_life_long"])
    if term.startswith("to"):
        return _bounded(points["term_to_age"])
    years = int(term[:-1]) if term.endswith("y") else 0
    if years <= 1:
        return _bounded(points["none_one_year"])
    return _bounded(min(points["term_years_cap"], years * points["term_per_year"]))
