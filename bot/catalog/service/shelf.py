"""What the service serves from: catalogue versions, parsed once each, and service cards."""

from __future__ import annotations

import json
import logging
from functools import lru_cache

from bot.advisor.errors import CatalogError
from bot.advisor.product import Catalog
from bot.advisor.product_reader import catalog_from_dict
from bot.catalog.compiling import read_cards
from bot.catalog.service.errors import ApiError
from bot.catalog.service.store import CatalogStore
from bot.catalog.service_cards import ServiceCard

log = logging.getLogger(__name__)


class Shelf:
    """The catalogue versions in use, parsed once each, and the service cards.

    `own_cards` are those of the program: they answer when the published version came without
    sources, or with sources that this program cannot read.
    """

    def __init__(self, store: CatalogStore, own_cards: tuple[ServiceCard, ...]) -> None:
        self.store = store
        self._own_cards = own_cards
        self._parsed = lru_cache(maxsize=4)(self._parse)
        self._read_cards = lru_cache(maxsize=4)(self._cards_of)

    def cards(self) -> tuple[ServiceCard, ...]:
        """The service cards of the current publication."""
        latest = self.store.current()
        if latest is None or latest.sources is None:
            return self._own_cards
        return self._read_cards(latest.version, latest.sources)

    def _cards_of(self, version: str, _digest: str) -> tuple[ServiceCard, ...]:
        try:
            return read_cards(self.store.sources(version))
        except CatalogError as error:
            log.error("the service cards of %s cannot be read: %s", version, error)
            return self._own_cards

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
