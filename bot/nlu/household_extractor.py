"""Rasa entity extractor for household facts, found by `bot.language`.

Each fact is one entity (entity = kind of fact, group = member id); the whole reading is one more
entity `household` whose value is JSON with `document`, `operations`, `coverage` and `yes_no`.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict
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
_ENTITY = "household"


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
            found = message.get(ENTITIES, []) + entities_of(reading, len(text))
            message.set(ENTITIES, found, add_to_output=True)
        return messages


def entities_of(reading: Understanding, length: int) -> list[dict[str, Any]]:
    """Rasa entities for a reading; the JSON entity spans the whole text."""
    found = [
        {
            "entity": span.kind,
            "value": span.value,
            "start": span.start,
            "end": span.end,
            "group": span.member,
            "extractor": HouseholdExtractor.__name__,
        }
        for span in reading.spans
    ]
    if not _says_something(reading):
        return found
    value = {
        "document": reading.document,
        "operations": [asdict(o) for o in reading.operations],
        "coverage": round(reading.coverage, 3),
        "yes_no": reading.yes_no,
    }
    whole = {
        "entity": _ENTITY,
        "value": json.dumps(value, ensure_ascii=False, sort_keys=True),
        "start": 0,
        "end": length,
        "extractor": HouseholdExtractor.__name__,
    }
    return [*found, whole]


def _says_something(reading: Understanding) -> bool:
    facts = {k: v for k, v in reading.document.items() if k not in ("schema", "as_of") and v}
    return bool(facts or reading.operations or reading.yes_no)
