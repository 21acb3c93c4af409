"""Services, organisations and campaigns that customers ask about and that are not insurance.

Each card says what to answer, whether a person goes on, and where the facts come from and
when. Cards stand in `services/<topic>.yml`, several to a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.catalog.errors import ROOT, SourceError
from bot.catalog.schema_check import check_schema
from bot.catalog.yaml_lines import read_yaml

SERVICES = ROOT / "services"
SCHEMA = ROOT / "schema" / "service_source.schema.json"


@dataclass(frozen=True)
class ServiceCard:
    """One thing a customer may ask about. `facts_as_of` dates every figure in `answer`."""

    service_id: str
    name: str
    aliases: tuple[str, ...]
    kind: str  # organisation | platform | insurer | technology | care | screening | campaign
    provider: str
    answer: str
    ask: tuple[str, ...]  # what to ask before going on
    handoff: bool
    handoff_reason: str
    never: tuple[str, ...]  # what must not be said or done
    products: tuple[str, ...]  # product ids of the catalogue that belong to it
    source: str
    facts_as_of: str


def load_services(folder: Path = SERVICES) -> tuple[ServiceCard, ...]:
    """Read every card; raises SourceError with file, line and remedy."""
    cards: list[ServiceCard] = []
    owners: dict[str, str] = {}
    for file in sorted(folder.glob("*.yml")):
        document = read_yaml(file)
        check_schema(document, SCHEMA)
        for index, raw in enumerate(document.values["services"]):
            card = _card(raw)
            for name in {card.service_id, card.name, *card.aliases}:
                if owners.setdefault(name, card.service_id) != card.service_id or any(
                    c.service_id == card.service_id for c in cards
                ):
                    raise document.error(
                        f"{name!r} already belongs to {owners[name]}",
                        "services",
                        index,
                        remedy="a customer must mean one card by it",
                    )
            cards.append(card)
    if not cards:
        raise SourceError("there are no service cards", file=folder, remedy="add <topic>.yml")
    return tuple(cards)


def _card(raw: dict[str, Any]) -> ServiceCard:
    return ServiceCard(
        service_id=raw["service_id"],
        name=raw["name"],
        aliases=tuple(raw.get("aliases", ())),
        kind=raw["kind"],
        provider=raw["provider"],
        answer=raw["answer"].strip(),
        ask=tuple(raw.get("ask", ())),
        handoff=raw["handoff"],
        handoff_reason=raw.get("handoff_reason", ""),
        never=tuple(raw.get("never", ())),
        products=tuple(raw.get("products", ())),
        source=raw["source"],
        facts_as_of=raw["facts_as_of"],
    )
