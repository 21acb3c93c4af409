"""Walks the amounts of a message from left to right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.language.clauses import before
from bot.language.cues import cues
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_facts.state import of_outsider
from bot.language.link_money.household import (
    read_assets,
    read_budget,
    read_budget_share,
    read_debts,
    read_expense,
)
from bot.language.link_money.income import read_income, read_same_pay
from bot.language.link_money.policies import read_policies
from bot.language.link_money.purpose import purpose_of
from bot.language.link_money.state import AMOUNT_KINDS, Figure, Money
from bot.language.mentions import Mention
from bot.language.money import Amount
from bot.language.normalise import Normalised
from bot.language.people import Reference

_NOT_THIS = re.compile(rf"{cues('not_this_amount')}\s?$")
# What is read before the single amounts, in this order: a policy takes its amounts.
STARTERS: tuple[Callable[[Money], None], ...] = (read_policies, read_budget_share)
# What is done with an amount, by its purpose.
READERS: dict[str, Callable[[Money, Figure], None]] = {
    "income": read_income,
    "budget": read_budget,
    "debts": read_debts,
    "assets": read_assets,
    "expense": read_expense,
}


class MoneyLinker:
    """Reads the amounts of a message; afterwards `placed` says what each is and whose."""

    def __init__(
        self,
        text: str,
        original: Normalised,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        mentions: Sequence[Mention],
        owners: Callable[..., list[MemberDraft]],
    ) -> None:
        self._money = Money(text, original, draft, references, mentions, owners)

    @property
    def placed(self) -> list[tuple[Mention, str, list[MemberDraft], Any]]:
        return self._money.placed

    def read(self) -> None:
        money = self._money
        for start in STARTERS:
            start(money)
        for mention in money.mentions:
            used = mention.kind not in AMOUNT_KINDS or mention.start in money.used
            if used or _NOT_THIS.search(before(money.text, mention.start, 4)):
                continue
            self._read_amount(money.figure(mention))
        read_same_pay(money)

    def _read_amount(self, figure: Figure) -> None:
        purpose = purpose_of(self._money, figure)
        money = self._money
        if purpose == "income" and of_outsider(money.text, money.references, figure.start):
            return
        if purpose == "income":
            figure = _in_ten_thousands(figure)
        if purpose in READERS:
            READERS[purpose](self._money, figure)


def _in_ten_thousands(figure: Figure) -> Figure:
    """年薪30: pay of a few yuan is meant in ten thousands."""
    amount = figure.amount
    if figure.mention.kind != "bare_money" or amount.max >= 1000:
        return figure
    return figure.with_amount(Amount(amount.min * 10000, amount.max * 10000))
