"""One product folder to one Product: product.yml and rates.csv, checked.

Human values become exact ones here and only here: 400万 to fen, 95% to basis points,
`min_age: 18` to days, `use: id` to the shared text. Disclosures and scores are computed
afterwards (`disclosures.py`, `scores.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
from bot.catalog.product_checks import DAYS_PER_YEAR, check_product
from bot.catalog.rate_coverage import check_rates
from bot.catalog.rates import read_rates
from bot.catalog.schema_check import check_schema
from bot.catalog.shared import Shared, expand
from bot.catalog.yaml_lines import Document, read_yaml

SCHEMA = ROOT / "schema" / "product_source.schema.json"
_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]{1,2})?)%")


def read_product(folder: Path, shared: Shared) -> Product:
    """Read and check one product folder; raises SourceError with file, line and remedy."""
    document = read_yaml(folder / "product.yml")
    check_schema(document, SCHEMA)
    product = _product(document, folder, shared)
    check_product(product, document)
    check_rates(product, folder / "rates.csv")
    return product


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
