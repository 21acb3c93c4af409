"""Rasa intent classifier over sentence vectors and n-grams (see `bot/nlu/kernel.py`)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.exceptions import RasaException
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.kernel import KernelModel, KernelSettings
from bot.nlu.sentence_encoder import SentenceEncoder, features_of
from bot.nlu.text import ngrams

NEAREST = "nearest_similarity"
_RANKING = 10


class WrongEncoderError(RasaException):
    """The model was trained with another encoder than the one that runs."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EncoderIntentClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking` as the stock classifiers do."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"ranking_length": _RANKING, "ngrams": 3, **KernelSettings().__dict__}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = {**self.get_default_config(), **config}
        self._storage, self._resource = model_storage, resource
        self._model: KernelModel | None = None
        self._encoder = ""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Unknown settings are refused when the model is made."""

    def train(self, training_data: TrainingData) -> Resource:
        examples = [e for e in training_data.intent_examples if e.get(TEXT)]
        if not examples:
            return self._resource
        pairs = [features_of(e) for e in examples]
        self._encoder = pairs[0][1]
        self._model = KernelModel.fit(
            np.stack([vector for vector, _ in pairs]),
            [self._document(e.get(TEXT)) for e in examples],
            [e.get(INTENT) for e in examples],
            KernelSettings(**{k: self._config[k] for k in KernelSettings().__dict__}),
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
            (folder / "encoder.json").write_text(json.dumps({"encoder": self._encoder}))
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EncoderIntentClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = KernelModel.load(folder)
            component._encoder = json.loads((folder / "encoder.json").read_text())["encoder"]
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT) and self._model is not None:
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: KernelModel) -> None:
        vector, encoder = features_of(message)
        if encoder != self._encoder:
            raise WrongEncoderError(
                f"model trained with encoder {self._encoder}, running with {encoder}: "
                "run `make train`, or install the encoder the model was trained with"
            )
        scores, nearest = model.scores(vector, self._document(message.get(TEXT)))
        chances = model.probabilities(scores)
        order = np.argsort(-chances)[: self._config["ranking_length"]]
        ranking = [{"name": model.labels[i], "confidence": float(chances[i])} for i in order]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set("intent_ranking", ranking, add_to_output=True)
        message.set(NEAREST, nearest, add_to_output=True)

    def _document(self, text: str) -> list[str]:
        return ngrams(text, int(self._config["ngrams"]))
