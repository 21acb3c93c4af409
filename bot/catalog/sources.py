"""The whole product folder as one Catalog, without any service.

`load_catalog()` reads every product, adds the generated disclosures and scores, and names
the version by the hash of its content: the same files give the same version anywhere.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.advisor.product import Catalog, Product
from bot.catalog.disclosures import disclosures_of
from bot.catalog.errors import ROOT, SourceError
from bot.catalog.product_source import read_product
from bot.catalog.scores import score_all
from bot.catalog.shared import SHARED, read_shared
from bot.catalog.versions import content_version

PRODUCTS = ROOT / "products"
FILES = ("product.yml", "rates.csv", "sources.md", "worked_example.yml")


def load_catalog(products: Path = PRODUCTS, shared: Path = SHARED) -> Catalog:
    """Read the product folder; raises SourceError with file, line and remedy.

    The result is frozen and kept for the life of the process; the folder is read again only
    when a file in it has changed.
    """
    return _load(products, shared, _fingerprint(products, shared))


@lru_cache(maxsize=4)
def _load(products: Path, shared_folder: Path, _fingerprint: int) -> Catalog:
    return read_catalog(products, shared_folder)


def read_catalog(products: Path, shared_folder: Path) -> Catalog:
    """Read the product folder, without keeping the result; raises SourceError."""
    shared = read_shared(shared_folder)
    read = [read_product(folder, shared) for folder in product_folders(products)]
    scores = score_all(read, shared)
    complete = tuple(
        replace(p, disclosures=disclosures_of(p), scores=scores[p.product_id]) for p in read
    )
    _check_names(complete, products)
    return Catalog(version=content_version(complete), products=complete)


def product_folders(products: Path = PRODUCTS) -> list[Path]:
    """The product folders by name; raises SourceError when one lacks a file."""
    if not products.is_dir():
        raise SourceError("there is no product folder", file=products, remedy="create it")
    folders = sorted(p for p in products.iterdir() if p.is_dir() and p.name[0] not in "._")
    if not folders:
        raise SourceError("there is no product", file=products, remedy="see docs/products.md")
    for folder in folders:
        for name in FILES:
            if not (folder / name).is_file():
                raise SourceError(
                    "the file is missing", file=folder / name, remedy="see docs/products.md"
                )
    return folders


def _check_names(products: tuple[Product, ...], folder: Path) -> None:
    owners: dict[str, str] = {}
    for product in products:
        for name in {product.name, product.short_name, *product.aliases}:
            other = owners.setdefault(name, product.product_id)
            if other != product.product_id:
                file = folder / product.product_id / "product.yml"
                raise SourceError(
                    f"the name {name!r} also belongs to {other}",
                    file=file,
                    line=_line_of(name, file),
                    remedy="a customer must mean one product by it: rename or drop the alias",
                )


def _line_of(text: str, file: Path) -> int:
    found = file.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(found, start=1) if text in line), 1)


def _fingerprint(*folders: Path) -> int:
    stamps = [
        (str(file), file.stat().st_mtime_ns, file.stat().st_size)
        for folder in folders
        if folder.is_dir()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    ]
    return hash(tuple(stamps))
