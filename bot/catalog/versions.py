"""A catalogue as JSON, and its version: the hash of what it says."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.advisor.product import Catalog, Product
from bot.advisor.product_reader import product_to_dict


def catalog_document(catalog: Catalog) -> dict[str, Any]:
    """The catalogue as JSON values, read back by `catalog_from_dict`."""
    return {
        "version": catalog.version,
        "products": [product_to_dict(p) for p in catalog.products],
    }


def content_version(products: tuple[Product, ...]) -> str:
    """Name a set of products by the hash of its canonical JSON."""
    digest = hashlib.sha256(canonical([product_to_dict(p) for p in products]))
    return f"sha256:{digest.hexdigest()}"


def canonical(values: Any) -> bytes:
    """JSON bytes that depend on the values only."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")
