"""Answers to yes-or-no questions."""

from __future__ import annotations

import pytest

from bot.language.yes_no import read_yes_no


@pytest.mark.parametrize(
    "text",
    ["嗯嗯 有", "能", "是的", "对", "好的", "可以", "没问题", "有", "OK", "同意", "👌", "没错"],
)
def test_yes(text: str) -> None:
    assert read_yes_no(text) == "yes"


@pytest.mark.parametrize(
    "text",
    ["不", "没有", "不同意", "没有过", "都没有", "不用", "不是", "从来没有", "不行", "没得过"],
)
def test_no(text: str) -> None:
    assert read_yes_no(text) == "no"


@pytest.mark.parametrize("text", ["不清楚", "好像有", "记不清了", "不太确定", "可能有吧", "忘了"])
def test_unsure(text: str) -> None:
    assert read_yes_no(text) == "unsure"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "我36老公38",
        "是不是要体检",
        "没社保，我跑外卖",
        "哦对了我妈还有糖尿病",
        "能买吗",
        "不要重疾了，太贵",
    ],
)
def test_neither(text: str) -> None:
    assert read_yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("确实没有", "no"), ("没门", "no"), ("不太好", "no"), ("不，我不要", "no"), ("👎🏻", "no"),
        ("不用了，谢谢", "no"), ("👍🏻", "yes"), ("得嘞", "yes"), ("就这么办", "yes"),
        ("no problem", "yes"), ("不是不可以", "unsure"), ("我再想想", "unsure"),
        ("看情况", "unsure"),
        ("对不起", None), ("不得不说", None), ("可是我没有", None), ("中间那个", None),
        ("行业", None),
    ],
)  # fmt: skip
def test_more_ways_to_answer(text: str, answer: str | None) -> None:
    assert read_yes_no(text) == answer
