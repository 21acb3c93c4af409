"""What an import would do, before it is done: the checked bundle and its differences."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.advisor.errors import CatalogError
from bot.advisor.product import Catalog
from bot.advisor.product_reader import catalog_from_dict
from bot.catalog.bundle import (
    MAX_ZIP_BYTES,
    Bundle,
    combine,
    program_bundle,
    read_folder,
    read_zip,
    write_folder,
)
from bot.catalog.compiling import Compiled, compile_bundle, read_cards
from bot.catalog.diff import CatalogDiff, compare
from bot.catalog.errors import SourceError
from bot.catalog.service.store import CatalogStore
from bot.catalog.service_cards import ServiceCard
from bot.catalog.sheets import with_rates
from bot.catalog.worked_examples import WorkedExample, read_worked_examples


@dataclass(frozen=True)
class Preview:
    """A checked import. `base` is the publication it was compared with (0: none)."""

    base: int
    new: Compiled
    diff: CatalogDiff


def preview_path(store: CatalogStore, path: Path, *, merge: bool) -> Preview:
    """Check a folder, a zip or a rate sheet; raises SourceError with file, line and remedy."""
    if path.is_dir():
        return _preview(store, lambda base: combine(base, read_folder(path), merge=merge))
    if not path.is_file():
        raise SourceError("there is no such folder or file", file=path, remedy="check the path")
    if path.stat().st_size > MAX_ZIP_BYTES:
        raise SourceError("it is too large", file=path, remedy="at most 32 MB")
    return preview_upload(store, path.read_bytes(), path.name, merge=merge)


def preview_upload(store: CatalogStore, data: bytes, name: str, *, merge: bool) -> Preview:
    """Check the bytes of a zip or of a rate sheet (.csv)."""
    if name.lower().endswith(".csv"):
        return _preview(store, lambda base: with_rates(base, data, name))
    return _preview(store, lambda base: combine(base, read_zip(data, name), merge=merge))


def preview_bundle(store: CatalogStore, bundle: Bundle) -> Preview:
    """Check a whole bundle, such as the program's folder."""
    return _preview(store, lambda _base: bundle)


def _preview(store: CatalogStore, make: Callable[[Bundle], Bundle]) -> Preview:
    current = store.current()
    old = stored(store, current.version) if current else None
    new = compile_bundle(make(old.bundle if old else program_bundle()))
    return Preview(current.id if current else 0, new, compare(old, new))


def compare_versions(store: CatalogStore, old: str, new: str) -> CatalogDiff:
    """The differences between two stored versions."""
    return compare(stored(store, old), stored(store, new))


def stored(store: CatalogStore, version: str) -> Compiled:
    """A stored version: what was served, and its sources as far as they were stored."""
    document = store.document(version)
    if document is None:
        raise CatalogError(f"no version {version}", remedy="see python -m bot.catalog versions")
    catalog = catalog_from_dict(json.loads(document))
    try:
        bundle = store.sources(version)
    except CatalogError:  # published by a program that did not store them
        bundle = program_bundle()
    return Compiled(bundle, catalog, _cards(bundle), _examples(bundle, catalog))


def _cards(bundle: Bundle) -> tuple[ServiceCard, ...]:
    try:
        return read_cards(bundle)
    except CatalogError:  # written for an earlier program
        return ()


def _examples(bundle: Bundle, catalog: Catalog) -> dict[str, tuple[WorkedExample, ...]]:
    """The worked examples that this program can read; an old version need not pass its checks."""
    wanted = Bundle(tuple(f for f in bundle.files if f[0].endswith("/worked_example.yml")))
    found: dict[str, tuple[WorkedExample, ...]] = {}
    with tempfile.TemporaryDirectory(prefix="jiabao-catalog-") as name:
        write_folder(wanted, Path(name) / "bundle")
        for product in catalog.products:
            try:
                examples = read_worked_examples(product, Path(name) / "bundle" / "products")
            except CatalogError:
                continue
            found[product.product_id] = tuple(examples)
    return found
