"""The spaCy pipeline: jieba words, and our steps as registered components.

    load()                       the pipeline of config.cfg
    read(text, as_of)            a Doc: doc._.understanding, doc.spans["jiabao"], doc.ents
    write(load(), folder)        a folder for `spacy.load(folder)` and Rasa's SpacyNLP

It gives the same result as `bot.language.understand`, which needs no spaCy: measured with
`python -X importtime` on two cores, `bot.language` imports in about 0.5 s, this package in ten
times that and more, because spaCy brings TensorFlow along wherever that is installed.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_config, load_model_from_config

from bot.language.pipeline.components import MENTIONS, SPANS, STEPS
from bot.language.pipeline.disk import write
from bot.language.types import Expectation

__all__ = ["CONFIG", "MENTIONS", "SPANS", "STEPS", "load", "read", "write"]

CONFIG = Path(__file__).resolve().parent / "config.cfg"


@lru_cache(maxsize=1)
def load() -> Language:
    """The pipeline as config.cfg describes it."""
    return load_model_from_config(load_config(CONFIG), auto_fill=True)


def read(
    text: str, as_of: date, expecting: Expectation | None = None, nlp: Language | None = None
) -> Doc:
    """Run the pipeline over one message, as of a date and in the light of a question."""
    nlp = nlp or load()
    doc = nlp.make_doc(text)
    doc._.as_of, doc._.expecting = as_of, expecting
    return nlp(doc)
