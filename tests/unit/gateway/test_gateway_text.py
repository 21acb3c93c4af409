"""Cleaning typed text, neutralising commands, and recognising the wish to leave a hand-off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.handoff import wants_cancel
from bot.gateway.text import clean, neutralise


@given(st.text())
def test_what_rasa_gets_never_starts_with_a_slash(text: str) -> None:
    assert not neutralise(text).strip().startswith("/")
    assert not neutralise(clean(text)).strip().startswith("/")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_cleaning_is_stable_and_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")
    assert "\0" not in once


@pytest.mark.parametrize("text", ["和/或", "1/2", "血压140/90", "你好 /restart"])
def test_a_slash_inside_stays(text: str) -> None:
    assert neutralise(text) == text


def test_surrogates_are_dropped() -> None:
    assert clean("a\ud83db") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "取消人工", "取消转人工", "不用人工了", "不要转人工了", "不用转人工了吧",
        "继续和机器人聊", "我想继续和机器人聊", "还是跟机器人聊吧", "取消人工客服",
        "算了，继续和机器人聊吧。", "退出人工服务", "先不找人工了", "取消排队", "回到机器人",
        "我要和机器人聊", "不需要人工了", "继续跟机器人聊天", "不等人工了", "切换到AI助手",
    ],
)  # fmt: skip
def test_leaving_is_understood(text: str) -> None:
    assert wants_cancel(text)


@pytest.mark.parametrize(
    "text",
    [
        "转人工", "人工", "我要人工客服", "机器人听不懂我说话", "别让机器人跟我聊",
        "不要机器人，要人工", "取消保单", "不用了", "人工什么时候来", "我不想和机器人聊",
        "", "机器人", "我想要人工，不想继续和机器人聊",
        "取消人工受理的那份保单怎么办",
    ],
)  # fmt: skip
def test_other_words_stay_with_the_person(text: str) -> None:
    assert not wants_cancel(text)
