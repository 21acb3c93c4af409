"""Rasa response selector for the retrieval intent `faq`, by similarity to its questions.

Writes the output of the stock response selector, so that `utter_faq` and the rest of Rasa work
unchanged. The topic is chosen by the same kernel model as intents (`bot/nlu/kernel.py`), trained on
the questions alone. The ranking is there for every message, whatever its intent: an action may
offer the nearest answers when the intent was not clear.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import (
    RESPONSE_SELECTOR_PREDICTION_KEY,
    RESPONSE_SELECTOR_PROPERTY_NAME,
    RESPONSE_SELECTOR_RANKING_KEY,
    RESPONSE_SELECTOR_RESPONSES_KEY,
    RESPONSE_SELECTOR_RETRIEVAL_INTENTS,
    RESPONSE_SELECTOR_UTTER_ACTION_KEY,
)
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.kernel import KernelModel, KernelSettings
from bot.nlu.sentence_encoder import SentenceEncoder, features_of
from bot.nlu.text import ngrams

_CONFIDENCE = "confidence"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqSelector(GraphComponent):
    """Chooses the topic of one retrieval intent."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        settings = KernelSettings(balance=0.0)
        return {"retrieval_intent": "faq", "ranking_length": 5, "ngrams": 3, **settings.__dict__}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._intent = str(self._config["retrieval_intent"])
        self._storage, self._resource = model_storage, resource
        self._model: KernelModel | None = None
        self._responses: dict[str, list[dict[str, Any]]] = {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqSelector:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [
            e
            for e in training_data.intent_examples
            if e.get(INTENT) == self._intent and e.get(INTENT_RESPONSE_KEY) and e.get(TEXT)
        ]
        if not examples:
            return self._resource
        self._responses = training_data.responses
        self._model = KernelModel.fit(
            np.stack([features_of(e)[0] for e in examples]),
            [self._document(e.get(TEXT)) for e in examples],
            [e.get(INTENT_RESPONSE_KEY) for e in examples],
            KernelSettings(**{k: self._config[k] for k in KernelSettings().__dict__}),
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
            text = json.dumps(self._responses, ensure_ascii=False, default=str)
            (folder / "responses.json").write_text(text, encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FaqSelector:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = KernelModel.load(folder)
            text = (folder / "responses.json").read_text(encoding="utf-8")
            component._responses = json.loads(text)
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) and self._model is not None:
                self._select(message, self._model)
        return messages

    def _select(self, message: Message, model: KernelModel) -> None:
        scores, _ = model.scores(features_of(message)[0], self._document(message.get(TEXT)))
        chances = model.probabilities(scores)
        order = np.argsort(-chances)[: int(self._config["ranking_length"])]
        ranking = [
            {_CONFIDENCE: float(chances[i]), INTENT_RESPONSE_KEY: model.labels[i]} for i in order
        ]
        utter = f"utter_{ranking[0][INTENT_RESPONSE_KEY]}"
        selected = {
            RESPONSE_SELECTOR_PREDICTION_KEY: {
                RESPONSE_SELECTOR_RESPONSES_KEY: self._responses.get(utter, []),
                **ranking[0],
                RESPONSE_SELECTOR_UTTER_ACTION_KEY: utter,
            },
            RESPONSE_SELECTOR_RANKING_KEY: ranking,
        }
        found = message.get(RESPONSE_SELECTOR_PROPERTY_NAME, default={})
        found[RESPONSE_SELECTOR_RETRIEVAL_INTENTS] = [self._intent]
        found[self._intent] = selected
        message.set(RESPONSE_SELECTOR_PROPERTY_NAME, found, add_to_output=True)

    def _document(self, text: str) -> list[str]:
        return ngrams(text, int(self._config["ngrams"]))
