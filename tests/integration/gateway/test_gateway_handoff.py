"""Hand-off, consent and deletion as effects of a turn, end to end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.gateway import handoff
from bot.gateway.database import now_ms, reading, writing
from bot.gateway.sentences import sentence
from bot.gateway.store import consents
from bot.gateway.store import inbox as inbox_store
from bot.gateway.tables import buttons, conversations, handoffs, inbox, outbox
from tests.integration.gateway.gateway_support import (
    Customer,
    FakeRasa,
    InProcess,
    custom,
    only,
    serving_gateway,
    serving_rasa,
)


def consent(given: bool, subject: str) -> dict[str, Any]:
    return {
        "type": "consent",
        "layer": "C2",
        "given": given,
        "text_version": "v1",
        "subject": subject,
    }


EFFECTS: dict[str, list[dict[str, Any]]] = {
    "转人工": [{"type": "handoff", "reason": "asked", "summary": "一家三口"}],
    "同意": [consent(True, "self"), consent(True, "spouse")],
    "不同意": [consent(False, "self")],
    "删除我的信息": [{"type": "delete_profile"}],
}


def answer(body: dict[str, Any]) -> list[dict[str, Any]]:
    text = body["message"]
    return [custom(f"答:{text}", effects=EFFECTS.get(text, []))]


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with serving_rasa(answer=answer) as fake:
        yield fake


@pytest.fixture
def running(tmp_path: Path, rasa: FakeRasa) -> Iterator[InProcess]:
    with serving_gateway(tmp_path, rasa.port) as gateway:
        yield gateway


@pytest.fixture
def customer(running: InProcess) -> Customer:
    visitor = Customer(running.base)
    visitor.open()
    visitor.messages(1)
    return visitor


def conversation_id(running: InProcess) -> str:
    with reading(running.gateway.engine) as connection:
        return str(connection.execute(conversations.select()).one().id)


def settle(running: InProcess) -> None:
    while True:
        with reading(running.gateway.engine) as connection:
            if not inbox_store.pending(connection):
                return
        time.sleep(0.02)


def test_the_bot_is_silent_while_a_person_is_waited_for(
    running: InProcess, customer: Customer, rasa: FakeRasa
) -> None:
    customer.say("转人工")
    card = customer.messages(3)[2]
    assert [b["label"] for b in card["quick_replies"]] == ["继续和机器人聊"]
    customer.say("我补充一下")
    settle(running)
    assert "我补充一下" not in rasa.said
    messages = customer.messages(4)
    assert messages[-1] == {**messages[-1], "role": "user", "text": "我补充一下"}
    events = customer.events(lambda f: bool(only(f, "typing")))
    assert only(events, "state") == [{"owner": "human"}]
    assert only(events, "typing") == [{"on": False}]
    customer.say("算了，继续和机器人聊吧")
    assert customer.messages(6)[5]["text"] == sentence("handoff_cancelled")
    customer.say("你好")
    assert customer.messages(8)[7]["text"] == "答:你好"
    with reading(running.gateway.engine) as connection:
        steps = handoff.history(connection, conversation_id(running))
    assert steps == [("queued", "bot", "asked"), ("cancelled", "customer", "")]


def test_an_agent_takes_over_and_gives_back(
    running: InProcess, customer: Customer, rasa: FakeRasa
) -> None:
    customer.say("转人工")
    customer.messages(3)
    mine, engine = conversation_id(running), running.gateway.engine
    with writing(engine) as connection:
        assert [c for c, _since in handoff.waiting(connection)] == [mine]
        handoff.claim(connection, mine, "小王", now=now_ms())
        assert handoff.waiting(connection) == []
        for _ in range(2):
            handoff.agent_send(connection, mine, "小王", "您好，我是小王", key="k1", now=now_ms())
    messages = customer.messages(5)
    assert messages[4]["role"] == "agent" and messages[4]["text"] == "您好，我是小王"
    with writing(engine) as connection:
        handoff.release(connection, mine, "小王", now=now_ms())
    customer.say("你好")
    assert customer.messages(8)[7]["text"] == "答:你好"


def test_consents_are_written_once_with_the_turn(running: InProcess, customer: Customer) -> None:
    customer.say("同意")
    customer.say("不同意")
    customer.messages(5)
    with reading(running.gateway.engine) as connection:
        row = connection.execute(conversations.select()).one()
        current = consents.current(connection, row.customer_id)
        entries = connection.execute(consents.consents.select()).all()
    assert current == {("C2", "self"): False, ("C2", "spouse"): True}
    assert [(e.subject, e.given) for e in entries] == [
        ("self", True), ("spouse", True), ("self", False),
    ]  # fmt: skip


def test_deletion_leaves_no_word_of_the_customer(
    running: InProcess, customer: Customer, rasa: FakeRasa
) -> None:
    customer.say("我家住在桃花源，孩子叫小满")
    customer.say("同意")
    customer.say("删除我的信息")
    messages = customer.messages(2, after=0)
    settle(running)
    messages = customer.messages(2)
    assert [m["text"] for m in messages] == ["删除我的信息", "答:删除我的信息"]
    with reading(running.gateway.engine) as connection:
        kept = str(
            [connection.execute(t.select()).all() for t in (inbox, outbox, buttons, handoffs)]
        )
        row = connection.execute(conversations.select()).one()
        assert len(consents.current(connection, row.customer_id)) == 2, "the proof of consent stays"
    assert "桃花源" not in kept and "小满" not in kept
    customer.say("你好")
    customer.messages(4)
    assert rasa.calls[-1]["sender"] != rasa.calls[0]["sender"], "Rasa starts afresh"
