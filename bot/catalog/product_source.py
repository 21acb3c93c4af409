"""One product folder to one Product: product.yml and rates.csv, checked.

Human values become exact ones here and only here: 400万 to fen, 95% to basis points,
`min_age: 18` to days, `use: id` to the shared text. Disclosures and scores are computed
afterwards (`disclosures.py`, `scores.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from bot.advisor.product import (
    Benefit,
    ConditionRule,
    DeclarationItem,
    Deductible,
    Eligibility,
    Plan,
    Product,
    Renewal,
    Scores,
)
from bot.catalog.errors import ROOT
from bot.catalog.money import fen
from bot.catalog.rates import check_rates, read_rates
from bot.catalog.shared import Shared, expand
from bot.catalog.yaml_lines import Document, read_yaml

SCHEMA = ROOT / "schema" / "product_source.schema.json"
CONDITIONS = ROOT.parent / "knowledge" / "conditions.yml"
DAYS_PER_YEAR = 365
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]{1,2})?)%")


def read_product(folder: Path, shared: Shared) -> Product:
    """Read and check one product folder; raises SourceError with file, line and remedy."""
    document = read_yaml(folder / "product.yml")
    check_schema(document, SCHEMA)
    product = _product(document, folder, shared)
    _check_references(product, document)
    _check_bounds(product, document)
    check_rates(product, folder / "rates.csv")
    return product


def check_schema(document: Document, schema_file: Path) -> None:
    """Check a document against a JSON Schema; raises SourceError on the deepest mistake."""
    found = _validator(schema_file).iter_errors(document.values)
    errors = sorted(found, key=lambda e: -len(e.path))
    if not errors:
        return
    error = _deepest(errors[0])
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = set(error.schema.get("properties", ()))
        unknown = next(k for k in error.instance if k not in known)
        raise document.error(
            f"unknown key {unknown!r}", *path, unknown, remedy=f"use {', '.join(sorted(known))}"
        )
    remedy = error.schema.get("description") or f"see {schema_file.name}"
    raise document.error(error.message, *path, remedy=remedy)


def _deepest(error: Any) -> Any:
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return error


@lru_cache(maxsize=8)
def _validator(schema_file: Path) -> Any:
    schema = json.loads(schema_file.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


# --- building ----------------------------------------------------------------------------------


def _product(document: Document, folder: Path, shared: Shared) -> Product:
    raw = document.values
    insurer = shared.insurers.values.get(raw["insurer"])
    if insurer is None:
        known = ", ".join(sorted(shared.insurers.values))
        raise document.error(
            f"unknown insurer {raw['insurer']!r}", "insurer", remedy=f"use one of {known}"
        )
    deductibles = tuple(_deductibles(document))
    return Product(
        product_id=raw["product_id"],
        name=raw["name"],
        short_name=raw["short_name"],
        aliases=tuple(raw["aliases"]),
        insurer=insurer["name"],
        line=raw["line"],
        health_class=shared.line(raw["line"]).get("health_class"),
        demo=raw["demo"],
        on_sale=raw["on_sale"],
        advisable=raw["advisable"],
        sellable_online=raw["sellable_online"],
        terms=tuple(raw["terms"]),
        pay_years=tuple(raw.get("pay_years", ())),
        plans=tuple(_plans(document)),
        eligibility=_eligibility(document, shared),
        benefits=tuple(_benefits(document)),
        deductibles=deductibles,
        waiting_days=raw["waiting_days"],
        cooling_off_days=raw["cooling_off_days"],
        grace_days=raw["grace_days"],
        renewal=_renewal(raw["renewal"]),
        hospital_scope=raw.get("hospital_scope", ""),
        drug_scope=raw.get("drug_scope", ""),
        exclusions=tuple(expand(raw["exclusions"], shared.exclusions, document, "exclusions")),
        preexisting=raw.get("preexisting", ""),
        occupation_factors_bp=_factors(document, "occupation_factors"),
        family_discounts_bp=_factors(document, "family_discounts"),
        family_shared_deductible=any(d.family_shared for d in deductibles),
        instalments_bp=tuple(
            (name, _bp(document, share, "instalments", name))
            for name, share in raw.get("instalments", {}).items()
        ),
        declaration=tuple(
            DeclarationItem(id=i["id"], text=i["text"], conditions=tuple(i.get("conditions", ())))
            for i in expand(
                raw.get("declaration", []), shared.declarations, document, "declaration"
            )
        ),
        condition_rules=tuple(_rules(raw.get("condition_rules", ()))),
        services=tuple(raw.get("services", ())),
        disclosures=(),
        scores=Scores(0, 0, 0, 0, 0),
        death_benefit=raw["death_benefit"],
        rates=read_rates(folder / "rates.csv"),
        summary=raw["summary"],
        handoff_reason=raw.get("handoff_reason", ""),
        rates_as_of=raw["rates_as_of"],
    )


def _eligibility(document: Document, shared: Shared) -> Eligibility:
    raw = document.values["eligibility"]
    relations: list[str] = []
    for index, name in enumerate(raw["relations"]):
        if name not in shared.relations.values:
            raise document.error(
                f"unknown relation {name!r}",
                "eligibility",
                "relations",
                index,
                remedy="use one of " + ", ".join(shared.relations.values),
            )
        relations.extend(shared.relations.values[name])
    days = raw["min_age_days"] if "min_age_days" in raw else raw["min_age"] * DAYS_PER_YEAR
    return Eligibility(
        min_age_days=days,
        max_entry_age=raw["max_entry_age"],
        max_renewal_age=raw.get("max_renewal_age"),
        sexes=tuple(raw.get("sexes", ("female", "male"))),
        social_insurance=raw["social_insurance"],
        cities=tuple(raw.get("cities", ())),
        occupation_classes=tuple(raw["occupation_classes"]),
        relations=tuple(relations),
        max_pregnancy_weeks=raw.get("max_pregnancy_weeks"),
        required_conditions=tuple(raw.get("required_conditions", ())),
    )


def _plans(document: Document) -> Iterator[Plan]:
    for index, raw in enumerate(document.values["plans"]):
        sums = {
            key: _fen(document, raw[key], "plans", index, key)
            for key in ("sum", "sum_min", "sum_step", "sum_max")
            if key in raw
        }
        yield Plan(
            plan_id=raw["plan_id"],
            name=raw["name"],
            sum_fen=sums.get("sum"),
            sum_min_fen=sums.get("sum_min"),
            sum_step_fen=sums.get("sum_step"),
            sum_max_fen=sums.get("sum_max"),
        )


def _benefits(document: Document) -> Iterator[Benefit]:
    for index, raw in enumerate(document.values["benefits"]):
        where = ("benefits", index)
        yield Benefit(
            code=raw["code"],
            name=raw["name"],
            kind=raw["kind"],
            limit_fen=_optional(raw, "limit", lambda v, w=where: _fen(document, v, *w, "limit")),
            ratio_bp=_optional(raw, "ratio", lambda v, w=where: _bp(document, v, *w, "ratio")),
            ratio_without_si_bp=_optional(
                raw,
                "ratio_without_si",
                lambda v, w=where: _bp(document, v, *w, "ratio_without_si"),
            ),
            deductible_id=raw.get("deductible"),
            note=raw.get("note", ""),
        )


def _deductibles(document: Document) -> Iterator[Deductible]:
    for index, raw in enumerate(document.values.get("deductibles", ())):
        yield Deductible(
            id=raw["id"],
            amount_fen=_fen(document, raw["amount"], "deductibles", index, "amount"),
            period=raw["period"],
            family_shared=raw.get("family_shared", False),
            si_offset=raw.get("si_offset", False),
        )


def _rules(rules: Any) -> Iterator[ConditionRule]:
    for raw in rules:
        loading = raw.get("loading")
        yield ConditionRule(
            condition=raw["condition"],
            when=tuple(raw.get("when", {}).items()),
            outcome=raw["outcome"],
            detail=raw["detail"],
            loading_bp=None if loading is None else percent_bp(loading),
            postpone_months=raw.get("postpone_months"),
        )


def _renewal(raw: dict[str, Any]) -> Renewal:
    return Renewal(
        kind=raw["kind"],
        guaranteed_years=raw.get("guaranteed_years"),
        max_age=raw.get("max_age"),
        rate_adjustable=raw.get("rate_adjustable", False),
    )


def _factors(document: Document, key: str) -> tuple[tuple[int, int], ...]:
    raw = document.values.get(key, {})
    return tuple(sorted((int(k), _bp(document, v, key, k)) for k, v in raw.items()))


def _optional(raw: dict[str, Any], key: str, convert: Any) -> Any:
    return convert(raw[key]) if key in raw else None


def _fen(document: Document, value: Any, *path: str | int) -> int:
    try:
        return fen(value)
    except ValueError as error:
        raise document.error(str(error), *path, remedy="for example 400万") from error


def _bp(document: Document, value: Any, *path: str | int) -> int:
    try:
        return percent_bp(value)
    except ValueError as error:
        raise document.error(str(error), *path, remedy="for example 95%") from error


def percent_bp(value: object) -> int:
    """Turn "95%" or "8.8%" into basis points; raises ValueError."""
    match = _PERCENT.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"{value!r} is no percentage")
    whole, _, decimals = match[1].partition(".")
    return int(whole) * 100 + int((decimals + "00")[:2])


# --- cross-field checks ------------------------------------------------------------------------


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
    codes = condition_codes()
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
    for key, ids in (
        ("plans", [p.plan_id for p in product.plans]),
        ("benefits", [b.code for b in product.benefits]),
        ("declaration", [d.id for d in product.declaration]),
    ):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        if twice:
            raise document.error(f"{twice} stand twice", key, remedy="give each its own id")


@lru_cache(maxsize=1)
def condition_codes() -> frozenset[str]:
    """The condition codes that a household document may carry."""
    return frozenset(c["code"] for c in read_yaml(CONDITIONS).values["conditions"])


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
