"""Laws of understanding: any text is read, every quote is the customer's own words."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advisor.household import household_from_dict
from bot.advisor.merge import merge
from bot.language import Expectation, understand
from bot.language.numerals import find_numbers, parse_number

AS_OF = date(2026, 11, 21)
PIECES = (
    "我", "老公", "老婆", "爸妈", "公婆", "孩子", "俩娃", "一个", "36", "三十六岁", "88年的",
    "属龙", "比我大三岁", "都", "和", "，", "。", " ", "的", "没有", "高血压", "糖尿病",
    "血压160/100", "不用买", "除了", "去世了", "职工医保", "新农合", "老师", "货车司机",
    "月薪1w5", "预算八千", "房贷90万", "一家四口", "不对", "是", "不是", "刚满月", "两岁半",
    "小学三年级", "有份50万的重疾", "怀孕20周", "身体好", "他", "她", "给", "就", "双胞胎",
    "大的", "小的", "老大", "老二", "爷爷", "孩子他爸", "同事", "👶", "歲", "嗯",
)  # fmt: skip
MESSAGES = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
KINDS = (
    "age", "members", "income", "household_income", "budget", "social_insurance", "occupation",
    "debts", "condition_detail", "health_declaration", "yes_no", "city",
)  # fmt: skip


def quotes(value: Any) -> list[str]:
    """Every `said` and every source in a document."""
    if isinstance(value, list):
        return [q for item in value for q in quotes(item)]
    if not isinstance(value, dict):
        return []
    own = [value["said"]] if isinstance(value.get("said"), str) else []
    sources = list(value.get("sources", {}).values())
    inner = [q for k, v in value.items() if k != "sources" for q in quotes(v)]
    return own + sources + inner


def check(text: str, expecting: Expectation | None = None) -> None:
    understood = understand(text, AS_OF, expecting)
    household_from_dict(understood.document)
    assert all(quote in text for quote in quotes(understood.document))
    assert 0.0 <= understood.coverage <= 1.0
    for span in understood.spans:
        assert 0 <= span.start <= span.end <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_unicode_text_is_read(text: str) -> None:
    check(text)


@settings(max_examples=500, deadline=None)
@given(MESSAGES)
def test_any_mixture_of_family_talk_is_read(text: str) -> None:
    check(text)


@settings(max_examples=300, deadline=None)
@given(MESSAGES, st.sampled_from(KINDS), st.sampled_from(("self", "spouse", "child_1")))
def test_any_answer_is_read(text: str, kind: str, member: str) -> None:
    check(text, Expectation(kind, (member,), condition="hypertension", attribute="systolic"))


@settings(max_examples=300, deadline=None)
@given(MESSAGES, MESSAGES)
def test_merging_twice_changes_nothing_more(first: str, second: str) -> None:
    old = household_from_dict(understand(first, AS_OF).document)
    reading = understand(second, AS_OF)
    new = household_from_dict(reading.document)
    once = merge(old, new, reading.operations).household
    if any(o.kind == "reset" for o in reading.operations):
        return
    twice = merge(once, new, reading.operations)
    assert twice.household == once
    assert twice.changes == ()


@settings(max_examples=300, deadline=None)
@given(st.integers(min_value=0, max_value=10**12))
def test_every_whole_number_is_read_from_chinese_digits(number: int) -> None:
    assert parse_number(chinese(number)) == number
    assert parse_number(f"{number:,}") == number


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_found_numbers_stand_where_they_say(text: str) -> None:
    for span in find_numbers(text):
        assert text[span.start : span.end] == span.text


def chinese(number: int) -> str:
    """The standard reading of a whole number, digit group by digit group."""
    if number == 0:
        return "零"
    groups, text, gap = [], "", False
    while number:
        groups.append(number % 10000)
        number //= 10000
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if group == 0:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group(group) + ("", "万", "亿", "兆")[power]
        gap = False
    return text


def _group(value: int) -> str:
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit == 0:
            zero = bool(text)
            continue
        text += (
            ("零" if zero else "") + "零一二三四五六七八九"[digit] + ("", "十", "百", "千")[power]
        )
        zero = False
    return text
