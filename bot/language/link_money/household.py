"""Amounts of the household: budget, debts, assets, expense."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.link_money.corrections import corrects
from bot.language.link_money.parts import is_next_part
from bot.language.link_money.state import Figure, Last, Money
from bot.language.link_money.words import DAILY, MONTHLY, REMAINDER, TOTAL, YEARLY
from bot.language.money import Amount
from bot.language.numerals import parse_number

_PER_MONTH = re.compile(rf"\s?{cues('per_month')}")
_PER_DAY = re.compile(rf"\s?{cues('per_day')}")
_PER_HEAD = re.compile(cues("per_head"))
_LOAN = re.compile(rf"{cues('long_loans')}[^,欠剩还]{{0,3}}$")
_INSTALMENT = re.compile(cues("instalments"))
_STILL_OWED = re.compile(cues("still_owed"))
_PRINCIPAL = re.compile(cues("principals"))
_ANOTHER_DEBT = re.compile(rf"{cues('kinds_of_debt')}|{cues('creditors')}")
# Fen: a debt told by the month is an instalment below this.
_LEAST_MONTHLY_DEBT = 5_000_000
# Fen: 房贷八千 is what is paid a month.
_LEAST_LOAN = 1_500_000
# Fen: 打算配50万 is a sum insured.
_MOST_BUDGET = 30_000_000
# Fen: an expense from here on with no month said is one of a year.
_LEAST_YEARLY_EXPENSE = 3_000_000
_CHINESE_SHARE = r"百分之[一二三四五六七八九十]+|十分之[一二三四五]|[一二三]成"
_P = rf"(?P<p>\d{{1,2}}(?:\.\d+)?%|{_CHINESE_SHARE}|\d{{1,2}}个点)"
_SHARE = re.compile(rf"{cues('share_of')}的?{cues('about')}?{_P}")
# Without the word for income: 愿意拿10%买保险.
_SHARE_SPENT = re.compile(
    rf"{cues('share_spent')}[^,。;\d]{{0,3}}{_P}[^,。;]{{0,4}}{cues('buying')}"
)


def read_budget(money: Money, figure: Figure) -> None:
    """预算一年8000; 每月300 is 3600 a year; 一家三口每人2000 is 6000."""
    heads = _heads(money, figure)
    if not heads or figure.amount.max > _MOST_BUDGET:
        return
    factor = heads
    if MONTHLY.search(figure.near) or _PER_MONTH.match(figure.after):
        factor *= 12
    elif DAILY.search(figure.near) or _PER_DAY.match(figure.after):
        factor *= 365
    amount = figure.amount.times(factor)
    base: Amount | None = money.draft.facts.get("annual_budget_fen")
    if base is not None and is_next_part(money, figure):
        amount = Amount(base.min + amount.min, base.max + amount.max)
    money.place(figure, "annual_budget_fen", [], amount, money.words(figure))
    money.last = Last("budget", figure.mention, [], amount)


def _heads(money: Money, figure: Figure) -> int:
    """The persons an amount a head is for; 0 when nobody said how many they are."""
    if not _PER_HEAD.search(figure.near[-8:] + figure.after[:3]):
        return 1
    named = [r for r in money.references if r.end <= figure.start and len(r.members) > 1]
    inside = [r for r in named if r.start >= figure.start - len(figure.before)]
    if inside:
        return len(inside[-1].members)
    return int(money.draft.facts.get("members_count", 0))


def read_budget_share(money: Money) -> None:
    """预算是年收入的10%."""
    match = _SHARE.search(money.text) or _SHARE_SPENT.search(money.text)
    value = parse_number(match["p"].replace("个点", "%")) if match else None
    if match and value is not None and 0 < value < 1:
        money.draft.facts["budget_share_of_income"] = float(value)
        money.draft.sources["budget_share_of_income"] = money.original.said(*match.span())


def read_debts(money: Money, figure: Figure) -> None:
    """房贷100万，车贷10万 are added up; 月供5000 is no debt."""
    monthly = MONTHLY.search(figure.near) and figure.amount.max < _LEAST_MONTHLY_DEBT
    small = _LOAN.search(figure.near) and figure.amount.max < _LEAST_LOAN
    if monthly or small or _INSTALMENT.search(figure.near + figure.after[:3]):
        money.last = Last("instalment", figure.mention, [])
        return
    _add_up(money, figure, "debts", "debts_fen", again=_same_debt(money, figure))


def _same_debt(money: Money, figure: Figure) -> bool:
    """贷了220万，现在还欠186万: what is left of the debt told before."""
    owed = money.last is not None and money.last.purpose == "debts"
    if not owed or money.last is None or _ANOTHER_DEBT.search(figure.near):
        return False
    told_at_first = _PRINCIPAL.search(money.last.near) and REMAINDER.search(figure.near)
    return bool(told_at_first or _STILL_OWED.search(figure.near))


def read_assets(money: Money, figure: Figure) -> None:
    """存款30万，基金10万 are added up."""
    if not YEARLY.search(figure.near):
        _add_up(money, figure, "assets", "assets_fen")


def _add_up(money: Money, figure: Figure, purpose: str, key: str, *, again: bool = False) -> None:
    """Several amounts of one kind make one sum, unless the later corrects or sums up."""
    base: Amount | None = money.draft.facts.get(key)
    words = money.draft.sources.get(key) or money.words(figure)
    amount = figure.amount
    if base is not None and not TOTAL.search(figure.near):
        low, high = base.min + amount.min, base.max + amount.max
        before = money.last.added if money.last and money.last.purpose == purpose else None
        if before is not None and (again or corrects(figure)):
            low, high = low - before.min, high - before.max
        money.place(figure, key, [], Amount(low, high), words)
    else:
        money.place(figure, key, [], amount, words)
    money.last = Last(purpose, figure.mention, [], amount, figure.near)


def read_expense(money: Money, figure: Figure) -> None:
    """每月开销8000."""
    large = figure.amount.max >= _LEAST_YEARLY_EXPENSE and not MONTHLY.search(figure.near)
    yearly = large or YEARLY.search(figure.near)
    amount = figure.amount.times(1 / 12) if yearly else figure.amount
    money.place(figure, "monthly_expense_fen", [], amount, money.words(figure))
    money.last = Last("expense", figure.mention, [], amount)
