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
