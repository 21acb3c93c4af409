"""Wording: every class of the table, disguises, and what must stay allowed."""

from __future__ import annotations

import pytest

from bot.advisor.compliance import check_wording
from bot.knowledge.loader import load_knowledge

WORDING = load_knowledge().wording
ALL = ("any", "product_copy", "short_health")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("这是市面上最好的重疾险", "absolute"),
        ("性价比第一的产品", "absolute"),
        ("保 本 保 息", "promised_return"),
        ("稳·赚·不·赔", "promised_return"),
        ("投保就送您一份礼物", "inducement"),
        ("今天下单给您打八折", "inducement"),
        ("马上停售,抓紧", "stop_sale"),
        ("限　时优惠", "stop_sale"),
        ("监管推荐的好产品", "endorsement"),
        ("这个肯定能赔", "guarantee"),
        ("健康告知一定能过", "guarantee"),
        ("这个病不用告诉保险公司", "concealment"),
        ("两年后就能赔了", "concealment"),
        ("比别家便宜得多,比某某产品划算得多", "comparison"),
        ("不买就晚了", "pressure"),
        ("低门槛，秒到账", "online_marketing"),
        ("１００％赔", "absolute"),
        ("蕞好的选择", "absolute"),
    ],
)
def test_found_even_in_disguise(text: str, code: str) -> None:
    assert code in [v.code for v in check_wording(text, WORDING)]


@pytest.mark.parametrize(
    "text",
    [
        "最高保额50万元，最低投保年龄28天，最长保到终身",
        "最近有没有体检异常？最后确认一下",
        "本产品不保证续保，停售后可能无法续保",
        "我不能保证一定能赔，以条款为准",
        "第一年的保费是485元",
        "返佣是不允许的，我也不能返佣",
        "最终以保险公司核保结论为准",
        "请如实告知，不可以隐瞒",
    ],
)
def test_fixed_and_negated_uses_are_allowed(text: str) -> None:
    assert check_wording(text, WORDING, scopes=("any", "short_health")) == []


def test_scopes() -> None:
    assert check_wording("每年保证续保", WORDING) == []
    found = check_wording("每年保证续保", WORDING, scopes=("any", "short_health"))
    assert [v.word for v in found] == ["保证续保"]
    assert check_wording("家里有多少存款?", WORDING) == []
    assert check_wording("比存款利息高", WORDING, scopes=ALL)


def test_allowed_phrases_of_the_caller() -> None:
    name = "第一时间意外险"
    assert check_wording(f"推荐{name}", WORDING)
    assert check_wording(f"推荐{name}", WORDING, allowed=(name,)) == []


def test_a_longer_finding_swallows_a_shorter_one() -> None:
    found = check_wording("稳赚不赔", WORDING)
    assert [v.word for v in found] == ["稳赚不赔"]
    assert found[0].action == "block"


def test_every_word_of_the_table_is_found_alone() -> None:
    for rule in WORDING.rules:
        for word in rule.words:
            found = check_wording(word, WORDING, scopes=ALL)
            assert found, word
