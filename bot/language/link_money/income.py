"""Pay: what it is a year, with a bonus or a second figure for bad years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.cues import cues
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_money.earners import earners_of, working
from bot.language.link_money.state import Figure, Last, Money
from bot.language.link_money.words import DAILY, MONTHLY, YEARLY
from bot.language.money import Amount
from bot.language.numerals import parse_number

_KEY = "annual_income_fen"
_SALARIES = re.compile(rf"(?P<n>\d{{2}}|十[二三四五六七八]?){cues('month_salaries')}")
_BONUS = re.compile(cues("bonuses"))
_RANGE = re.compile(cues("ranges"))
_REGULAR = re.compile(cues("regular_pay"))
WORKING_DAYS = 250
# Fen: pay with no period said is a monthly one up to here ...
_MOST_MONTHLY = 5_000_000
# ... or up to here when the pay before it was monthly.
_MOST_MONTHLY_AGAIN = 10_000_000


def read_income(money: Money, figure: Figure) -> None:
    """老公月薪2万."""
    yearly = annual(money, figure)
    owners = earners_of(money, figure)
    if money.last and money.last.purpose == "income" and _BONUS.search(figure.near[-8:]):
        _add_bonus(money, money.last.owners, yearly)
        return
    money.pay_is_monthly = yearly.max == figure.amount.max * 12
    owners = working(money, owners)
    yearly = _widened(money, figure, owners, yearly)
    money.place(figure, _KEY, owners, yearly, money.words(figure))
    money.last = Last("income", figure.mention, owners)


def annual(money: Money, figure: Figure) -> Amount:
    """The pay of a year: 日薪 and 月薪 are multiplied, 14薪 counts its months."""
    amount, near, after = figure.amount, figure.near, figure.after
    around = money.text[max(0, figure.start - 16) : figure.mention.end + 10]
    salaries = _SALARIES.search(around)
    if salaries and not YEARLY.search(near):
        return amount.times(float(parse_number(salaries["n"]) or 12))
    if DAILY.search(near):
        return amount.times(WORKING_DAYS)
    monthly, yearly = _last_end(MONTHLY, near), _last_end(YEARLY, near)
    if monthly > yearly:
        return amount.times(12)
    if yearly or YEARLY.search(after):
        return amount
    if MONTHLY.search(after) or _is_monthly_by_size(money, figure):
        return amount.times(12)
    return amount


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((m.end() for m in pattern.finditer(text)), default=0)


def _is_monthly_by_size(money: Money, figure: Figure) -> bool:
    """工资8000; after 老公月薪2万，我8000 too."""
    if money.pay_is_monthly and figure.amount.max <= _MOST_MONTHLY_AGAIN:
        return True
    said = money.text[figure.start : figure.mention.end]
    small = figure.amount.max <= _MOST_MONTHLY and not said.endswith("个")
    return small and _REGULAR.search(figure.near) is not None


def _widened(money: Money, figure: Figure, owners: list[MemberDraft], amount: Amount) -> Amount:
    """有时候一年50w有时候才十几个w: both figures, as one range."""
    between = money.since_last_income(figure.mention)
    target: HouseholdDraft | MemberDraft = owners[0] if owners else money.draft
    base: Amount | None = target.facts.get(_KEY)
    if between is None or base is None or not _RANGE.search(between):
        return amount
    return Amount(min(base.min, amount.min), max(base.max, amount.max))


def _add_bonus(money: Money, owners: list[MemberDraft], amount: Amount) -> None:
    """月薪2万，年终奖5万: on top of the pay."""
    targets: Sequence[HouseholdDraft | MemberDraft] = owners or [money.draft]
    for target in targets:
        base: Amount | None = target.facts.get(_KEY)
        if base is not None:
            target.facts[_KEY] = Amount(base.min + amount.min, base.max + amount.max)
