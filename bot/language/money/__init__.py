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
    more,
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


_TO = re.compile(r"\s?(?:到|至|-|~)\s?")
_GE = re.compile(
    rf"(?<![\d一二两])(?!一个)(?P<n>\d{{1,9}}(?:\.\d)?|[{D}十百]{{1,9}})(?P<more>多|来)?个(?![月人孩娃老小儿女礼星钟宝w万大男字问病家亲兄姐妹哥弟保重意产零样点方公社]|多月|半|月)"
)
# Words before a short bare figure that can only be meant in ten thousands: 年薪30, 房贷还剩98.
_BARE_WAN = re.compile(
    r"(?:年薪|年入|年收入|房贷|车贷|贷款|贷了|还剩|还欠|存款|负债)(?:大概|差不多|约|各|还有|还剩|还差|还|有|剩|了){0,2}"
    rf"(?P<n>[1-9]\d{{0,2}}|[{D}十百]{{1,5}})(?=[,。;、\s]|$|左右|上下|还剩|还欠)(?!\s?[岁万wk千年])"
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
    return _joined(text, spans)


def _joined(text: str, spans: list[MoneySpan]) -> tuple[MoneySpan, ...]:
    """1万到1万5: two amounts with 到 between them are one range."""
    found: list[MoneySpan] = []
    for span in spans:
        last = found[-1] if found else None
        if (
            last
            and _TO.fullmatch(text, last.end, span.start)
            and last.amount.max <= span.amount.min
        ):
            amount = Amount(last.amount.min, span.amount.max)
            found[-1] = MoneySpan(last.start, span.end, amount)
        else:
            found.append(span)
    return tuple(found)


def find_ge(text: str) -> tuple[MoneySpan, ...]:
    """N个, or 年薪N, meaning N万: only to be used beside an income, debt or price word."""
    spans = []
    for match in _BARE_WAN.finditer(text):
        yearly = exact(number(match["n"]), 10**4)
        if yearly:
            spans.append(MoneySpan(match.start("n"), match.end("n"), yearly))
    for match in _GE.finditer(text):
        amount = more(number(match["n"]), 10**4, match["more"] or "")
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
