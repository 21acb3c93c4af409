"""A bundle of source files as a checked catalogue: products, service cards, worked examples.

Everything that can be wrong with an import is found here, before anything is stored: the same
checks as for the program's own folder, with paths that the sender of the bundle knows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.advisor.product import Catalog
from bot.catalog.bundle import Bundle, write_folder
from bot.catalog.errors import SourceError
from bot.catalog.service_cards import ServiceCard, load_services
from bot.catalog.shared import SHARED
from bot.catalog.sources import read_catalog
from bot.catalog.worked_examples import WorkedExample, check_example, read_worked_examples

WORDING = "shared/disclosure_texts.yml"


@dataclass(frozen=True)
class Compiled:
    """A bundle that passed every check, and what it says."""

    bundle: Bundle
    catalog: Catalog
    cards: tuple[ServiceCard, ...]
    examples: dict[str, tuple[WorkedExample, ...]]  # by product id


def compile_bundle(bundle: Bundle) -> Compiled:
    """Check a bundle; raises SourceError with file, line and remedy."""
    _check_wording(bundle)
    with tempfile.TemporaryDirectory(prefix="jiabao-catalog-") as name:
        folder = Path(name) / "bundle"
        write_folder(bundle, folder)
        with _paths_of_the_bundle(folder):
            catalog = read_catalog(folder / "products", folder / "shared")
            cards = load_services(folder / "services")
            examples = {
                p.product_id: tuple(read_worked_examples(p, folder / "products"))
                for p in catalog.products
            }
            for product in catalog.products:
                for example in examples[product.product_id]:
                    check_example(product, example)
            _check_cards(cards, catalog, folder)
    return Compiled(bundle, catalog, cards, examples)


def read_cards(bundle: Bundle) -> tuple[ServiceCard, ...]:
    """The service cards of a bundle."""
    files = tuple((n, d) for n, d in bundle.files if n.startswith("services/"))
    with tempfile.TemporaryDirectory(prefix="jiabao-catalog-") as name:
        folder = Path(name) / "bundle"
        write_folder(Bundle(files), folder)
        with _paths_of_the_bundle(folder):
            return load_services(folder / "services")


def _check_wording(bundle: Bundle) -> None:
    """Disclosure sentences are reviewed with the program, so an import cannot change them."""
    given = dict(bundle.files).get(WORDING)
    own = (SHARED / "disclosure_texts.yml").read_bytes()
    if given is not None and given != own:
        raise SourceError(
            "the disclosure sentences differ from the program's",
            file=Path(WORDING),
            remedy="leave this file out: its wording is released with the program",
        )


def _check_cards(cards: tuple[ServiceCard, ...], catalog: Catalog, folder: Path) -> None:
    known = {p.product_id for p in catalog.products}
    for card in cards:
        missing = sorted(set(card.products) - known)
        if missing:
            file, line = _where(folder / "services", card.service_id)
            raise SourceError(
                f"the card {card.service_id} names {', '.join(missing)}, which is no product",
                file=file,
                line=line,
                remedy="correct `products` of the card, or keep the product",
            )


def _where(services: Path, service_id: str) -> tuple[Path, int]:
    for file in sorted(services.glob("*.yml")):
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if "service_id:" in text and service_id in text:
                return file, number
    return services, 1


@contextmanager
def _paths_of_the_bundle(folder: Path) -> Iterator[None]:
    try:
        yield
    except SourceError as error:
        if not error.file.is_relative_to(folder):
            raise
        raise SourceError(
            error.message, file=error.file.relative_to(folder), line=error.line, remedy=error.remedy
        ) from error
