"""Policies in force: which lines are held, with the sum insured and the premium."""

from __future__ import annotations

import re
from typing import Any

from bot.language.clauses import SENTENCE_END, after, before, first_clause, last_clause
from bot.language.cues import cues
from bot.language.link_money.state import Money
from bot.language.mentions import Mention
from bot.language.money import Amount

_HELD_BEFORE = re.compile(rf"{cues('held_before')}|给.{{0,6}}买了")
_HELD_AFTER = re.compile(rf"{cues('held_adverbs')}?{cues('held_after')}")
_WISHED = re.compile(rf"{cues('wished')}|给.{{0,4}}买个")
_WISHED_AFTER = re.compile(cues("wished_after"))
_LAPSED = re.compile(rf".{{0,3}}{cues('lapsed')}")
_LISTED = re.compile(rf"(?:{cues('between_lines')}|\s|\d+万的?)*")
_SUM_BEFORE = re.compile(rf"(?:保额)?的?{cues('policy_terms')}?")
_SUM_AFTER = re.compile(rf"险?(?:{cues('sum_leads')}|\s)*")
_PREMIUM_AFTER = re.compile(rf".{{0,10}}{cues('premium_periods')}{cues('premium_verbs')}?")
_PREMIUM = re.compile(cues("premium_cues"))
_SUM = re.compile(r"保额|保$")
# Fen: less is no sum insured.
_LEAST_SUM = 500_000


def read_policies(money: Money) -> None:
    """给老婆买过重疾险50万，每年交6000."""
    for mention in money.mentions:
        if mention.kind == "line" and _is_held(money, mention):
            _add_policy(money, mention)


def _is_held(money: Money, mention: Mention) -> bool:
    """买过重疾险; not 想买重疾险, not 重疾险停了."""
    clause = last_clause(before(money.text, mention.start, 16))
    rest = first_clause(after(money.text, mention.end, 8))
    if _LAPSED.match(rest):
        return False
    held = _HELD_BEFORE.search(clause) is not None
    wished = _WISHED.search(clause) is not None
    if wished or _WISHED_AFTER.match(rest):
        return held and not wished and rest.startswith("和")
    return held or _HELD_AFTER.match(rest) is not None or _continues_list(money, mention)


def _continues_list(money: Money, mention: Mention) -> bool:
    """买了重疾险和意外险: the second line of a list is held too."""
    earlier = [m for m in money.mentions if m.kind == "line" and m.end <= mention.start]
    if not earlier or earlier[-1].start not in money.used:
        return False
    return _LISTED.fullmatch(money.text[earlier[-1].end : mention.start]) is not None


def _add_policy(money: Money, mention: Mention) -> None:
    money.used.add(mention.start)
    policy: dict[str, Any] = {"line": mention.data, "said": money.said(mention)}
    for amount in _amounts_beside(money, mention):
        _add_amount(money, policy, amount)
    for member in money.owners(mention.start, mention.end):
        if all(p["line"] != policy["line"] for p in member.policies):
            member.policies.append(dict(policy))


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
        if (_SUM_BEFORE if ahead else _SUM_AFTER).fullmatch(gap) or second:
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
