"""Rasa featurizer that puts two sentence vectors into each message.

The vector of the plain text and the vector of the text with names replaced by their kind stand
side by side. Tokens are characters: lexicons, not word segmentation, decide about entities.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Encoder, Floats, encoder_from
from bot.nlu.text import plain, spoken


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Dense sentence features from the encoder named in the configuration."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "encoder": "roformer"}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)
        self._config = config
        self._encoder: Encoder = encoder_from(config)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: `open_encoder` names what is wrong with a folder."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(TOKENS_NAMES[TEXT], [Token(c, i) for i, c in enumerate(text)])
                self._set_features(message, sentence_vector(self._encoder, text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def _set_features(self, message: Message, vector: Floats) -> None:
        message.add_features(
            Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._encoder.identity)
        )


def sentence_vector(encoder: Encoder, text: str) -> Floats:
    """The two vectors of a text, side by side."""
    as_said, by_kind = plain(text), spoken(text)
    first = encoder.encode(as_said)
    return np.concatenate([first, first if by_kind == as_said else encoder.encode(by_kind)])


def features_of(message: Message) -> tuple[Floats, str]:
    """The sentence vector of a message and the identity of the encoder that made it."""
    for features in message.features:
        if features.type == FEATURE_TYPE_SENTENCE and features.attribute == TEXT:
            return np.asarray(features.features[0], dtype=np.float32), str(features.origin)
    raise ValueError("no sentence features: put bot.nlu.sentence_encoder.SentenceEncoder first")
