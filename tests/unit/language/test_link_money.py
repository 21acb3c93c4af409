"""What each amount is for, whose it is, and which policies are held."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.language import understand

AS_OF = date(2026, 11, 21)
WAN = 1_000_000


def document(text: str) -> dict[str, Any]:
    return understand(text, AS_OF).document


def member(text: str, relation: str) -> dict[str, Any]:
    return next(m for m in document(text)["members"] if m["relation"] == relation)


@pytest.mark.parametrize(
    ("text", "key", "fen"),
    [
        ("全家一年30万", "annual_income_fen", 30 * WAN),
        ("我36老公38，年收入50万", "annual_income_fen", 50 * WAN),
        ("预算一年8000", "annual_budget_fen", 800_000),
        ("每月拿出300买保险", "annual_budget_fen", 360_000),
        ("房贷100万，车贷10万", "debts_fen", 110 * WAN),
        ("存款30万", "assets_fen", 30 * WAN),
        ("每月开销8000", "monthly_expense_fen", 800_000),
    ],
)
def test_amounts_of_the_household(text: str, key: str, fen: int) -> None:
    assert document(text)[key] == fen


def test_an_instalment_is_no_debt() -> None:
    assert "debts_fen" not in document("月供5000")


def test_pay_belongs_to_the_earner() -> None:
    assert member("老公38月薪2万", "spouse")["annual_income_fen"] == 24 * WAN
    assert member("我老婆没工作，我月薪一万八", "self")["annual_income_fen"] == 18 * 12 * WAN // 10


def test_a_bonus_is_added() -> None:
    assert member("我月薪2万，年终奖5万", "self")["annual_income_fen"] == 29 * WAN


def test_a_policy_takes_its_amounts() -> None:
    (policy,) = member("老婆35买过重疾险50万，每年交6000", "spouse")["policies"]
    assert policy["sum_insured_fen"] == 50 * WAN
    assert policy["annual_premium_fen"] == 600_000


@pytest.mark.parametrize("text", ["老婆35想买重疾险", "老婆35重疾险已经停了"])
def test_a_wish_or_a_lapsed_policy_is_not_held(text: str) -> None:
    assert "policies" not in member(text, "spouse")


@pytest.mark.parametrize(
    ("text", "key", "fen"),
    [
        ("贷了220万，现在还欠186万", "debts_fen", 186 * WAN),
        ("房贷每月还九千，还剩140万", "debts_fen", 140 * WAN),
        ("房贷76万，装修贷12万，信用卡2万", "debts_fen", 90 * WAN),
        ("房贷一个320万一个80万", "debts_fen", 400 * WAN),
        ("房贷100万，哦不对，是120万", "debts_fen", 120 * WAN),
        ("房贷三百个", "debts_fen", 300 * WAN),
        ("存款30万，基金20万", "assets_fen", 50 * WAN),
        ("预算8千…算了还是1万2吧", "annual_budget_fen", 1_200_000),
        ("一家三口每人每年预算两千", "annual_budget_fen", 600_000),
        ("预算我们两个大人一年一万，孩子两千", "annual_budget_fen", 1_200_000),
        ("一年开销18万", "monthly_expense_fen", 1_500_000),
    ],
)
def test_sums_remainders_and_corrections(text: str, key: str, fen: int) -> None:
    assert document(text)[key] == fen


@pytest.mark.parametrize(
    "text",
    ["房租一个月两千", "我爸新农合一年交400", "80万房贷去年还清了", "孩子上幼儿园一个月两千五"],
)
def test_money_of_no_interest_is_no_fact(text: str) -> None:
    read = document(text)
    assert not [k for k in read if k.endswith("_fen")]
    assert not [k for m in read["members"] for k in m if k.endswith("_fen")]


@pytest.mark.parametrize(
    ("text", "relation", "yuan"),
    [
        ("老婆一个月9500发14个月", "spouse", 133_000),
        ("我年终奖6万，平时月薪一万五", "self", 240_000),
        ("我一个月一万二，年底三个月年终奖", "self", 180_000),
        ("我38，年入三十万，媳妇37一年十二万", "self", 300_000),
        ("欠了我姐五万，月薪六千五", "self", 78_000),
        ("我一年20万，老公也差不多", "spouse", 200_000),
        ("我和爱人月薪分别是一万一和九千", "spouse", 108_000),
        ("我一年三十万一年十二个月", "self", 300_000),
    ],
)
def test_pay_of_a_year(text: str, relation: str, yuan: int) -> None:
    assert member(text, relation)["annual_income_fen"] == yuan * 100


@pytest.mark.parametrize(
    ("text", "relation", "lines"),
    [
        ("我妈今年的惠民保续上了，意外险还没有", "mother", {"huiminbao"}),
        ("我名下一份增额寿，一份意外险", "self", {"whole_life", "accident"}),
        ("我有百万医疗，想再买个重疾", "self", {"medical_million"}),
        ("老婆前年买过医疗险，后来没续", "spouse", set()),
        ("我自己还没买过重疾", "self", set()),
        ("给我和老公各配50万重疾，每人一份意外", "spouse", set()),
        ("我老公重疾30万、寿险50万全都有", "spouse", {"critical_illness", "term_life"}),
    ],
)
def test_lines_in_force(text: str, relation: str, lines: set[str]) -> None:
    held = {p["line"] for p in member(text, relation).get("policies", [])}
    assert held == lines
