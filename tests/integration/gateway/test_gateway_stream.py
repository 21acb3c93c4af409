"""Session, messages and event stream of a real gateway process."""

from __future__ import annotations

import threading
import uuid

import httpx
import pytest

from tests.integration.gateway.gateway_support import (
    Customer,
    FakeRasa,
    GatewayProcess,
    custom,
    only,
)


def test_a_new_session_is_greeted_once_and_resumes(customer: Customer, rasa: FakeRasa) -> None:
    first = customer.open()
    greeting = customer.messages(1)[0]
    assert greeting["role"] == "bot" and greeting["text"] == "答:/start_conversation"
    again = customer.open()
    assert again["conversation"] == first["conversation"]
    assert again["last_event_id"] == greeting["id"]
    customer.say("你好")
    assert [m["text"] for m in customer.messages(3)] == [greeting["text"], "你好", "答:你好"]
    cookie = next(iter(customer.http.cookies.jar))
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite").lower() == "lax"
    assert first["conversation"] not in str(cookie.value)


def test_the_same_client_id_is_one_message(customer: Customer, rasa: FakeRasa) -> None:
    customer.open()
    customer.messages(1)
    key, text = str(uuid.uuid4()), f"只说一次{uuid.uuid4()}"
    answers = [customer.say(text, key) for _ in range(4)]
    assert {a.status_code for a in answers} == {202}
    assert len({a.json()["id"] for a in answers}) == 1
    messages = customer.messages(3)
    assert messages[1]["client_id"] == key and messages[1]["role"] == "user"
    customer.say("完")
    assert len(customer.messages(5)) == 5
    assert rasa.said.count(text) == 1


@pytest.mark.parametrize("text", ["/restart", '  /inform{"a":1}', "\u200b/x", "\t\n/session_start"])
def test_a_typed_slash_is_never_a_command(customer: Customer, rasa: FakeRasa, text: str) -> None:
    customer.open()
    customer.messages(1)
    customer.say(text)
    customer.messages(3)
    sent = rasa.said[-1]
    assert not sent.strip().startswith("/")
    assert sent.strip("\u200b \n\t").startswith("／")


def test_replay_continues_after_the_last_event_id(customer: Customer) -> None:
    customer.open()
    customer.messages(1)
    customer.say("一")
    customer.messages(3)
    customer.say("二")
    every = customer.messages(5)
    assert [m["id"] for m in every] == sorted(m["id"] for m in every)
    assert customer.messages(2, last_event_id=every[2]["id"]) == every[3:]
    assert customer.messages(3, after=every[1]["id"]) == every[2:]
    # The header of a reconnect wins over the address with which the page was opened.
    assert customer.messages(1, after=0, last_event_id=every[3]["id"]) == every[4:]


def test_a_second_tab_sees_everything_live(customer: Customer) -> None:
    customer.open()
    customer.messages(1)
    seen: list[list[str]] = []

    def watch() -> None:
        tab = Customer(str(customer.http.base_url))
        tab.http.cookies.update(customer.http.cookies)
        seen.append([m["text"] for m in tab.messages(3)])

    tabs = [threading.Thread(target=watch) for _ in range(2)]
    for tab in tabs:
        tab.start()
    customer.say("两个标签页")
    for tab in tabs:
        tab.join(timeout=15)
    assert seen == [["答:/start_conversation", "两个标签页", "答:两个标签页"]] * 2


def test_typing_is_shown_while_a_turn_runs(customer: Customer, rasa: FakeRasa) -> None:
    customer.open()
    customer.messages(1)
    rasa.delay = 0.4
    try:
        customer.say("慢一点")
        events = customer.events(
            lambda f: len(only(f)) == 3 and only(f, "typing")[-1] == {"on": False}
        )
    finally:
        rasa.delay = 0
    assert only(events, "typing") == [{"on": True}, {"on": False}]
    assert only(events, "state") == [{"owner": "bot"}]
    assert all("id" not in e for e in events if e.get("event") == "typing")


