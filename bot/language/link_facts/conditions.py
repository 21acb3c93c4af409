"""Conditions named in the text: who has them, and who says not to have them."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.negation import is_denied
from bot.language.link_facts.owners import owners_of
from bot.language.link_facts.records import codes_of, deny, record_mention
from bot.language.link_facts.state import Facts
from bot.language.link_facts.topics import is_topic
from bot.language.mentions import Mention

_ONE = re.compile(cues("one_of_pair"))
_ONE_HAS = re.compile(rf"{cues('one_of_pair')}{cues('has_verbs')}?$")


def read_condition(facts: Facts, mention: Mention) -> None:
    """我妈有高血压; 没有糖尿病 is recorded as denied."""
    if is_topic(facts, mention):
        return
    owners = _one_each(facts, mention) or owners_of(facts, mention.start, mention.end)
    facts.owned.append((mention, owners))
    denied = is_denied(facts, mention)
    facts.last_denial = (mention.end, denied)
    for code in codes_of(mention):
        for member in owners:
            if denied:
                deny(member, code)
            else:
                record_mention(facts, member, code, mention)


def _one_each(facts: Facts, mention: Mention) -> list[MemberDraft]:
    """爸妈一个有甲状腺结节一个有糖尿病: the first 一个 is the first of the two."""
    before = facts.persons_before(mention.start)
    if not before:
        return []
    since, told = facts.text[before[-1].end :], facts.text[before[-1].end : mention.start]
    pair = [m for r in before[-2:] for m in r.members][-2:]
    if not _ONE_HAS.search(told) or len(_ONE.findall(since)) != 2 or len(pair) != 2:
        return []
    return [pair[len(_ONE.findall(told)) - 1]]
