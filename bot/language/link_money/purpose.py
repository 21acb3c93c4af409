"""What an amount is for: ordered rules, of which the first that knows decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

from bot.language.cues import cue_words, cues
from bot.language.link_money.corrections import corrects
from bot.language.link_money.earners import names_earner
from bot.language.link_money.parts import NEXT_IN_TURN, is_next_part
from bot.language.link_money.sizes import by_size
from bot.language.link_money.state import Figure, Money
from bot.language.link_money.words import (
    HOUSEHOLD,
    ONE_MORE,
    REMAINDER,
    TOTAL,
    YEARLY,
)
from bot.language.mentions import starting_from

# Of two purposes named at the same place the later of this list wins.
_PURPOSES = {
    "other": re.compile(cues("other_money")),
    "expense": re.compile(cues("expense")),
    "assets": re.compile(rf"{cues('assets')}|定期(?![寿险])"),
    "debts": re.compile(cues("debts")),
    "income": re.compile(cues("income")),
    "budget": re.compile(
        rf"{cues('budget')}|保险.{{0,4}}{cues('premium_words')}|花.{{0,3}}{cues('money_units')}"
    ),
}
_CONTRIBUTED = re.compile(rf"{cues('contributed')}[^,]{{0,4}}$")
_PAID_OFF = re.compile(rf"(?<![{''.join(cue_words('not_yet'))}]){cues('paid_off')}")
_PART = re.compile(cues("part_of"))
_PER_PIECE = re.compile(cues("per_piece"))
# A job stands between a person and a figure: 媳妇超市上班3500. Jobs are blotted out.
_AT_WORK = re.compile(rf"□|{cues('pay_at_work')}")
# 他比我多两千: a difference.
_COMPARED = re.compile(r"比[^,。;]{1,8}[多少高低强]个?$")
_PAID_OUT = re.compile(rf"{cues('paid_out')}[^,]{{0,3}}$")
_OTHER_YEARS = re.compile(rf"[,;\s]*{cues('which_year')}?{cues('other_years')}")
_BUDGET_NEARBY = re.compile(cues("budget_nearby"))
_GIVEN = re.compile(rf"{cues('given_to')}[^,。;]{{0,3}}$")
_WANTED = re.compile(cues("wanting"))
# What the household does not have names no amount: 没别的收入，一年两百块.
_NONE = re.compile(rf"[没无][^,。;]{{0,3}}(?:{cues('income', 'assets', 'debts', 'expense')})")
_TOGETHER = re.compile(cues("together"))
# Fen: what two people make in a year.
_LEAST_TOGETHER = 3_500_000
_OWED, _SUMMED = ("debts", "instalment"), ("debts", "assets")
# Fen: less beside a word for social insurance is what it costs.
_LEAST_PENSION = 50_000
# Fen: a smaller bare figure after a person is a year of birth, a height or a score.
_LEAST_BARE_PAY = 205_000
_REACH_AT_WORK = 10


def purpose_of(money: Money, figure: Figure) -> str | None:
    """income, budget, debts, assets or expense; other or None for an amount of no interest."""
    for rule in PURPOSE_RULES:
        purpose = rule(money, figure)
        if purpose is not None:
            return purpose
    return None


def _by_contribution(money: Money, figure: Figure) -> str | None:
    """新农合一人一年交400; 其中股票20万; 年金险每月领两千."""
    part = _PART.search(figure.near) and not names_earner(money, figure)
    if part or _PER_PIECE.search(figure.near) or _COMPARED.search(figure.near):
        return "other"
    inside = starting_from(money.mentions, figure.clause_start)
    kinds = {m.kind for m in takewhile(lambda m: m.start < figure.start, inside)}
    small = figure.amount.max < _LEAST_PENSION or _CONTRIBUTED.search(figure.near)
    costs = "social_insurance" in kinds and small
    return "other" if costs or ("line" in kinds and _PAID_OUT.search(figure.near)) else None


def _by_payment(_money: Money, figure: Figure) -> str | None:
    """80万房贷去年还清了."""
    return "other" if _PAID_OFF.search(figure.after) else None


def _by_clause(_money: Money, figure: Figure) -> str | None:
    """月薪8000; 8000的预算: what stands before counts more than what follows."""
    if _GIVEN.search(figure.near):
        return "other"
    return _named_last(figure.near) or _named_first(figure.after)


def _by_correction(money: Money, figure: Figure) -> str | None:
    """预算8千，算了还是1万2吧: the amount takes the place of the last one."""
    return money.last.purpose if money.last and corrects(figure) else None


def _by_remainder(money: Money, figure: Figure) -> str | None:
    """房贷每月还九千，还剩140万."""
    owed = money.last is not None and money.last.purpose in _OWED
    return "debts" if owed and REMAINDER.search(figure.near) else None


def _by_one_more(money: Money, figure: Figure) -> str | None:
    """房贷一个320万一个80万."""
    if money.last is None or money.last.purpose not in _SUMMED:
        return None
    between = money.text[money.last.mention.end : figure.start]
    return money.last.purpose if ONE_MORE.fullmatch(between) else None


def _by_share_out(money: Money, figure: Figure) -> str | None:
    """两个大人一年一万，孩子两千: one more part of the budget."""
    return "budget" if is_next_part(money, figure) else None


def _by_total(money: Money, figure: Figure) -> str | None:
    """房贷100万，车贷10万，一共110万."""
    summed = money.last is not None and money.last.purpose in _SUMMED
    return money.last.purpose if summed and money.last and TOTAL.search(figure.near) else None


def _by_home_period(money: Money, figure: Figure) -> str | None:
    """全家一年30万."""
    home = YEARLY.search(figure.near) and HOUSEHOLD.search(figure.near)
    return by_size(money, figure) if home else None


def _by_sum_of_both(_money: Money, figure: Figure) -> str | None:
    """双职工，一年合起来35个: what a couple makes together in a year is pay."""
    together = YEARLY.search(figure.near) and _TOGETHER.search(figure.near)
    enough = figure.amount.max > _LEAST_TOGETHER
    return "income" if figure.mention.kind == "ge" and together and enough else None


def _by_sentence(_money: Money, figure: Figure) -> str | None:
    """我的工资，税后，8000: a word of an earlier clause."""
    if figure.mention.kind == "ge" or _WANTED.search(figure.near):
        return None
    return _named_last(_NONE.sub("", figure.before))


def _by_other_years(money: Money, figure: Figure) -> str | None:
    """年薪50万，有时30万."""
    between = money.since_last_income(figure.mention)
    if between is None:
        return None
    return "income" if _OTHER_YEARS.match(between) or _OTHER_YEARS.match(figure.near) else None


def _by_pair(money: Money, figure: Figure) -> str | None:
    """老公一个月9千，我做收银4千: the second figure of a pair is pay too."""
    between = money.since_last_income(figure.mention)
    if between is None:
        return None
    if ONE_MORE.fullmatch(between) or (money.in_turn and NEXT_IN_TURN.fullmatch(between)):
        return "income"
    bare = figure.mention.kind == "bare_money"
    if bare and figure.amount.max < _LEAST_BARE_PAY:
        return None
    at_work = _AT_WORK.search(figure.near) is not None
    reach = figure.start - (_REACH_AT_WORK if at_work else 2)
    inside = range(max(reach, figure.clause_start) if bare else figure.clause_start, figure.start)
    members = [m for r in money.references if r.end - 1 in inside for m in r.members]
    return "income" if members and not any(m.is_child for m in members) else None


def _by_yearly_ge(_money: Money, figure: Figure) -> str | None:
    """买保险一年两个: only beside such a word is 个 money."""
    yearly = figure.mention.kind == "ge" and YEARLY.search(figure.near)
    return "budget" if yearly and _BUDGET_NEARBY.search(figure.before) else None


PURPOSE_RULES: tuple[Callable[[Money, Figure], str | None], ...] = (
    _by_contribution,
    _by_payment,
    _by_clause,
    _by_correction,
    _by_remainder,
    _by_total,
    _by_share_out,
    _by_one_more,
    _by_home_period,
    _by_sum_of_both,
    _by_sentence,
    _by_other_years,
    _by_pair,
    _by_yearly_ge,
    by_size,
)


def _named_last(text: str) -> str | None:
    """The purpose whose word ends nearest to the amount; of those the longest word."""
    ends = [
        (match.end(), match.end() - match.start(), i, name)
        for i, (name, pattern) in enumerate(_PURPOSES.items())
        for match in pattern.finditer(text)
    ]
    return max(ends)[3] if ends else None


def _named_first(text: str) -> str | None:
    """The purpose whose word comes first after the amount."""
    starts = [
        (match.start(), i, name)
        for i, (name, pattern) in enumerate(reversed(_PURPOSES.items()))
        if (match := pattern.search(text))
    ]
    return min(starts)[2] if starts else None
