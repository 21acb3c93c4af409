"""Small products and families for tests, so that every figure of a test stands in the test."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.advisor.household import Household, household_from_dict
from bot.advisor.product import (
    Benefit,
    Catalog,
    ConditionRule,
    DeclarationItem,
    Eligibility,
    Plan,
    Product,
    RateRow,
    Renewal,
    Scores,
)

AS_OF = date(2026, 11, 21)
WAN = 1_000_000  # fen
EVERYBODY = (
    "self",
    "spouse",
    "son",
    "daughter",
    "child",
    "father",
    "mother",
    "father_in_law",
    "mother_in_law",
)


def plan(
    plan_id: str = "p", sum_wan: int | None = None, grid: tuple[int, int, int] | None = None
) -> Plan:
    """A plan with a fixed sum, or with sums from, step and to (all in 万)."""
    low, step, high = (v * WAN for v in grid) if grid else (None, None, None)
    return Plan(plan_id, plan_id, sum_wan * WAN if sum_wan else None, low, step, high)


def rate(
    premium_yuan: float, ages: tuple[int, int] = (0, 120), per_wan: int | None = None, **cells: Any
) -> RateRow:
    values: dict[str, Any] = {
        "row": 1,
        "plan": None,
        "sex": None,
        "social_insurance": None,
        "occupation_class": None,
        "term": None,
        "pay_years": None,
    }
    values.update(cells)
    return RateRow(
        age_min=ages[0],
        age_max=ages[1],
        premium_fen=round(premium_yuan * 100),
        per_sum_fen=per_wan * WAN if per_wan else None,
        **values,
    )


def eligibility(**changes: Any) -> Eligibility:
    values: dict[str, Any] = {
        "min_age_days": 0,
        "max_entry_age": 120,
        "max_renewal_age": None,
        "sexes": ("female", "male"),
        "social_insurance": "any",
        "cities": (),
        "occupation_classes": (1, 2, 3, 4, 5, 6),
        "relations": EVERYBODY,
        "max_pregnancy_weeks": None,
        "required_conditions": (),
    }
    return Eligibility(**{**values, **changes})


def product(
    product_id: str,
    line: str,
    plans: tuple[Plan, ...],
    rates: tuple[RateRow, ...],
    eligible: Eligibility | None = None,
    score: int = 50,
    **changes: Any,
) -> Product:
    values: dict[str, Any] = {
        "product_id": product_id,
        "name": product_id,
        "short_name": product_id,
        "aliases": (),
        "insurer": "示例",
        "line": line,
        "health_class": None,
        "demo": True,
        "on_sale": True,
        "advisable": True,
        "sellable_online": True,
        "terms": ("1y",),
        "pay_years": (),
        "plans": plans,
        "eligibility": eligible or eligibility(),
        "benefits": (Benefit("b", "b", "lump", None, None, None, None, ""),),
        "deductibles": (),
        "waiting_days": 30,
        "cooling_off_days": 15,
        "grace_days": 60,
        "renewal": Renewal("non_guaranteed", None, 80, True),
        "hospital_scope": "",
        "drug_scope": "",
        "exclusions": (),
        "preexisting": "",
        "occupation_factors_bp": (),
        "family_discounts_bp": (),
        "family_shared_deductible": False,
        "instalments_bp": (),
        "declaration": (),
        "condition_rules": (),
        "services": (),
        "disclosures": (),
        "scores": Scores(score, score, score, score, score),
        "death_benefit": line in ("term_life", "accident_adult", "accident_child"),
        "rates": rates,
    }
    return Product(**{**values, **changes})


def medical(product_id: str = "million", yuan: float = 300, **changes: Any) -> Product:
    changes.setdefault("line", "medical_million")
    return product(product_id, plans=(plan(sum_wan=400),), rates=(rate(yuan),), **changes)


def accident(product_id: str = "accident", yuan: float = 100, **changes: Any) -> Product:
    changes.setdefault("line", "accident_adult")
    changes.setdefault("plans", (plan(sum_wan=50),))
    return product(product_id, rates=(rate(yuan),), **changes)


def term_life(product_id: str = "life", per_10_wan: float = 50, **changes: Any) -> Product:
    return product(
        product_id,
        "term_life",
        (plan(grid=(10, 10, 300)),),
        (rate(per_10_wan, per_wan=10),),
        terms=("30y",),
        pay_years=(20,),
        **changes,
    )


def critical_illness(product_id: str = "ci", per_10_wan: float = 600, **changes: Any) -> Product:
    changes.setdefault("line", "ci_long")
    return product(
        product_id,
        plans=(plan(grid=(10, 10, 60)),),
        rates=(rate(per_10_wan, per_wan=10),),
        terms=("to70",),
        pay_years=(20,),
        **changes,
    )


def catalog(*products: Product) -> Catalog:
    return Catalog("test", tuple(products))


def asks(*conditions: str, item: str = "q") -> tuple[DeclarationItem, ...]:
    return (DeclarationItem(item, "是否患有?", conditions),)


def rule(
    condition: str, outcome: str, when: dict[str, Any] | None = None, **changes: Any
) -> ConditionRule:
    values: dict[str, Any] = {"detail": "", "loading_bp": None, "postpone_months": None}
    return ConditionRule(condition, tuple((when or {}).items()), outcome, **{**values, **changes})


def person(member_id: str, age: int | None = None, **fields: Any) -> dict[str, Any]:
    relation = fields.pop(
        "relation",
        member_id.rsplit("_", 1)[0] if "_1" in member_id or "_2" in member_id else member_id,
    )
    made = {"id": member_id, "relation": relation, **fields}
    if age is not None:
        made["age"] = age
    return made


def family(*members: dict[str, Any], **fields: Any) -> Household:
    return household_from_dict({"members": list(members), **fields})
