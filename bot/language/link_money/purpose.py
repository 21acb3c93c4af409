"""What an amount is for: ordered rules, of which the first that knows decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.cues import cues
from bot.language.link_money.state import Figure, Money
from bot.language.link_money.words import DAILY, HOUSEHOLD, MONTHLY, YEARLY

# Of two purposes named at the same place the later of this list wins.
_PURPOSES = {
    "expense": re.compile(cues("expense")),
    "assets": re.compile(cues("assets")),
    "debts": re.compile(cues("debts")),
    "income": re.compile(cues("income")),
    "budget": re.compile(
        rf"{cues('budget')}|保险.{{0,4}}{cues('premium_words')}|花.{{0,3}}{cues('money_units')}"
    ),
}
_OTHER_YEARS = re.compile(rf"[,\s]*{cues('other_years')}")
_BUDGET_NEARBY = re.compile(cues("budget_nearby"))
_NOT_OWN_MONEY = re.compile(cues("not_own_money"))
_BUDGET_AFTER = re.compile(rf"(?:块钱?)?{cues('budget_after')}")
_BOUND = re.compile(rf"{cues('bounds')}$")
_BUYING = re.compile(cues("buying"))
# Yuan: pay is at least so much a month, and more than so much a year.
_LEAST_MONTHLY_PAY, _LEAST_YEARLY_PAY = 1500, 35_000
# Yuan: a budget is at most so much a day, in all, or as a bound with no other word.
_MOST_DAILY_BUDGET, _MOST_BUDGET, _MOST_BOUND = 100, 200_000, 60_000
_LEAST_BUDGET_IN_KUAI = 300


def purpose_of(money: Money, figure: Figure) -> str | None:
    """income, budget, debts, assets or expense; None for an amount of no interest."""
    for rule in PURPOSE_RULES:
        purpose = rule(money, figure)
        if purpose is not None:
            return purpose
    return None


def _by_clause(_money: Money, figure: Figure) -> str | None:
    """月薪8000; 8000的预算: what stands before counts more than what follows."""
    return _named_last(figure.near) or _named_first(figure.after)


def _by_home_period(money: Money, figure: Figure) -> str | None:
    """全家一年30万."""
    home = YEARLY.search(figure.near) and HOUSEHOLD.search(figure.near)
    return _by_size(money, figure) if home else None


def _by_sentence(_money: Money, figure: Figure) -> str | None:
    """我的工资，税后，8000: a word of an earlier clause."""
    return None if figure.mention.kind == "ge" else _named_last(figure.before)


def _by_other_years(money: Money, figure: Figure) -> str | None:
    """年薪50万，有时30万."""
    between = money.since_last_income(figure.mention)
    return "income" if between is not None and _OTHER_YEARS.match(between) else None


def _by_pair(money: Money, figure: Figure) -> str | None:
    """老公一个月9千，我做收银4千: the second figure of a pair is pay too."""
    if figure.mention.kind != "money" or money.since_last_income(figure.mention) is None:
        return None
    inside = range(figure.clause_start, figure.start)
    members = [m for r in money.references if r.start in inside for m in r.members]
    return "income" if members and not any(m.is_child for m in members) else None


def _by_yearly_ge(_money: Money, figure: Figure) -> str | None:
    """买保险一年两个: only beside such a word is 个 money."""
    yearly = figure.mention.kind == "ge" and YEARLY.search(figure.near)
    return "budget" if yearly and _BUDGET_NEARBY.search(figure.before) else None


def _by_size(money: Money, figure: Figure) -> str | None:
    """No money word: a monthly figure is pay, a small yearly one the budget."""
    if figure.mention.kind != "money" or _NOT_OWN_MONEY.search(figure.near + figure.after):
        return None
    yuan = figure.amount.max / 100
    if DAILY.search(figure.near):
        return "budget" if yuan <= _MOST_DAILY_BUDGET else None
    if MONTHLY.search(figure.near) or MONTHLY.search(figure.after):
        return "income" if yuan >= _LEAST_MONTHLY_PAY else "budget"
    if YEARLY.search(figure.near) or YEARLY.search(figure.after):
        return "income" if yuan > _LEAST_YEARLY_PAY else "budget"
    return _without_period(money, figure, yuan)


def _without_period(money: Money, figure: Figure, yuan: float) -> str | None:
    """8000块够吗; 想买保险，8000以内."""
    said = money.text[figure.start : figure.mention.end]
    buying = _BUYING.search(money.text) is not None
    in_kuai = "块" in said and buying and yuan >= _LEAST_BUDGET_IN_KUAI
    if _BUDGET_AFTER.match(figure.after) or in_kuai:
        return "budget" if yuan <= _MOST_BUDGET else None
    return "budget" if _BOUND.search(said) and buying and yuan <= _MOST_BOUND else None


PURPOSE_RULES: tuple[Callable[[Money, Figure], str | None], ...] = (
    _by_clause,
    _by_home_period,
    _by_sentence,
    _by_other_years,
    _by_pair,
    _by_yearly_ge,
    _by_size,
)


def _named_last(text: str) -> str | None:
    """The purpose whose word ends nearest to the amount."""
    ends = [
        (match.end(), i, name)
        for i, (name, pattern) in enumerate(_PURPOSES.items())
        for match in pattern.finditer(text)
    ]
    return max(ends)[2] if ends else None


def _named_first(text: str) -> str | None:
    return next((name for name, pattern in _PURPOSES.items() if pattern.search(text)), None)
