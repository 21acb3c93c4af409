"""Amounts of the household: budget, debts, assets, expense."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.link_money.state import Figure, Last, Money
from bot.language.link_money.words import DAILY, MONTHLY, YEARLY
from bot.language.money import Amount
from bot.language.numerals import parse_number

_PER_MONTH = re.compile(rf"\s?{cues('per_month')}")
_PER_DAY = re.compile(rf"\s?{cues('per_day')}")
_INSTALMENT = re.compile(cues("instalments"))
# Fen: a debt told by the month is an instalment below this.
_LEAST_MONTHLY_DEBT = 5_000_000
_SHARE = re.compile(
    rf"{cues('share_of')}的?{cues('about')}?(?P<p>\d{{1,2}}(?:\.\d+)?%|百分之[一二三四五六七八九十]+"
    r"|十分之[一二三四五]|[一二三]成|\d{1,2}个点)"
)


def read_budget(money: Money, figure: Figure) -> None:
    """预算一年8000; 每月300 is 3600 a year."""
    factor = 1
    if MONTHLY.search(figure.near) or _PER_MONTH.match(figure.after):
        factor = 12
    elif DAILY.search(figure.near) or _PER_DAY.match(figure.after):
        factor = 365
    amount = figure.amount.times(factor)
    money.place(figure, "annual_budget_fen", [], amount, money.words(figure))
    money.last = Last("budget", figure.mention, [])


def read_budget_share(money: Money) -> None:
    """预算是年收入的10%."""
    match = _SHARE.search(money.text)
    value = parse_number(match["p"].replace("个点", "%")) if match else None
    if match and value is not None and 0 < value < 1:
        money.draft.facts["budget_share_of_income"] = float(value)
        money.draft.sources["budget_share_of_income"] = money.original.said(*match.span())


def read_debts(money: Money, figure: Figure) -> None:
    """房贷100万，车贷10万 are added up; 月供5000 is no debt."""
    monthly = MONTHLY.search(figure.near) and figure.amount.max < _LEAST_MONTHLY_DEBT
    if monthly or _INSTALMENT.search(figure.near + figure.after[:3]):
        return
    base: Amount | None = money.draft.facts.get("debts_fen")
    words = money.draft.sources.get("debts_fen") or money.words(figure)
    amount = figure.amount
    total = Amount(base.min + amount.min, base.max + amount.max) if base else amount
    money.place(figure, "debts_fen", [], total, words)
    money.last = Last("debts", figure.mention, [])


def read_assets(money: Money, figure: Figure) -> None:
    """存款30万."""
    money.place(figure, "assets_fen", [], figure.amount, money.words(figure))


def read_expense(money: Money, figure: Figure) -> None:
    """每月开销8000."""
    amount = figure.amount.times(1 / 12) if YEARLY.search(figure.near) else figure.amount
    money.place(figure, "monthly_expense_fen", [], amount, money.words(figure))
