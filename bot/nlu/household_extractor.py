"""Rasa entity extractor for household facts, found by `bot.language`.

Each fact is one entity: its kind, its words, and as `group` the members it is about. Entities do
not overlap, as Rasa's own tools expect; the complete reading, for the arbiter, is the message's
`household_reading`. The actions read the text again, in the light of the question that is open.
"""

from __future__ import annotations

import logging
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language import LanguageError, Understanding, understand
from bot.settings import get_settings

logger = logging.getLogger(__name__)

READING = "household_reading"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class HouseholdExtractor(GraphComponent, EntityExtractorMixin):
    """Reads facts as of the configured date; a text that cannot be read carries no facts."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HouseholdExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            try:
                reading = understand(text, get_settings().today)
            except LanguageError:
                logger.info("a message could not be read for household facts")
                continue
            message.set(READING, reading)
            found = message.get(ENTITIES, []) + entities_of(reading, text)
            message.set(ENTITIES, found, add_to_output=True)
        return messages


def entities_of(reading: Understanding, text: str) -> list[dict[str, Any]]:
    """Rasa entities for a reading: one for each stretch of text, the longest where they overlap."""
    members: dict[tuple[int, int, str], list[str]] = {}
    values: dict[tuple[int, int, str], Any] = {}
    for span in reading.spans:
        key = (span.start, span.end, span.kind)
        members.setdefault(key, []).extend([span.member] if span.member else [])
        values.setdefault(key, span.value)
    taken: list[tuple[int, int]] = []
    found = []
    for start, end, kind in sorted(values, key=lambda k: (k[0] - k[1], k[0], k[2])):
        if any(start < right and left < end for left, right in taken):
            continue
        taken.append((start, end))
        found.append(
            {
                "entity": kind,
                "value": _plain(values[start, end, kind], text[start:end]),
                "start": start,
                "end": end,
                "group": ",".join(dict.fromkeys(members[start, end, kind])) or None,
                "extractor": HouseholdExtractor.__name__,
            }
        )
    return sorted(found, key=lambda entity: entity["start"])


def _plain(value: Any, words: str) -> Any:
    """A value that JSON and Rasa's annotations can hold: one figure, "low-high", or the words."""
    if isinstance(value, tuple):
        return value[0] if value[0] == value[-1] else "-".join(str(v) for v in value)
    return words if value is None else value
