"""When Rasa is slow, broken or gone the customer is told honestly and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.gateway import handoff
from bot.gateway.database import reading
from bot.gateway.sentences import sentence
from bot.gateway.store import audit, inbox
from bot.gateway.tables import conversations
from tests.integration.gateway.gateway_support import (
    Customer,
    FakeRasa,
    InProcess,
    custom,
    free_port,
    serving_gateway,
    serving_rasa,
)


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with serving_rasa() as fake:
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


def test_errors_are_retried_and_answered_once(customer: Customer, rasa: FakeRasa) -> None:
    rasa.status = 500
    customer.say("先坏后好")
    while len(rasa.calls) < 3:
        pass
    rasa.status = 200
    texts = [m["text"] for m in customer.messages(4)]
    assert texts[1:] == ["先坏后好", sentence("delay"), "答:先坏后好"]


def test_a_slow_turn_is_announced_once_and_then_answered(
    customer: Customer, rasa: FakeRasa
) -> None:
    rasa.delay = 0.8
    customer.say("慢")
    texts = [m["text"] for m in customer.messages(4)]
    assert texts[1:] == ["慢", sentence("delay"), "答:慢"]


def test_past_the_deadline_the_turn_is_repeated(customer: Customer, rasa: FakeRasa) -> None:
    rasa.delay = 1.3
    customer.say("太慢")
    while "太慢" not in rasa.said:
        pass
    rasa.delay = 0.0
    texts = [m["text"] for m in customer.messages(4)]
    assert texts[1:] == ["太慢", sentence("delay"), "答:太慢"]
    assert rasa.said.count("太慢") == 2


def test_giving_up_apologises_and_offers_ways_on(
    running: InProcess, customer: Customer, rasa: FakeRasa
) -> None:
    rasa.status = 500
    customer.say("一直坏")
    customer.say("后面的也不丢")
    messages = customer.messages(6, seconds=20)
    apologies = [m for m in messages if m["text"] == sentence("apology")]
    assert [b["label"] for b in apologies[0]["quick_replies"]] == ["再试一次", "转人工"]
    rasa.status = 200
    customer.press(apologies[0]["quick_replies"][0]["token"])
    customer.messages(7)
    with reading(running.gateway.engine) as connection:
        events = audit.entries(connection, _only_conversation(running))
        assert inbox.pending(connection) <= 1
    assert ("turn_failed", "status") in {(t, d.get("reason")) for t, d in events}


def test_the_way_to_a_person_works_without_rasa(running: InProcess, tmp_path: Path) -> None:
    with serving_gateway(tmp_path / "dead", free_port()) as dead:
        visitor = Customer(dead.base)
        visitor.open()
        apology = visitor.messages(2)[1]
        assert apology["text"] == sentence("apology")
        visitor.press(apology["quick_replies"][-1]["token"])
        card = visitor.messages(4)[3]
        assert card["kind"] == "handoff_card" and card["body"]["state"] == "queued"
        visitor.press(card["quick_replies"][0]["token"])
        assert visitor.messages(6)[5]["text"] == sentence("handoff_cancelled")
        with reading(dead.gateway.engine) as connection:
            steps = handoff.history(connection, _only_conversation(dead))
        assert [s[0] for s in steps] == ["queued", "cancelled"]


@pytest.mark.parametrize("answer", [[], {"error": 1}, [{}], [None], [{"custom": {"kind": 3}}]])
def test_silence_and_nonsense_become_an_honest_sentence(
    customer: Customer, rasa: FakeRasa, answer: object
) -> None:
    rasa.answer = lambda _body: answer
    customer.say("你好")
    assert customer.messages(3)[2]["text"] == sentence("silence")


def test_a_forbidden_wording_is_never_shown(tmp_path: Path, rasa: FakeRasa) -> None:
    rasa.answer = lambda b: [
        custom("好的"),
        custom("方案", kind="plan_card", body={"members": [{"why": ["这是全网最低价"]}]}),
        custom("您说", body={"facts": [{"said": "我要全网最低价"}]}),
    ]
    guard = lambda text: ["绝对化"] if "全网最低" in text else []  # noqa: E731
    with serving_gateway(tmp_path, rasa.port, guard=guard) as running:
        visitor = Customer(running.base)
        visitor.open()
        messages = visitor.messages(3)
        with reading(running.gateway.engine) as connection:
            events = audit.entries(connection, _only_conversation(running))
    assert [m["text"] for m in messages] == ["好的", sentence("blocked"), "您说"]
    assert "全网最低价" not in str(messages[1])
    assert events[0][0] == "reply_blocked" and events[0][1]["kind"] == "plan_card"


def test_heartbeats_keep_the_stream_open(tmp_path: Path, rasa: FakeRasa) -> None:
    with serving_gateway(tmp_path, rasa.port, heartbeat_seconds=1) as running:
        visitor = Customer(running.base)
        visitor.open()
        events = visitor.events(lambda f: sum(e["event"] == "comment" for e in f) >= 2, seconds=6)
    assert len(events) >= 2


def _only_conversation(running: InProcess) -> str:
    with reading(running.gateway.engine) as connection:
        return str(connection.execute(conversations.select()).one().id)
