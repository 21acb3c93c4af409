"""Pay: what it is a year, with a bonus or a second figure for bad years."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.cues import cues
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_money.bonus import add_bonus, is_bonus, sum_of, with_bonus
from bot.language.link_money.earners import earners_of, of_elders, working
from bot.language.link_money.parts import respective
from bot.language.link_money.periods import annual
from bot.language.link_money.state import Figure, Last, Money
from bot.language.link_money.words import ONE_MORE
from bot.language.money import Amount

_KEY = "annual_income_fen"
_RANGE = re.compile(rf"{cues('ranges')}|^\s?{cues('range_joins')}\s?$")
_AS_MUCH = re.compile(rf"(?P<who>[^,。;]{{0,4}}){cues('as_much')}")


def read_income(money: Money, figure: Figure) -> None:
    """老公月薪2万."""
    if is_bonus(figure):
        add_bonus(money, figure)
        return
    yearly = annual(money, figure)
    money.pay_is_monthly = yearly.max > figure.amount.max
    owners = working(money, earners_of(money, figure), figure)
    owners = respective(money, figure, owners)
    one_of_two = len(owners) > 1 and figure.near.endswith("一个")
    if one_of_two or (not owners and of_elders(money, figure)):
        return
    yearly = _widened(money, figure, owners, yearly)
    yearly = with_bonus(money, owners, yearly)
    if not owners and _another(money, figure):
        yearly = sum_of(money.draft.facts[_KEY], yearly)
    money.place(figure, _KEY, owners, yearly, money.words(figure))
    money.last = money.last_pay = Last("income", figure.mention, owners, yearly)


def _another(money: Money, figure: Figure) -> bool:
    """退休金一个5500一个4800: what two of the household get is one sum."""
    between = money.since_last_income(figure.mention)
    told = _KEY in money.draft.facts
    return told and between is not None and ONE_MORE.fullmatch(between) is not None


def read_same_pay(money: Money) -> None:
    """我一年20万，他也差不多: the other one earns as much."""
    for match in _AS_MUCH.finditer(money.text):
        ends = (match.start(), match.start() + len(match["who"]))
        who = [r for r in money.references if r.members and ends[0] < r.end <= ends[1]]
        pay = _pay_before(money, match.start())
        if not who or pay is None or pay[0] is None:
            continue
        for member in who[-1].members:
            if _KEY not in member.facts and not member.is_child:
                member.facts[_KEY] = pay[1]
                member.sources[_KEY] = money.original.said(who[-1].start, match.end())


def _pay_before(money: Money, place: int) -> tuple[MemberDraft, Amount] | None:
    """The pay of a person in the clauses just before a place."""
    paid = [p for p in money.placed if p[0].end <= place and place - p[0].end <= 12]
    if not paid or paid[-1][1] != _KEY or not paid[-1][2]:
        return None
    return paid[-1][2][0], paid[-1][3]


def _widened(money: Money, figure: Figure, owners: list[MemberDraft], amount: Amount) -> Amount:
    """有时候一年50w有时候才十几个w: both figures, as one range."""
    between = money.since_last_income(figure.mention)
    targets: Sequence[HouseholdDraft | MemberDraft] = owners or [money.draft]
    base: Amount | None = targets[0].facts.get(_KEY)
    if between is None or base is None or not _RANGE.search(between):
        return amount
    return Amount(min(base.min, amount.min), max(base.max, amount.max))
