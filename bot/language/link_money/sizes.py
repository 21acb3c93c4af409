"""What an amount without a money word is for, by its size and its period."""

from __future__ import annotations

import re

from bot.language.clauses import after
from bot.language.cues import cues
from bot.language.link_money.earners import names_children, names_earner
from bot.language.link_money.state import Figure, Money
from bot.language.link_money.words import DAILY, MONTHLY, YEARLY

_PERIOD_BEFORE = re.compile(rf"(?:{MONTHLY.pattern}|{YEARLY.pattern})[^,\d]{{0,3}}$")
_PERIOD_AFTER = re.compile(rf"(?:块钱?)?(?:{MONTHLY.pattern}|{cues('yearly_after')})")
_NOT_OWN_MONEY = re.compile(cues("not_own_money"))
_BUDGET_AFTER = re.compile(rf"(?:块钱?)?{cues('budget_after')}")
# 一年能省下来五万: neither pay nor budget.
_SAVED = re.compile(cues("saved"))
_BOUND = re.compile(rf"{cues('bounds')}$")
_BUYING = re.compile(cues("buying"))
# Yuan: pay is at least so much a month, and more than so much a year.
_LEAST_MONTHLY_PAY, _LEAST_YEARLY_PAY = 1500, 35_000
# Yuan: a budget is at most so much a day, in all, or as a bound with no other word.
_MOST_DAILY_BUDGET, _MOST_BUDGET, _MOST_BOUND = 100, 200_000, 60_000
_LEAST_BUDGET_IN_KUAI = 300
_LEAST_DAILY_PAY = 80
_NEAR_BUYING = 14


def by_size(money: Money, figure: Figure) -> str | None:
    """No money word: a monthly figure is pay, a small yearly one the budget."""
    near_period = figure.mention.kind == "bare_money" and (
        _PERIOD_BEFORE.search(figure.near) or _PERIOD_AFTER.match(figure.after)
    )
    if (figure.mention.kind != "money" and not near_period) or _NOT_OWN_MONEY.search(
        figure.near + figure.after
    ):
        return None
    yuan = figure.amount.max / 100
    if _SAVED.search(figure.near) and not _is_buying(money, figure):
        return None
    if DAILY.search(figure.near):
        if yuan >= _LEAST_DAILY_PAY and names_earner(money, figure):
            return "income"
        return "budget" if yuan <= _MOST_DAILY_BUDGET and _is_buying(money, figure) else None
    if MONTHLY.search(figure.near) or MONTHLY.search(figure.after):
        if yuan >= _LEAST_MONTHLY_PAY:
            return None if names_children(money, figure) else "income"
        return "budget" if _is_buying(money, figure) else None
    if YEARLY.search(figure.near) or YEARLY.search(figure.after):
        if yuan > _LEAST_YEARLY_PAY:
            return None if names_children(money, figure) else "income"
        return "budget"
    return _without_period(money, figure, yuan)


def _is_buying(money: Money, figure: Figure) -> bool:
    """一个月三百，给孩子买一份: insurance is spoken of close by."""
    around = figure.before + after(money.text, figure.mention.end, _NEAR_BUYING)
    return _BUYING.search(around) is not None


def _without_period(money: Money, figure: Figure, yuan: float) -> str | None:
    """8000块够吗; 想买保险，8000以内."""
    said = money.text[figure.start : figure.mention.end]
    buying = _BUYING.search(money.text) is not None
    in_kuai = "块" in said and buying and yuan >= _LEAST_BUDGET_IN_KUAI
    if _BUDGET_AFTER.match(figure.after) or in_kuai:
        return "budget" if yuan <= _MOST_BUDGET else None
    return "budget" if _BOUND.search(said) and buying and yuan <= _MOST_BOUND else None
