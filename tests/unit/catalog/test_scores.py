"""The five-dimension score follows the documented rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.advisor.product import Deductible, Product, Renewal, Scores
from bot.catalog.scores import score_all
from bot.catalog.shared import read_shared
from bot.catalog.sources import load_catalog
from tests.unit.catalog.conftest import MEDICAL

CATALOG = load_catalog()
SHARED = read_shared()
MILLION = CATALOG.of_line("medical_million")


def _score(changed: Product) -> Scores:
    """Score the catalogue with one product changed."""
    products = [changed if p.product_id == changed.product_id else p for p in CATALOG.products]
    return score_all(products, SHARED)[changed.product_id]


def _medical() -> Product:
    product = CATALOG.product(MEDICAL)
    assert product is not None
    return product


def test_every_dimension_is_between_0_and_100() -> None:
    for product in CATALOG.products:
        values = vars(product.scores).values()
        assert all(0 <= v <= 100 for v in values)
        assert product.scores.total == sum(values)


def test_a_cheaper_table_has_a_better_price_index() -> None:
    product = _medical()
    half = tuple(replace(r, premium_fen=r.premium_fen // 2) for r in product.rates)
    assert _score(replace(product, rates=half)).price_index > product.scores.price_index


def test_the_only_product_of_a_line_stands_at_the_middle() -> None:
    lines = [p.line for p in CATALOG.products]
    alone = [p for p in CATALOG.products if lines.count(p.line) == 1]
    assert alone
    for product in alone:
        assert product.scores.price_index == 50


def test_a_deductible_costs_points() -> None:
    product = _medical()
    free = replace(product, deductibles=())
    dear = replace(product, deductibles=(Deductible("annual", 2_000_000, "year", True, False),))
    assert _score(free).coverage > product.scores.coverage > _score(dear).coverage


def test_services_count_up_to_five() -> None:
    product = _medical()
    assert _score(replace(product, services=())).services == 0
    assert _score(replace(product, services=("a",))).services == 20
    assert _score(replace(product, services=tuple("abcdefgh"))).services == 100


@pytest.mark.parametrize(
    ("renewal", "points"),
    [
        (Renewal("lifetime", None, None, True), 100),
        (Renewal("guaranteed", 20, 80, True), 95),
        (Renewal("guaranteed", 6, 80, True), 67),
        (Renewal("non_guaranteed", None, 105, True), 60),
        (Renewal("non_guaranteed", None, 80, True), 50),
        (Renewal("non_guaranteed", None, 65, True), 40),
        (Renewal("none", None, None, False), 20),
    ],
)
def test_renewal_points(renewal: Renewal, points: int) -> None:
    assert _score(replace(_medical(), renewal=renewal)).renewal == points


def test_an_unknown_insurer_earns_only_the_base() -> None:
    assert _score(replace(_medical(), insurer="没有登记的公司")).insurer == 50
