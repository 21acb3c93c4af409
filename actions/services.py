"""What the actions of this process share: settings, knowledge and the catalogue client."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.advisor.knowledge import Knowledge, Templates
from bot.catalog.client import CatalogClient
from bot.knowledge.loader import load_knowledge, load_templates
from bot.settings import Settings, get_settings


@dataclass(frozen=True)
class Services:
    settings: Settings
    knowledge: Knowledge
    templates: Templates
    catalog: CatalogClient


@cache
def services() -> Services:
    """Read knowledge once; the catalogue is fetched on demand and revalidated by its client."""
    settings = get_settings()
    return Services(
        settings, load_knowledge(), load_templates(), CatalogClient(settings.catalog_url)
    )
