"""Asked for money: 20万, 一年一万二, 一个月五百, 没有负债, and bare 20 for 20万."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.draft import money_json
from bot.language.expected.answer import Answer, put, without_facts
from bot.language.money import Amount, find_bare, find_ge, find_money
from bot.language.normalise import Normalised
from bot.language.numerals import find_numbers

_KEYS = {
    "household_income": "annual_income_fen", "budget": "annual_budget_fen", "debts": "debts_fen",
    "assets": "assets_fen", "expense": "monthly_expense_fen",
}  # fmt: skip
# Assumptions about how people shorten amounts, in yuan: a bare number below means 万, and pay
# below is told by the month.
_TEN_THOUSANDS_BELOW = {"income": 300, "budget": 100}
_ELSE_BELOW = 1000
_PAY_MONTHLY_BELOW = 50_000
_MAY_BE_NOTHING = ("debts_fen", "assets_fen")
_NOTHING = re.compile(
    rf"^(?:{repeatable('nothing_openers')}|[,\s])*{cues('answer_nothing')}"
    rf"{repeatable('debt_words')}*[了的啊呢]?[。!\s]*$"
)
_PAY = re.compile(cues("pay_words"))


def read_income(answer: Answer) -> None:
    """What those asked about earn in a year."""
    key = "annual_income_fen"
    if answer.has(key):
        answer.hand_over(key)
        return
    found = _amount(answer.text, _TEN_THOUSANDS_BELOW["income"])
    if found is None or not answer.asked:
        return
    _forget_budget(answer)
    value = money_json(_yearly(answer.words, found[0], _PAY_MONTHLY_BELOW))
    for member in answer.members():
        put(member, key, value, found[1])


def read_household(answer: Answer) -> None:
    """What the household earns, has, owes, spends or wants to pay."""
    kind = answer.expecting.kind
    key = _KEYS[kind]
    if key in answer.document:
        return
    answer.document.setdefault("sources", {})
    if key in _MAY_BE_NOTHING and _NOTHING.match(answer.words):
        answer.state(key, 0, answer.said)
        return
    found = _amount(answer.text, _TEN_THOUSANDS_BELOW.get(kind, _ELSE_BELOW))
    if found is None:
        return
    _forget_misread(answer)
    amount, said = found
    if key in ("annual_budget_fen", "annual_income_fen"):
        monthly_below = _PAY_MONTHLY_BELOW if key == "annual_income_fen" else 0
        amount = _yearly(answer.words, amount, monthly_below)
    answer.state(key, money_json(amount), said)


def _amount(text: Normalised, ten_thousands_below: int) -> tuple[Amount, str] | None:
    """The first amount and its words; without a unit, a small number counts 万."""
    spans = find_money(text.text) or find_ge(text.text) or find_bare(text.text)
    if spans:
        first = spans[0]
        if first.amount.unit_said or first.amount.max >= ten_thousands_below * 100:
            return first.amount, text.said(first.start, first.end)
    for number in find_numbers(text.text):
        value = number.value * (10**4 if number.value < ten_thousands_below else 1)
        if value > 0 and number.kind == "cardinal":
            fen = round(value * 100)
            return Amount(fen, fen), text.said(number.start, number.end)
    return None


def _yearly(text: str, amount: Amount, monthly_below: int) -> Amount:
    """The amount of a year, by the period that is named or likely."""
    if "月" in text:
        return amount.times(12)
    if re.search(r"[一每/]天", text):
        return amount.times(365)
    if "年" in text:
        return amount
    return amount.times(12) if amount.max < monthly_below * 100 else amount


def _forget_budget(answer: Answer) -> None:
    """A bare amount was read as a budget before the question was known."""
    answer.document.pop("annual_budget_fen", None)
    answer.document.get("sources", {}).pop("annual_budget_fen", None)


def _forget_misread(answer: Answer) -> None:
    """A bare amount was read as budget, pay or age before the question was known."""
    _forget_budget(answer)
    own = answer.own
    if own is None or answer.says_i or _PAY.search(answer.words):
        return
    own.pop("annual_income_fen", None)
    own.pop("age", None)
    if without_facts(own):
        answer.document["members"].remove(own)
