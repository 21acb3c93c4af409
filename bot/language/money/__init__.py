"""Amounts of money as people say them, in fen, with the period said beside them.

`find_money` returns every amount with a unit (万, w, k, 千, 百, 块, 元, 个 after an
income or debt word). What the amount is for (budget, income, debt) is decided by its
neighbours: see `link_money`. Currencies are read by `quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.money.amounts import (
    DECORATED,
    SCALES,
    Amount,
    D,
    exact,
    fen,
    number,
    read_amount,
    softened,
)

__all__ = ["SCALES", "Amount", "MoneySpan", "find_bare", "find_ge", "find_money"]


@dataclass(frozen=True)
class MoneySpan:
    start: int
    end: int
    amount: Amount


_GE = re.compile(
    rf"(?<![\d一二两])(?!一个)(?P<n>\d{{1,9}}|[{D}十百]{{1,9}})个(?![月人孩娃老小儿女礼星钟宝w万大男字问病家亲兄姐妹哥弟保重意产零样点方公社]|多月|半|月)"
)
_YEARLY_BARE = re.compile(
    r"(?:年薪|年入|年收入)(?:大概|差不多|约|各)?(?P<n>[1-9]\d{0,2})(?=[,。;、\s]|$|左右|上下)(?!\s?[岁万wk千])"
)
_BARE = re.compile(
    r"(?<![\d.a-z\-/])(?P<n>\d{3,8}|\d{1,3}(?:,\d{3})+)(?![\d.]|\s?[岁年月号日周天级类度mMcC厘毫公斤kg%个])"
)


def find_money(text: str) -> tuple[MoneySpan, ...]:
    """Every amount that carries a unit, from left to right."""
    spans = []
    for match in DECORATED.finditer(text):
        amount = read_amount(match)
        if amount is None or amount.max > 10**14:
            continue
        start = match.start()
        spans.append(MoneySpan(start, match.end(), softened(amount, match["pre"])))
    return tuple(spans)


def find_ge(text: str) -> tuple[MoneySpan, ...]:
    """N个, or 年薪N, meaning N万: only to be used beside an income, debt or price word."""
    spans = []
    for match in _YEARLY_BARE.finditer(text):
        yearly = exact(number(match["n"]), 10**4)
        if yearly:
            spans.append(MoneySpan(match.start("n"), match.end("n"), yearly))
    for match in _GE.finditer(text):
        amount = exact(number(match["n"]), 10**4)
        if amount:
            spans.append(MoneySpan(match.start(), match.end(), amount))
    return tuple(spans)


def find_bare(text: str) -> tuple[MoneySpan, ...]:
    """Bare figures of three digits or more: money only beside a money word."""
    spans = []
    for match in _BARE.finditer(text):
        value = number(match["n"])
        if value is not None:
            amount = Amount(fen(value), fen(value), unit_said=False)
            spans.append(MoneySpan(match.start(), match.end(), amount))
    return tuple(spans)
