"""The current version as rows, for the admin pages to search, filter and sort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.advisor.product import Catalog, Product, RateRow
from bot.catalog.money import yuan
from bot.catalog.product_checks import DAYS_PER_YEAR
from bot.catalog.service.shelf import Shelf
from bot.catalog.service.tables import (
    CardIndexRow,
    IndexStateRow,
    ProductIndexRow,
    RateIndexRow,
)
from bot.catalog.service_cards import ServiceCard

_SEXES = {None: "不限", "male": "男", "female": "女"}
_SOCIAL = {None: "不限", True: "有", False: "无"}


def refresh(shelf: Shelf) -> None:
    """Write the rows again when they do not show the current publication."""
    current = shelf.store.current()
    if current is None or _shown(shelf) == current.id:
        return
    catalog, cards = shelf.catalog(current.version), shelf.cards()
    tables: tuple[tuple[Any, Iterator[dict[str, Any]]], ...] = (
        (ProductIndexRow, _products(catalog)),
        (RateIndexRow, _rates(catalog)),
        (CardIndexRow, map(_card, cards)),
    )
    with shelf.store.sessions.writing() as session:
        for table, rows in tables:
            session.query(table).delete()
            session.bulk_insert_mappings(table, list(rows))
        session.merge(IndexStateRow(id=1, publication=current.id))


def _shown(shelf: Shelf) -> int | None:
    with shelf.store.sessions.reading() as session:
        row = session.get(IndexStateRow, 1)
        return row.publication if row else None


def _products(catalog: Catalog) -> Iterator[dict[str, Any]]:
    for position, p in enumerate(catalog.products, start=1):
        scores = p.scores
        yield {
            "product_id": p.product_id,
            "position": position,
            "name": p.name,
            "short_name": p.short_name,
            "aliases": "、".join(p.aliases),
            "insurer": p.insurer,
            "line": p.line,
            "health_class": p.health_class or "",
            "ages": _ages(p),
            "advisable": p.advisable,
            "on_sale": p.on_sale,
            "demo": p.demo,
            "summary": p.summary,
            "rate_count": len(p.rates),
            "insurer_score": scores.insurer,
            "price_score": scores.price_index,
            "coverage_score": scores.coverage,
            "services_score": scores.services,
            "renewal_score": scores.renewal,
            "total_score": scores.total,
        }


def _ages(product: Product) -> str:
    days = product.eligibility.min_age_days
    young = f"{days // DAYS_PER_YEAR}岁" if days % DAYS_PER_YEAR == 0 else f"{days}天"
    return f"{young}–{product.eligibility.max_entry_age}岁"


def _rates(catalog: Catalog) -> Iterator[dict[str, Any]]:
    number = 0
    for product in catalog.products:
        plans = {p.plan_id: p.name for p in product.plans}
        for row in product.rates:
            number += 1
            yield {
                "id": number,
                "product_id": product.product_id,
                "product": product.short_name,
                "plan": plans[row.plan] if row.plan else "不限",
                **_rate(row),
            }


def _rate(row: RateRow) -> dict[str, Any]:
    return {
        "row": row.row,
        "age_min": row.age_min,
        "age_max": row.age_max,
        "sex": _SEXES[row.sex],
        "social_insurance": _SOCIAL[row.social_insurance],
        "occupation_class": str(row.occupation_class or "不限"),
        "term": row.term or "不限",
        "pay_years": str(row.pay_years or "—"),
        "premium_fen": row.premium_fen,
        "per_sum": f"每{yuan(row.per_sum_fen)}" if row.per_sum_fen else "整单",
    }


def _card(card: ServiceCard) -> dict[str, Any]:
    return {
        "service_id": card.service_id,
        "name": card.name,
        "aliases": "、".join(card.aliases),
        "kind": card.kind,
        "provider": card.provider,
        "handoff": card.handoff,
        "answer": card.answer,
        "source": card.source,
        "facts_as_of": card.facts_as_of,
    }
