"""One premium from the command line, with the row of the rate table it comes from."""

from __future__ import annotations

import dataclasses
from argparse import Namespace
from typing import Any

from bot.advisor.premium import Person, quote
from bot.advisor.product import Catalog, Product
from bot.cli import CommandError
from bot.dialogue.mentions import products_in


def quote_product(catalog: Catalog, options: Namespace) -> dict[str, Any]:
    """Quote the product named in the options; raises CommandError or CatalogError."""
    product = _product(catalog, options.product)
    if options.age < 0:
        raise CommandError(f"--age {options.age}: completed years are not negative")
    person = Person(
        age=options.age,
        sex=options.sex,
        social_insurance=options.social_insurance != "none",
        occupation_class=options.occupation_class,
    )
    quoted = quote(
        product,
        person,
        options.plan or product.plans[0].plan_id,
        sum_fen=round(options.sum * 100) if options.sum is not None else _smallest(product),
        term=options.term or (product.terms[0] if product.terms else None),
        pay_years=_pay_years(product, options),
        as_of=options.as_of,
        family_count=options.family,
    )
    return {"product": product.name, "insurer": product.insurer, **dataclasses.asdict(quoted)}


def _product(catalog: Catalog, name: str) -> Product:
    found = catalog.product(name) or next(iter(products_in(name, catalog)), None)
    if found is None:
        known = ", ".join(p.product_id for p in catalog.products)
        raise CommandError(f"no product {name!r}; the catalogue has {known}")
    return found


def _smallest(product: Product) -> int | None:
    return product.plans[0].sum_min_fen


def _pay_years(product: Product, options: Namespace) -> int | None:
    if options.pay_years is not None:
        return int(options.pay_years)
    return product.pay_years[0] if product.pay_years else None
