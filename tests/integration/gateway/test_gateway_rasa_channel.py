"""The repeatable REST channel inside a real Rasa with a real (tiny) model."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.gateway.gateway_support import ROOT, Customer, free_port, serving_gateway

pytestmark = pytest.mark.slow

PROJECT = {
    "domain.yml": """
version: "3.1"
intents: [count, show]
responses:
  utter_count: [{text: 数好了, buttons: [{title: 再来, payload: /count}]}]
  utter_show:
  - custom: {kind: plan_card, text: 方案, body: {n: 2, none: []}, quick_replies: [], effects: []}
""",
    "config.yml": """
recipe: default.v1
language: zh
assistant_id: tiny
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy, enable_fallback_prediction: false}]
""",
    "data/nlu.yml": """
version: "3.1"
nlu:
- {intent: count, examples: "- 数一下\\n"}
- {intent: show, examples: "- 看方案\\n"}
""",
    "data/rules.yml": """
version: "3.1"
rules:
- {rule: count, steps: [{intent: count}, {action: utter_count}]}
- {rule: show, steps: [{intent: show}, {action: utter_count}, {action: utter_show}]}
""",
    "credentials.yml": "bot.rasa_seams.repeatable_rest.RepeatableRestInput:\n",
    "endpoints.yml": "tracker_store: {type: SQL, dialect: sqlite, db: tracker.db}\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rasa")
    for name, content in PROJECT.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content.lstrip(), encoding="utf-8")
    run_rasa(folder, "train", "--fixed-model-name", "tiny").wait(timeout=240)
    assert (folder / "models" / "tiny.tar.gz").exists(), (folder / "rasa.log").read_text()
    return folder


def run_rasa(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }  # fmt: skip
    with (folder / "rasa.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "rasa", *arguments],
            cwd=folder, env=environment, stdout=log, stderr=log,
        )  # fmt: skip


class RunningRasa:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = run_rasa(self.folder, "run", "-i", "127.0.0.1", "-p", str(self.port))
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if self.call("ready?", "probe", "0")[0] == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.3)
        raise AssertionError((self.folder / "rasa.log").read_text())

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)

    def call(self, text: str, sender: str, message_id: str | None) -> tuple[int, Any]:
        metadata = {} if message_id is None else {"message_id": message_id}
        document = {"sender": sender, "message": text, "metadata": metadata}
        address = f"http://127.0.0.1:{self.port}/webhooks/rest/webhook"
        response = httpx.post(address, json=document, trust_env=False, timeout=30)
        return response.status_code, response.json()

    def turns(self, sender: str) -> int:
        with sqlite3.connect(self.folder / "tracker.db") as database:
            query = "SELECT count(*) FROM events WHERE sender_id = ? AND type_name = 'user'"
            return int(database.execute(query, (sender,)).fetchone()[0])


@pytest.fixture(scope="module")
def rasa(project: Path) -> Iterator[RunningRasa]:
    running = RunningRasa(project)
    running.start()
    yield running
    running.stop()


def test_a_repeated_call_returns_the_same_answer_and_changes_nothing(rasa: RunningRasa) -> None:
    first = rasa.call("数一下", "a", "1")
    assert first[1][0]["text"] == "数好了"
    assert rasa.call("数一下", "a", "1") == first
    assert rasa.turns("a") == 1
    assert rasa.call("数一下", "b", "1")[1][0]["recipient_id"] == "b"
    assert rasa.turns("b") == 1


def test_calls_that_overlap_join_one_turn(rasa: RunningRasa) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _n: rasa.call("看方案", "e", "1"), range(8)))
    assert all(answer == answers[0] for answer in answers)
    assert len(answers[0][1]) == 2 and rasa.turns("e") == 1


def test_a_new_message_id_is_a_new_turn(rasa: RunningRasa) -> None:
    for expected, number in enumerate(("11", "12", "13"), start=1):
        rasa.call("数一下", "c", number)
        assert rasa.turns("c") == expected
    rasa.call("数一下", "c", None)
    assert rasa.turns("c") == 4


def test_the_answer_is_found_after_a_restart_of_rasa(rasa: RunningRasa) -> None:
    spoken = (("数一下", "21"), ("看方案", "22"), ("数一下", "23"))
    before = [rasa.call(text, "d", number) for text, number in spoken]
    assert before[1][1][1]["custom"]["kind"] == "plan_card"
    rasa.stop()
    rasa.start()
    assert [rasa.call(text, "d", number) for text, number in spoken] == before
    assert rasa.turns("d") == 3


def test_a_caller_without_a_sender_is_refused(rasa: RunningRasa) -> None:
    address = f"http://127.0.0.1:{rasa.port}/webhooks/rest/webhook"
    assert httpx.post(address, json={"message": "x"}, trust_env=False).status_code == 400


def test_the_gateway_speaks_with_a_real_rasa(rasa: RunningRasa, tmp_path: Path) -> None:
    settings = {"turn_deadline_seconds": 20.0}
    with serving_gateway(tmp_path, rasa.port, settings=settings) as gateway:
        customer = Customer(gateway.base)
        customer.open()
        customer.messages(1)
        customer.say("数一下")
        assert [m["text"] for m in customer.messages(3)][1:] == ["数一下", "数好了"]
