"""Worked examples: premiums computed by hand, which the program must reach too.

`worked_example.yml` of every product states a person, a choice, the steps in words and the
annual premium. A product that only a person prices says `no_premium_because` instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.advisor.errors import CatalogError
from bot.advisor.premium import Person, quote
from bot.advisor.product import Catalog, Product
from bot.catalog.errors import ROOT, SourceError
from bot.catalog.money import fen, yuan
from bot.catalog.schema_check import check_schema
from bot.catalog.sources import PRODUCTS
from bot.catalog.yaml_lines import Document, read_yaml

SCHEMA = ROOT / "schema" / "worked_example.schema.json"


@dataclass(frozen=True)
class WorkedExample:
    """One hand-computed premium and where it is written."""

    name: str
    person: Person
    choice: dict[str, Any]
    premium_fen: int
    document: Document
    index: int


def check_worked_examples(catalog: Catalog, products: Path = PRODUCTS) -> int:
    """Compute every worked example; raises SourceError on the first that differs."""
    count = 0
    for product in catalog.products:
        for example in read_worked_examples(product, products):
            check_example(product, example)
            count += 1
    return count


def read_worked_examples(product: Product, products: Path = PRODUCTS) -> list[WorkedExample]:
    """Read the examples of one product; raises SourceError when there are none and no reason."""
    document = read_yaml(products / product.product_id / "worked_example.yml")
    check_schema(document, SCHEMA)
    examples = list(_examples(document))
    if not examples and (product.rates or "no_premium_because" not in document.values):
        raise document.error(
            "no example", "examples", remedy="compute one premium by hand and write it down"
        )
    return examples


def _examples(document: Document) -> Iterator[WorkedExample]:
    for index, raw in enumerate(document.values["examples"]):
        yield WorkedExample(
            name=raw["name"],
            person=Person(**raw["person"]),
            choice=raw["choice"],
            premium_fen=fen(raw["annual_premium"]),
            document=document,
            index=index,
        )


def check_example(product: Product, example: WorkedExample) -> None:
    """Compute one example; raises SourceError with both figures when they differ."""
    choice = example.choice
    where = ("examples", example.index, "annual_premium")
    try:
        found = quote(
            product,
            example.person,
            choice["plan"],
            fen(choice["sum_insured"]) if "sum_insured" in choice else None,
            choice.get("term"),
            choice.get("pay_years"),
            family_count=choice.get("members", 1),
        )
    except CatalogError as error:
        if isinstance(error, SourceError):
            raise
        raise example.document.error(
            f"{example.name}: {error}", *where, remedy="correct the example or the rates"
        ) from error
    if found.premium_fen != example.premium_fen:
        raise example.document.error(
            f"{example.name}: by hand {yuan(example.premium_fen)}, by program "
            f"{yuan(found.premium_fen)} from row {found.row}",
            *where,
            remedy="check the steps against rates.csv",
        )
