"""What pay is a year: of a day, a week, a month, of 13 or more months."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.link_money.state import AMOUNT_KINDS, Figure, Money
from bot.language.link_money.words import (
    DAILY,
    MONTHLY,
    MONTHLY_AFTER,
    WEEKLY,
    YEARLY,
    YEARLY_AFTER,
)
from bot.language.money import Amount
from bot.language.numerals import parse_number

_N = r"(?P<n>1[2-9]|2[0-4]|十[二三四五六七八九]?|二十[一二三四]?)"
_MONTHS = rf"(?:一年|每年)?{cues('months_paid')}\s?{_N.replace('<n>', '<m>')}个月"
_SALARIES = re.compile(
    rf"{_N}{cues('month_salaries')}|{_MONTHS}(?:的?{cues('regular_pay')})?|(?P<double>双薪)"
)
# A bonus told in months of pay: 年底三个月年终奖.
_FEW = r"\d|[一两二三四五六七八]"
_BONUS_MONTHS = re.compile(
    rf"{cues('year_end')}[^,。;\d]{{0,3}}?(?P<a>{_FEW})个月|(?P<b>{_FEW})个月的?{cues('year_end')}"
)
_REGULAR = re.compile(cues("regular_pay"))
_OTHER_YEAR = re.compile(cues("other_years"))
WORKING_DAYS, WEEKS = 250, 52
# Fen: pay with no period said is a monthly one up to here ...
_MOST_MONTHLY = 5_000_000
# ... and surely up to here, as nobody lives on so little a year ...
_LEAST_YEARLY = 1_500_000
# ... or up to here when the pay before it was monthly.
_MOST_MONTHLY_AGAIN = 10_000_000
# How far from an amount the number of salaries is said.
_REACH_BACK, _REACH_ON = 16, 12


def annual(money: Money, figure: Figure) -> Amount:
    """The pay of a year: 日薪 and 月薪 are multiplied, 14薪 counts its months."""
    amount, near = figure.amount, figure.near
    salaries = _salaries(money, figure)
    if salaries:
        near = _SALARIES.sub("", near)
    if DAILY.search(near):
        return amount.times(WORKING_DAYS)
    if WEEKLY.search(near):
        return amount.times(WEEKS)
    if _is_yearly(figure, near):
        return amount
    if salaries and amount.max <= _MOST_MONTHLY_AGAIN:
        return amount.times(salaries)
    if _is_monthly(money, figure, near):
        return amount.times(12)
    return amount


def _is_yearly(figure: Figure, near: str) -> bool:
    """年薪30万, 30万一年."""
    monthly, yearly = _last_end(MONTHLY, near), _last_end(YEARLY, near)
    after = YEARLY_AFTER.match(figure.after) is not None
    return yearly > monthly or (not monthly and after)


def _is_monthly(money: Money, figure: Figure, near: str) -> bool:
    """月薪8000, 8000一个月."""
    said = MONTHLY.search(near) or MONTHLY_AFTER.match(figure.after)
    if said is None and figure.amount.max <= _MOST_MONTHLY:
        said = MONTHLY.search(figure.before)
    return said is not None or _is_monthly_by_size(money, figure)


def _salaries(money: Money, figure: Figure) -> float | None:
    """How many months are paid a year, when it is said of this amount and not of another."""
    others = [m for m in money.mentions if m.kind in AMOUNT_KINDS and m is not figure.mention]
    people = [r for r in money.references if r.members]
    stops = [(x.start, x.end) for x in others] + [(x.start, x.end) for x in people]
    start = max(0, figure.start - _REACH_BACK)
    end = figure.mention.end + _REACH_ON
    for first, last in stops:
        if last <= figure.start:
            start = max(start, last)
        elif first >= figure.mention.end:
            end = min(end, first)
    around = (money.text[start : figure.start], money.text[figure.mention.end : end])
    match = _SALARIES.search("|".join(around))
    bonus = _BONUS_MONTHS.search(around[1])
    if bonus:
        return 12 + float(parse_number(bonus["a"] or bonus["b"]) or 0)
    if match and match["double"]:
        return 13.0
    value = parse_number(match["n"] or match["m"]) if match else None
    return float(value) if value else None


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


def _is_monthly_by_size(money: Money, figure: Figure) -> bool:
    """工资8000, 税前14k; after 老公月薪2万，我8000 too."""
    again = money.since_last_income(figure.mention) is not None and not money.pay_is_monthly
    if again and figure.amount.max > _LEAST_YEARLY and _OTHER_YEAR.search(figure.near):
        return False
    if money.pay_is_monthly and figure.amount.max <= _MOST_MONTHLY_AGAIN:
        return True
    said = money.text[figure.start : figure.mention.end]
    if figure.amount.max <= _LEAST_YEARLY and not YEARLY.search(figure.before):
        return True
    small = figure.amount.max <= _MOST_MONTHLY and not said.endswith("个")
    return small and (said.endswith("k") or _REGULAR.search(figure.near) is not None)
