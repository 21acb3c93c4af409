"""Premiums computed by hand equal those of the program, and a wrong one is found."""

from __future__ import annotations

import pytest

from bot.advisor.product import Product
from bot.catalog.errors import SourceError
from bot.catalog.sources import load_catalog
from bot.catalog.worked_examples import check_example, check_worked_examples, read_worked_examples
from tests.unit.catalog.conftest import MEDICAL, Tree

PRODUCTS = load_catalog().products


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p.product_id)
def test_by_hand_and_by_program(product: Product) -> None:
    for example in read_worked_examples(product):
        check_example(product, example)


def test_every_advisable_product_has_one() -> None:
    assert all(read_worked_examples(p) for p in PRODUCTS if p.advisable)


def test_a_wrong_figure_is_found(tree: Tree) -> None:
    line = tree.edit(
        MEDICAL, "worked_example.yml", "annual_premium: 412.25元", "annual_premium: 412.26元"
    )
    with pytest.raises(SourceError, match=r"by hand 412\.26元, by program 412\.25元") as caught:
        check_worked_examples(load_catalog(tree.products, tree.shared), tree.products)
    assert caught.value.line == line


def test_a_product_without_example_is_refused(tree: Tree) -> None:
    file = tree.file(MEDICAL, "worked_example.yml")
    file.write_text("examples: []\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no example"):
        check_worked_examples(load_catalog(tree.products, tree.shared), tree.products)
