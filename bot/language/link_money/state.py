"""What the readers of money share: the message, and what was read so far."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from bot.language.clauses import first_clause, last_sentence
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_money.words import PERIOD_CUE
from bot.language.mentions import Mention, starting_before, starting_from
from bot.language.money import Amount
from bot.language.normalise import Normalised
from bot.language.people import Reference

AMOUNT_KINDS = ("money", "ge", "bare_money")
# How far the words reach that say what an amount is for.
_REACH_BACK, _REACH_ON = 18, 10
_COMMA = re.compile(",")


@dataclass(frozen=True)
class Figure:
    """An amount with the words beside it.

    `before`: up to the amount before or the start of the sentence; `near`: the part of it
    in the same clause; `after`: the rest of the clause.
    """

    mention: Mention
    amount: Amount
    before: str
    near: str
    after: str

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def clause_start(self) -> int:
        """Where `near` begins in the text."""
        return self.mention.start - len(self.near)

    def with_amount(self, amount: Amount) -> Figure:
        return replace(self, amount=amount)


class Last(NamedTuple):
    """The amount read last: its purpose, its place, its owners, and what it added."""

    purpose: str
    mention: Mention
    owners: list[MemberDraft]
    added: Amount | None = None
    near: str = ""


@dataclass
class Money:
    """The amounts of one message while they are read."""

    text: str
    original: Normalised
    draft: HouseholdDraft
    references: Sequence[Reference]
    mentions: Sequence[Mention]
    owners: Callable[..., list[MemberDraft]]
    placed: list[tuple[Mention, str, list[MemberDraft], Any]] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    last: Last | None = None
    last_pay: Last | None = None
    # Members (by id) of whose pay only the bonus is known yet.
    bonus_only: set[int] = field(default_factory=set)
    pay_is_monthly: bool = False
    # Whose the next amounts are, one after the other.
    in_turn: list[MemberDraft] = field(default_factory=list)

    def figure(self, mention: Mention) -> Figure:
        before = self._before(mention)
        near = _COMMA.split(before)[-1]
        return Figure(mention, mention.data, before, near, self._after(mention))

    def said(self, mention: Mention) -> str:
        """The customer's own words of a mention."""
        return self.original.said(mention.start, mention.end)

    def words(self, figure: Figure) -> str:
        """The customer's own words of an amount, with 月薪 or 房贷 close before it."""
        found = list(PERIOD_CUE.finditer(figure.near))
        start = figure.start
        if found and len(figure.near) - found[-1].end() <= 4:
            start = figure.clause_start + found[-1].start()
        return self.original.said(start, figure.mention.end)

    def since_last_income(self, mention: Mention) -> str | None:
        """The text between the pay read last and an amount; None when that was no pay."""
        if self.last is None or self.last.purpose != "income":
            return None
        return self.text[self.last.mention.end : mention.start]

    def place(
        self, figure: Figure, key: str, owners: list[MemberDraft], value: Amount, words: str
    ) -> None:
        """Write a fact of the household, or of its owners, and remember where it was said."""
        targets: Sequence[MemberDraft | HouseholdDraft] = owners or [self.draft]
        for target in targets:
            target.facts[key] = value
            target.sources[key] = words
        self.placed.append((figure.mention, key, owners, value))

    def _before(self, mention: Mention) -> str:
        start = max(0, mention.start - _REACH_BACK)
        for other in starting_before(self.mentions, mention.start):
            if other.end <= start:
                break
            if other.kind in AMOUNT_KINDS and other.end <= mention.start:
                start = other.end
        return last_sentence(self._without_jobs(start, mention.start))

    def _after(self, mention: Mention) -> str:
        stops = (*AMOUNT_KINDS, "line")
        later = (m.start for m in starting_from(self.mentions, mention.end) if m.kind in stops)
        end = min(len(self.text), mention.end + _REACH_ON, next(later, len(self.text)))
        return first_clause(self._without_jobs(mention.end, end))

    def _without_jobs(self, start: int, end: int) -> str:
        """A part of the text; in 开出租 nothing is let."""
        text = self.text[start:end]
        for other in starting_from(self.mentions, start):
            if other.start >= end:
                break
            if other.kind == "occupation" and other.end <= end:
                first, last = other.start - start, other.end - start
                text = text[:first] + "□" * (last - first) + text[last:]
        return text
