"""Reading Rasa's answers, and the wording guard over a whole message."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.answer import prepare
from bot.gateway.guard import allow_all, findings
from bot.gateway.messages import (
    ConsentEffect,
    DeleteProfileEffect,
    HandoffEffect,
    Message,
    QuickReply,
    Reply,
    read_replies,
)
from bot.gateway.sentences import sentence
from bot.gateway.wording import wording_guard


def test_a_message_of_the_contract_is_read_whole() -> None:
    effects = [
        {"type": "handoff", "reason": "asked", "summary": "一家三口"},
        {"type": "consent", "layer": "C2", "given": False, "text_version": "1", "subject": "a"},
        {"type": "delete_profile"},
    ]  # fmt: skip
    raw = {
        "kind": "plan_card",
        "text": "方案",
        "body": {"title": "均衡方案"},
        "quick_replies": [{"label": "没错", "payload": "/affirm"}],
        "effects": effects,
    }
    replies, problems = read_replies([{"recipient_id": "x", "custom": raw}])
    assert problems == []
    expected = Message("plan_card", "方案", {"title": "均衡方案"}, (QuickReply("没错", "/affirm"),))
    assert replies[0].message == expected
    assert replies[0].effects == (
        HandoffEffect("asked", "一家三口"),
        ConsentEffect("C2", False, "1", "a"),
        DeleteProfileEffect(),
    )


def test_a_domain_response_with_buttons_is_read() -> None:
    raw = {"text": "好吗", "buttons": [{"title": "好", "payload": "/affirm"}]}
    replies, problems = read_replies([raw])
    assert replies[0].message == Message("text", "好吗", {}, (QuickReply("好", "/affirm"),))
    assert problems == []


@pytest.mark.parametrize(
    "effect",
    [
        {"type": "consent", "layer": "C9", "given": True},
        {"type": "consent", "layer": "C2", "given": "yes"},
        {"type": "pay"},
        "handoff",
    ],
)
def test_an_unknown_effect_is_reported_and_not_carried_out(effect: Any) -> None:
    replies, problems = read_replies(
        [{"custom": {"kind": "text", "text": "a", "effects": [effect]}}]
    )
    assert replies[0].effects == () and len(problems) == 1


def test_one_bad_reply_does_not_hide_the_others() -> None:
    replies, problems = read_replies([{"image": "http://x"}, 5, {"text": "好"}])
    assert [r.message.text for r in replies] == ["好"]
    assert len(problems) == 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["custom", "text", "kind", "body", "buttons", "quick_replies", "effects",
                         "type", "label", "payload", "title", "layer"]),
        inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(json_values)
def test_no_answer_of_rasa_breaks_the_reader(raw: Any) -> None:
    replies, problems = read_replies(raw)
    for reply in replies:
        assert isinstance(reply.message.text, str) and isinstance(reply.message.body, dict)
        assert reply.visible or reply.effects or not reply.message.text
    assert all(isinstance(problem, str) for problem in problems)


def test_the_guard_sees_every_string_that_we_say() -> None:
    def guard(text: str) -> list[str]:
        return [text] if "坏" in text else []

    message = Message(
        "plan_card", "坏1",
        {"a": [{"b": "坏2", "said": "坏话是客户说的"}], "n": 3, "t": ("坏3",)},
        (QuickReply("坏4", "/坏payload"),),
    )  # fmt: skip
    assert findings(message, guard) == ["坏1", "坏2", "坏3", "坏4"]


def test_the_real_rules_block_promises_and_let_plain_advice_pass() -> None:
    guard = wording_guard()
    promised = Message("text", "放心", {"why": ["这款稳 赚 不 赔"]})
    plain = Message("text", "这份医疗险保障一年，不保证续保，等待期30天。")
    blocked, shown = prepare([Reply(promised), Reply(plain)], guard)
    assert blocked.blocked and blocked.message is not None
    assert blocked.message.text == sentence("blocked") and blocked.findings
    assert shown.message == plain and not shown.findings


def test_advisory_findings_are_reported_and_do_not_block() -> None:
    asked = Message("text", "血压最高时量到过多少？")
    (outgoing,) = prepare([Reply(asked)], wording_guard())
    assert outgoing.message == asked and not outgoing.blocked


@pytest.mark.parametrize(
    ("replies", "words", "cancel_on"),
    [
        ([("转给顾问了", True)], ["转给顾问了"], 0),
        ([("", True), ("请拨打12356", False)], ["请拨打12356"], 0),
        ([("先说一句", False), ("", True)], ["先说一句"], 0),
        ([("转", True), ("后面的话", False)], ["转", "后面的话"], 0),
        ([("", True)], [sentence("handoff_queued")], 0),
    ],
)
def test_a_hand_off_always_has_words_and_one_way_back(
    replies: list[tuple[str, bool]], words: list[str], cancel_on: int
) -> None:
    effect = HandoffEffect("asked", "")
    given = [Reply(Message("text", t), (effect,) if hands else ()) for t, hands in replies]
    shown = [o.message for o in prepare(given, allow_all) if o.message is not None]
    assert [m.text for m in shown] == words
    offers = [i for i, m in enumerate(shown) for q in m.quick_replies if "机器人" in q.label]
    assert offers == [cancel_on]


def test_an_answer_without_words_is_never_silence() -> None:
    consent = ConsentEffect("C2", True, "v", "self")
    outgoing = prepare([Reply(Message("effect", ""), (consent,))], allow_all)
    assert [o.effects for o in outgoing] == [(consent,), ()]
    assert outgoing[-1].message is not None
    assert outgoing[-1].message.text == sentence("silence")
