"""Products survive JSON, and malformed JSON is refused with its path."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.advisor.errors import CatalogError
from bot.advisor.product_reader import catalog_from_dict, product_from_dict, product_to_dict
from bot.catalog.sources import load_catalog
from bot.catalog.versions import catalog_document
from tests.unit.catalog.conftest import MEDICAL

CATALOG = load_catalog()
DOCUMENT = json.loads(json.dumps(catalog_document(CATALOG)))
PRODUCT = next(p for p in DOCUMENT["products"] if p["product_id"] == MEDICAL)


def test_the_whole_catalogue_survives_json() -> None:
    assert catalog_from_dict(DOCUMENT) == CATALOG


def test_one_product_survives_json() -> None:
    assert product_to_dict(product_from_dict(PRODUCT)) == PRODUCT


def _delete(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda raw: raw.pop(key)


def _set(*path: Any) -> Callable[[dict[str, Any]], None]:
    *where, last, value = path

    def change(raw: Any) -> None:
        for key in where:
            raw = raw[key]
        raw[last] = value

    return change


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (_delete("waiting_days"), "product", "waiting_days is missing"),
        (_set("waiting", 30), "product", "unknown keys ['waiting']"),
        (_set("waiting_days", "30"), "product.waiting_days", "is not int"),
        (_set("waiting_days", True), "product.waiting_days", "is not int"),
        (_set("plans", 0, "sum_fen", 1.5), "product.plans[0].sum_fen", "is not int"),
        (_set("rates", 3, "sex", 7), "product.rates[3].sex", "is not str"),
        (_set("family_discounts_bp", 0, [2]), "product.family_discounts_bp[0]", "1 parts, not 2"),
        (_set("terms", "1y"), "product.terms", "is not a list"),
        (_set("line", "medical"), f"product({MEDICAL}).line", "unknown value 'medical'"),
        (_set("rates", 0, "plan", "gold"), "rates[row 1]", "unknown plan 'gold'"),
        (_set("rates", 0, "age_min", 99), "rates[row 1]", "reversed"),
        (_set("rates", 0, "premium_fen", -1), "rates[row 1]", "not positive"),
        (_set("renewal", "kind", "forever"), "renewal.kind", "unknown value"),
    ],
)
def test_malformed_products(
    change: Callable[[dict[str, Any]], None], path: str, message: str
) -> None:
    raw = copy.deepcopy(PRODUCT)
    change(raw)
    with pytest.raises(CatalogError) as caught:
        product_from_dict(raw)
    assert path in caught.value.path
    assert message in str(caught.value)


@pytest.mark.parametrize("raw", [None, [], "catalog", {"products": []}, {"version": "x"}])
def test_malformed_catalogues(raw: Any) -> None:
    with pytest.raises(CatalogError):
        catalog_from_dict(raw)


def test_a_product_twice_is_refused() -> None:
    with pytest.raises(CatalogError, match="two products"):
        catalog_from_dict({"version": "x", "products": [PRODUCT, PRODUCT]})
