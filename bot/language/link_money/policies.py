"""Policies in force: which lines are held, with the sum insured and the premium."""

from __future__ import annotations

import re
from typing import Any

from bot.language.clauses import SENTENCE_END, before, last_clause
from bot.language.cues import cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.link_facts.state import of_outsider
from bot.language.link_money.holding import held_lines
from bot.language.link_money.state import Money
from bot.language.link_money.topics import answers
from bot.language.mentions import Mention
from bot.language.money import Amount

_SUM_BEFORE = re.compile(rf"(?:保额)?的?{repeatable('policy_terms')}*")
_SUM_AFTER = re.compile(
    rf"险?(?:{repeatable('sum_leads', 'line_gap')}|\s)*"
    rf"(?:{cues('held_after')}{repeatable('sum_leads')}*)?"
)
# The premium or the sum in a later clause: 重疾还在交，一年六千多，保额四十万.
_LATER = re.compile(
    rf"[^。;]{{0,14}},(?:{cues('premium_periods')}{cues('premium_verbs')}?|保额|保)(?:是|有|大概)?"
)
_PREMIUM_AFTER = re.compile(rf".{{0,10}}{cues('premium_periods')}{cues('premium_verbs')}?")
_PREMIUM = re.compile(cues("premium_cues"))
_EVERYBODY = re.compile(cues("everybody"))
_EMPLOYER = re.compile(cues("employers"))
_REACH = 24
_SUM = re.compile(r"保额|保$")
# Fen: less is no sum insured.
_LEAST_SUM = 500_000


def read_policies(money: Money) -> None:
    """给老婆买过重疾险50万，每年交6000."""
    for mention in held_lines(money):
        if of_outsider(money.text, money.references, mention.start):
            continue
        _add_policy(money, mention)


def _add_policy(money: Money, mention: Mention) -> None:
    money.used.add(mention.start)
    policy: dict[str, Any] = {"line": mention.data, "said": money.said(mention)}
    for amount in _amounts_beside(money, mention):
        _add_amount(money, policy, amount)
    told = answers(money, mention)
    owners = [] if told.topic else _owners(money, mention)
    for member in [*owners, *(m for m in told.holders if m not in owners)]:
        if all(p["line"] != policy["line"] for p in member.policies):
            member.policies.append(dict(policy))


def _owners(money: Money, line: Mention) -> list[MemberDraft]:
    """给全家上了惠民保: everybody; 给自己买了意外险: the speaker."""
    start = line.start - len(last_clause(before(money.text, line.start, _REACH)))
    inside = [r for r in money.references if start <= r.start and r.end <= line.start]
    if inside and inside[-1].household and _EVERYBODY.search(money.text[start : line.start]):
        return [m for m in money.draft.members if m.relation != "other"]
    if inside and inside[-1].speaker and inside[-1].word.word == "自己":
        return list(inside[-1].members)
    at_work = _EMPLOYER.search(money.text[start : line.start]) is not None
    return money.owners(line.start, line.end, adult=at_work)


def _amounts_beside(money: Money, line: Mention) -> list[Mention]:
    """50万的重疾险; 重疾险50万，每年交6000."""
    found: list[Mention] = []
    for other in money.mentions:
        amount = other.kind in ("money", "bare_money") and other.start not in money.used
        if not amount or _stands_between(money, line, other):
            continue
        ahead = other.end <= line.start
        gap = money.text[other.end : line.start] if ahead else money.text[line.end : other.start]
        second = not ahead and found and _PREMIUM_AFTER.fullmatch(gap)
        later = not ahead and _LATER.fullmatch(gap)
        if (_SUM_BEFORE if ahead else _SUM_AFTER).fullmatch(gap) or second or later:
            found.append(other)
    return found


def _stands_between(money: Money, line: Mention, amount: Mention) -> bool:
    """Another line or person, or the end of a sentence, parts an amount from a line."""
    start, end = min(amount.end, line.end), max(amount.start, line.start)
    other = any(m.kind in ("line", "person") and start <= m.start < end for m in money.mentions)
    return other or SENTENCE_END.search(money.text[start:end]) is not None


def _add_amount(money: Money, policy: dict[str, Any], mention: Mention) -> None:
    near = before(money.text, mention.start, 5)
    value: Amount = mention.data
    if _PREMIUM.search(near) and not _SUM.search(near[-2:]):
        policy["annual_premium_fen"] = value.max
    elif value.max >= _LEAST_SUM:
        policy["sum_insured_fen"] = value.max
    money.used.add(mention.start)
