"""The spaCy pipeline says the same as the plain function, in whole tokens, from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import Expectation, LanguageError, pipeline, understand
from eval.cases import household_files, read_household_cases
from eval.intents import CASES, read_cases

AS_OF = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parents[3]
TEXT = "我36，老公38货车司机，婆婆65有高血压"
SENTENCES = [case.text for path in household_files() for case in read_household_cases(path)]
OTHERS = [case.text for path in sorted(CASES.glob("*.yml")) for case in read_cases(path)]


def test_the_pipeline_and_the_function_agree_on_every_sentence() -> None:
    assert len(SENTENCES) > 500
    for text in SENTENCES:
        assert pipeline.read(text, AS_OF)._.understanding == understand(text, AS_OF), text


def test_no_token_runs_across_the_end_of_a_mention_or_a_fact() -> None:
    for text in SENTENCES + OTHERS:
        doc = pipeline.read(text, AS_OF)
        assert doc.text == text
        edges = {token.idx for token in doc} | {token.idx + len(token) for token in doc}
        reading = doc._.reading
        spans = [(f.start, f.end) for f in doc._.understanding.spans]
        spans += [reading.normalised.span(m.start, m.end) for m in reading.mentions]
        assert {offset for start, end in spans if end > start for offset in (start, end)} <= edges


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(SENTENCES))
def test_any_text_is_read(text: str, family: str) -> None:
    mixed = f"{text}{family}\t{text}"
    doc = pipeline.read(mixed, AS_OF)
    assert doc.text == mixed
    assert doc._.understanding == understand(mixed, AS_OF)


def test_facts_are_spans_and_entities_with_the_member_as_id() -> None:
    doc = pipeline.read(TEXT, AS_OF)
    facts = {(s.text, s.label_, s.id_) for s in doc.spans[pipeline.SPANS]}
    assert {("高血压", "condition", "mother_in_law"), ("38", "age", "spouse")} <= facts
    assert ("货车司机", "occupation", "spouse") in {(e.text, e.label_, e.ent_id_) for e in doc.ents}
    assert "person" in {s.label_ for s in doc.spans[pipeline.MENTIONS]}


def test_a_fact_of_two_is_two_spans_and_one_entity() -> None:
    doc = pipeline.read("爸妈都有高血压", AS_OF)
    owners = [s.id_ for s in doc.spans[pipeline.SPANS] if s.label_ == "condition"]
    assert sorted(owners) == ["father", "mother"]
    assert [e.ent_id_ for e in doc.ents if e.label_ == "condition"] == ["father,mother"]


def test_words_of_the_lexicons_are_tokens_and_the_common_jieba_stays_as_it_was() -> None:
    before = dict(jieba.dt.FREQ)
    text = "丈母娘有甲状腺结节，想看百万医疗险"
    words = [token.text for token in pipeline.load().make_doc(text)]
    assert {"丈母娘", "甲状腺结节", "百万医疗险"} <= set(words)
    assert dict(jieba.dt.FREQ) == before


def test_what_was_asked_is_used() -> None:
    asked = Expectation("age", ("spouse",))
    doc = pipeline.read("38", AS_OF, asked)
    assert doc._.understanding == understand("38", AS_OF, asked)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(LanguageError, match="characters"):
        pipeline.read("我" * 2001, AS_OF)


def test_without_a_date_the_configured_one_is_used() -> None:
    from spacy.util import load_config, load_model_from_config

    config = load_config(pipeline.CONFIG)
    config["components"]["jiabao_normaliser"]["as_of"] = "2020-01-01"
    doc = load_model_from_config(config, auto_fill=True)("我88年的")
    assert doc._.understanding == understand("我88年的", date(2020, 1, 1))
    assert doc._.understanding != understand("我88年的", AS_OF)


def test_understanding_needs_no_spacy() -> None:
    code = f"""
import sys
from datetime import date
from bot.language import understand
assert understand({TEXT!r}, date(2026, 11, 21)).document["members"]
assert not [m for m in sys.modules if m.split(".")[0] in ("spacy", "thinc", "rasa")]
"""
    done = _run(code, ROOT)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("written")
    return pipeline.write(pipeline.load(), root / "spacy", root)


def test_plain_spacy_load_opens_the_folder(folder: Path) -> None:
    code = f"""
import json, spacy, sys
nlp = spacy.load({str(folder)!r})
doc = nlp({TEXT!r})
print(json.dumps([nlp.pipe_names, [[e.text, e.label_, e.ent_id_] for e in doc.ents]]))
"""
    done = _run(code, folder.parent, ROOT)
    assert done.returncode == 0, done.stderr
    names, entities = json.loads(done.stdout)
    assert names == list(pipeline.STEPS)
    assert ["高血压", "condition", "mother_in_law"] in entities


RASA_CONFIG = """
recipe: default.v1
language: zh
assistant_id: spacy
pipeline:
  - name: SpacyNLP
    model: {folder}
  - name: SpacyTokenizer
  - name: SpacyEntityExtractor
  - name: CountVectorsFeaturizer
  - name: LogisticRegressionClassifier
policies: []
"""
RASA_DATA = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - 你好
      - 早上好
  - intent: inform_household
    examples: |
      - 我36，老公38
      - 婆婆有高血压
"""


@pytest.mark.slow
def test_rasa_uses_the_folder_as_its_spacy_model(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text(RASA_CONFIG.format(folder=folder), encoding="utf-8")
    (tmp_path / "nlu.yml").write_text(RASA_DATA, encoding="utf-8")
    code = f"""
import asyncio, json, sys
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
model = train_nlu("config.yml", "nlu.yml", ".", fixed_model_name="small")
agent = Agent.load(model)
result = asyncio.run(agent.parse_message({TEXT!r}))
print(json.dumps([result["entities"], result["text_tokens"]]))
"""
    done = _run(code, folder.parent, ROOT, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    entities, tokens = json.loads(done.stdout.splitlines()[-1])
    assert {("高血压", "condition"), ("货车司机", "occupation")} <= {
        (e["value"], e["entity"]) for e in entities
    }
    starts = {start for start, _ in tokens}
    assert all(e["start"] in starts for e in entities)


def _run(code: str, *path: Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment: dict[str, Any] = {
        **os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "PYTHONUTF8": "1",
        "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    command = [sys.executable, "-c", code]
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=180
    )