def test_quick_messages_are_answered_in_order_one_at_a_time(
    customer: Customer, rasa: FakeRasa
) -> None:
    customer.open()
    customer.messages(1)
    rasa.delay, rasa.most_active = 0.05, 0
    try:
        for number in range(6):
            customer.say(f"第{number}条")
        messages = customer.messages(13)
    finally:
        rasa.delay = 0
    answers = [m["text"] for m in messages if m["role"] == "bot"][1:]
    assert answers == [f"答:第{n}条" for n in range(6)]
    assert rasa.most_active == 1


def test_conversations_run_in_parallel(gateway: GatewayProcess, rasa: FakeRasa) -> None:
    customers = [Customer(gateway.base) for _ in range(4)]
    for visitor in customers:
        visitor.open()
        visitor.messages(1)
    rasa.delay, rasa.most_active = 0.5, 0
    try:
        for visitor in customers:
            visitor.say("同时")
        for visitor in customers:
            visitor.messages(3)
    finally:
        rasa.delay = 0
    assert rasa.most_active == 4


def test_conversations_are_private(gateway: GatewayProcess, rasa: FakeRasa) -> None:
    one, other = Customer(gateway.base), Customer(gateway.base)
    assert one.open()["conversation"] != other.open()["conversation"]
    one.messages(1)
    one.say("秘密")
    one.messages(3)
    assert [m["text"] for m in other.messages(1)] == ["答:/start_conversation"]
    assert Customer(gateway.base).http.get("/api/events").status_code == 401


def test_a_button_acts_once_and_only_in_its_conversation(
    gateway: GatewayProcess, customer: Customer, rasa: FakeRasa
) -> None:
    replies = [{"label": "没错", "payload": "/affirm"}]
    usual, rasa.answer = (
        rasa.answer,
        lambda b: [custom(f"答:{b['message']}", quick_replies=replies)],
    )
    try:
        customer.open()
        offered = customer.messages(1)[0]["quick_replies"]
        assert [set(b) for b in offered] == [{"token", "label"}], "the payload stays inside"
        token, before = offered[0]["token"], len(rasa.calls)
        stranger = Customer(gateway.base)
        stranger.open()
        assert stranger.press(token).status_code == 404
        assert stranger.press("0" * 32).json()["error"]["code"] == "unknown_button"
        presses = [customer.press(token) for _ in range(3)]
        assert {p.status_code for p in presses} == {202}
        assert len({p.json()["id"] for p in presses}) == 1
        messages = customer.messages(3)
        assert [m["text"] for m in messages[1:]] == ["没错", "答:/affirm"]
        customer.say("继续")
        customer.messages(5)
        said = [c["message"] for c in rasa.calls[before:]]
        assert said.count("/affirm") == 1
    finally:
        rasa.answer = usual


def test_rasa_gets_a_stable_id_and_the_correlation_id(customer: Customer, rasa: FakeRasa) -> None:
    customer.open()
    document = {"client_id": str(uuid.uuid4()), "text": "带编号"}
    headers = {"X-Correlation-ID": "abcdef-1234567"}
    response = customer.http.post("/api/messages", json=document, headers=headers)
    assert response.headers["X-Correlation-ID"] == "abcdef-1234567"
    customer.messages(3)
    metadata = rasa.calls[-1]["metadata"]
    assert metadata["message_id"] == str(response.json()["id"])
    assert metadata["correlation_id"] == "abcdef-1234567"
    assert rasa.headers[-1]["X-Correlation-ID"] == "abcdef-1234567"


def test_message_texts_do_not_reach_the_log(gateway: GatewayProcess, customer: Customer) -> None:
    customer.open()
    customer.say("我叫欧阳明月, 电话13912345678")
    customer.messages(3)
    httpx.get(f"{gateway.base}/api/13912345678", params={"q": "13912345678"}, trust_env=False)
    log = gateway.log.read_text(encoding="utf-8")
    assert "欧阳明月" not in log and "13912345678" not in log
