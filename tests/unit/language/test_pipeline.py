"""The spaCy pipeline says the same as the plain function."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import understand

pipeline = pytest.importorskip("bot.language.pipeline")
AS_OF = date(2026, 11, 21)
TEXT = "我36，老公38货车司机，婆婆65有高血压"


def test_the_pipeline_and_the_function_agree() -> None:
    doc = pipeline.read(TEXT, AS_OF)
    assert doc._.understanding == understand(TEXT, AS_OF)
    assert pipeline.load().pipe_names == list(pipeline.STEPS)


def test_facts_are_spans_with_the_member_as_id() -> None:
    doc = pipeline.read(TEXT, AS_OF)
    spans = doc.spans[pipeline.SPANS]
    assert ("高血压", "condition", "mother_in_law") in {(s.text, s.label_, s.id_) for s in spans}


def test_the_pipeline_can_be_built_from_its_config() -> None:
    from spacy.util import load_model_from_config

    copy = load_model_from_config(pipeline.load().config, auto_fill=True)
    assert copy.pipe_names == list(pipeline.STEPS)
