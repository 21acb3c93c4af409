"""Checks across the fields of one product that no schema can state."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.advisor.product import Product
from bot.catalog.errors import ROOT
from bot.catalog.yaml_lines import Document, read_yaml

CONDITIONS = ROOT.parent / "knowledge" / "conditions.yml"
DAYS_PER_YEAR = 365


def check_product(product: Product, document: Document) -> None:
    """Check references and bounds; raises SourceError with the line of the first mistake."""
    _check_references(product, document)
    _check_bounds(product, document)


def _check_references(product: Product, document: Document) -> None:
    folder = document.file.parent.name
    if product.product_id != folder:
        raise document.error(
            f"product_id {product.product_id!r} is not the folder name",
            "product_id",
            remedy=f"write {folder}",
        )
    deductibles = {d.id for d in product.deductibles}
    for index, benefit in enumerate(product.benefits):
        if benefit.deductible_id not in (None, *deductibles):
            raise document.error(
                f"unknown deductible {benefit.deductible_id!r}",
                "benefits",
                index,
                "deductible",
                remedy=f"use one of {sorted(deductibles)} or add it to deductibles",
            )
    codes = set(conditions())
    asked = [("declaration", i, c) for i, d in enumerate(product.declaration) for c in d.conditions]
    ruled = [("condition_rules", i, r.condition) for i, r in enumerate(product.condition_rules)]
    needed = [("eligibility", 0, c) for c in product.eligibility.required_conditions]
    for key, index, code in (*asked, *ruled, *needed):
        if code not in codes:
            raise document.error(
                f"unknown condition {code!r}",
                key,
                index,
                remedy="use a code of bot/knowledge/conditions.yml",
            )
    _check_rules(product, document)
    for key, ids in (
        ("plans", [p.plan_id for p in product.plans]),
        ("benefits", [b.code for b in product.benefits]),
        ("declaration", [d.id for d in product.declaration]),
    ):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise document.error(f"{twice} stand twice", key, remedy="give each its own id")


@lru_cache(maxsize=1)
def conditions() -> dict[str, dict[str, Any]]:
    """The conditions that a household document may carry, by code."""
    return {c["code"]: c for c in read_yaml(CONDITIONS).values["conditions"]}


def _check_rules(product: Product, document: Document) -> None:
    """Each `when` names a grade or a value that understanding can deliver."""
    for index, rule in enumerate(product.condition_rules):
        known = conditions().get(rule.condition, {})
        names = {*known.get("attributes", ()), *(("grade",) if known.get("grades") else ())}
        for key, _ in rule.when:
            if key.removesuffix("_min").removesuffix("_max") not in names:
                raise document.error(
                    f"{rule.condition} has no {key!r}",
                    "condition_rules",
                    index,
                    "when",
                    key,
                    remedy=f"use one of {sorted(names)}, with _min or _max for a bound",
                )


def _check_bounds(product: Product, document: Document) -> None:
    rule = product.eligibility
    low = rule.min_age_days // DAYS_PER_YEAR
    high = rule.max_renewal_age
    _hold(low <= rule.max_entry_age, document, "entry ages are reversed", "eligibility")
    _hold(
        high is None or high >= rule.max_entry_age,
        document,
        "max_renewal_age is below max_entry_age",
        "eligibility",
        "max_renewal_age",
    )
    _hold(
        (product.renewal.kind == "guaranteed") == (product.renewal.guaranteed_years is not None),
        document,
        "guaranteed_years belongs to renewal kind guaranteed, and only there",
        "renewal",
    )
    _hold(
        rule.social_insurance != "local" or bool(rule.cities),
        document,
        "local social insurance needs the cities",
        "eligibility",
    )
    _hold(
        product.advisable or bool(product.handoff_reason),
        document,
        "a product that is not advisable says why a person goes on",
        "advisable",
    )
    one_year = product.terms == ("1y",)
    _hold(
        one_year or product.renewal.kind in ("none", "guaranteed"),
        document,
        "a product longer than a year is not renewed: use kind none",
        "renewal",
    )
    for index in range(len(product.plans)):
        _check_plan(product, index, document)
    for index, ((_, first), (_, second)) in enumerate(
        zip(product.family_discounts_bp, product.family_discounts_bp[1:], strict=False)
    ):
        _hold(
            second <= first, document, "more members pay a larger share", "family_discounts", index
        )
    for index, condition_rule in enumerate(product.condition_rules):
        _hold(
            (condition_rule.outcome == "loading") == (condition_rule.loading_bp is not None),
            document,
            "loading belongs to outcome loading, and only there",
            "condition_rules",
            index,
        )


def _check_plan(product: Product, index: int, document: Document) -> None:
    plan = product.plans[index]
    bounds = (plan.sum_min_fen, plan.sum_step_fen, plan.sum_max_fen)
    fixed = plan.sum_fen is not None
    _hold(
        all(b is None for b in bounds) if fixed else all(b is not None for b in bounds),
        document,
        "a plan has either sum, or sum_min, sum_step and sum_max",
        "plans",
        index,
    )
    if not fixed:
        low, step, high = (b or 0 for b in bounds)
        _hold(
            low <= high and step > 0 and (high - low) % step == 0,
            document,
            "sum_max is not sum_min plus whole steps",
            "plans",
            index,
        )


def _hold(holds: bool, document: Document, message: str, *path: str | int) -> None:
    if not holds:
        raise document.error(message, *path, remedy="correct one of the two")
