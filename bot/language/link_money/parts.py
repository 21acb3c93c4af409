"""Amounts told in parts: a budget by persons, pay one by one (分别)."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_money.state import Figure, Money

_RESPECTIVELY = re.compile(cues("respectively"))
NEXT_IN_TURN = re.compile(r"[,、和跟\s]?")


def is_next_part(money: Money, figure: Figure) -> bool:
    """大人一年一万，孩子两千: after a part of the budget, another person and an amount."""
    if money.last is None or money.last.purpose != "budget":
        return False
    told, part = _persons(money, money.last.mention.start, 12), _persons(money, figure.start, 4)
    alone = bool(part) and money.text[figure.clause_start : figure.start].strip() in part
    return alone and bool(told)


def _persons(money: Money, place: int, reach: int) -> list[str]:
    """The words for persons that end close before a place, in the clause."""
    found = [r for r in money.references if place - reach <= r.end <= place and r.members]
    return [money.text[r.start : r.end] for r in found]


def respective(money: Money, figure: Figure, owners: list[MemberDraft]) -> list[MemberDraft]:
    """我和爱人月薪分别是一万一和九千: the first amount is the first one's."""
    if _RESPECTIVELY.search(figure.near):
        money.in_turn = _all_named(money, figure)
    elif money.last_pay is None or not NEXT_IN_TURN.fullmatch(
        money.text[money.last_pay.mention.end : figure.start]
    ):
        money.in_turn = []
    return [money.in_turn.pop(0)] if money.in_turn else owners


def _all_named(money: Money, figure: Figure) -> list[MemberDraft]:
    """The grown persons named in the sentence, in order."""
    start = figure.start - len(figure.before)
    named = [r for r in money.references if start <= r.start and r.end <= figure.start]
    members = [m for r in named for m in r.members if not m.is_child]
    return list({id(m): m for m in members}.values())
