"""What the service serves from: catalogue versions, parsed once each, and service cards."""

from __future__ import annotations

import json
from functools import lru_cache

from bot.advisor.product import Catalog
from bot.advisor.product_reader import catalog_from_dict
from bot.catalog.service.errors import ApiError
from bot.catalog.service.store import CatalogStore
from bot.catalog.service_cards import ServiceCard


class Shelf:
    """The catalogue versions in use, parsed once each, and the service cards."""

    def __init__(self, store: CatalogStore, cards: tuple[ServiceCard, ...]) -> None:
        self.store = store
        self.cards = cards
        self._parsed = lru_cache(maxsize=4)(self._parse)

    def version(self) -> str:
        version = self.store.current_version()
        if version is None:
            raise ApiError(
                503, "no_catalog", "no version was published", "run python -m bot.catalog publish"
            )
        return version

    def document(self, version: str) -> bytes:
        document = self.store.document(version)
        if document is None:
            raise ApiError(404, "unknown_version", f"no version {version}", "see /v1/versions")
        return document

    def catalog(self, version: str | None = None) -> Catalog:
        return self._parsed(version or self.version())

    def _parse(self, version: str) -> Catalog:
        return catalog_from_dict(json.loads(self.document(version)))
