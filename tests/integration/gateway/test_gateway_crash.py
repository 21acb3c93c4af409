"""A gateway that is killed loses nothing and repeats nothing visible."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

from tests.integration.gateway.gateway_support import Customer, GatewayProcess, only, serving_rasa


def test_killed_in_the_middle_of_a_turn(tmp_path: Path) -> None:
    with serving_rasa() as rasa:
        gateway = GatewayProcess(tmp_path, rasa.port).start()
        customer = Customer(gateway.base)
        customer.open()
        customer.messages(1)
        rasa.delay = 3.0
        assert customer.say("别把我弄丢").status_code == 202
        while "别把我弄丢" not in rasa.said:
            time.sleep(0.01)
        gateway.kill()
        rasa.delay = 0.0
        gateway.start()
        try:
            messages = customer.messages(3, seconds=25)
            customer.say("还在吗")
            messages = customer.messages(5)
        finally:
            gateway.stop()
    texts = [m["text"] for m in messages]
    assert texts[1:] == ["别把我弄丢", "答:别把我弄丢", "还在吗", "答:还在吗"]
    calls = [c["metadata"] for c in rasa.calls if c["message"] == "别把我弄丢"]
    assert len(calls) == 2, "Rasa was asked again"
    assert calls[0]["message_id"] == calls[1]["message_id"], "and can recognise it"
    assert [c["attempt"] for c in calls] == [1, 2]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """Wherever the kill hits, each accepted message ends with exactly one answer, in order."""
    rng = random.Random(20261121)
    accepted: list[str] = []
    with serving_rasa(delay=0.02) as rasa:
        gateway = GatewayProcess(tmp_path, rasa.port).start()
        customer = Customer(gateway.base)
        customer.open()
        for round_ in range(5):
            for number in range(4):
                text = f"第{round_}轮第{number}条"
                assert customer.say(text).status_code == 202
                accepted.append(text)
            time.sleep(rng.uniform(0, 0.12))
            gateway.kill()
            gateway.start()
        try:
            wanted = 1 + 2 * len(accepted)
            events = customer.events(
                lambda f: len(only(f)) >= wanted and only(f, "typing")[-1:] == [{"on": False}],
                seconds=60,
            )
        finally:
            gateway.stop()
    answers = [m["text"] for m in only(events) if m["role"] == "bot"]
    assert answers == ["答:/start_conversation", *(f"答:{text}" for text in accepted)]
    assert Counter(m["text"] for m in only(events) if m["role"] == "user") == Counter(accepted)


def test_a_second_process_serves_the_same_conversation(tmp_path: Path) -> None:
    with serving_rasa() as rasa:
        secret = {"JIABAO_SECRET_KEY": "the same key in both processes"}
        one = GatewayProcess(tmp_path, rasa.port, **secret).start()
        two = GatewayProcess(tmp_path, rasa.port, **secret).start()
        try:
            customer, elsewhere = Customer(one.base), Customer(two.base)
            customer.open()
            customer.messages(1)
            elsewhere.http.cookies.update(customer.http.cookies)
            sent = False
            started = 0.0

            def seen(events: list[dict]) -> bool:
                nonlocal sent, started
                if only(events, "typing") and not sent:
                    sent, started = True, time.monotonic()
                    customer.say("从另一个进程")
                return len(only(events)) == 3

            texts = [m["text"] for m in only(elsewhere.events(seen))]
            waited = time.monotonic() - started
        finally:
            one.stop()
            two.stop()
    assert texts[1:] == ["从另一个进程", "答:从另一个进程"]
    assert waited < 3
    assert rasa.said.count("从另一个进程") == 1
