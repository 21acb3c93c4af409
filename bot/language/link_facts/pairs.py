"""One fact for each of two persons: 一个有高血压一个有糖尿病."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention

_ONE = re.compile(cues("one_of_pair"))
_ONE_HAS = re.compile(rf"{cues('one_of_pair')}{cues('has_verbs')}?$")


def one_each(facts: Facts, mention: Mention) -> list[MemberDraft]:
    """爸妈一个有甲状腺结节一个有糖尿病: the first 一个 is the first of the two."""
    before = facts.persons_before(mention.start)
    if not before:
        return []
    since, told = facts.text[before[-1].end :], facts.text[before[-1].end : mention.start]
    pair = [m for r in before[-2:] for m in r.members][-2:]
    if not _ONE_HAS.search(told) or len(_ONE.findall(since)) != 2 or len(pair) != 2:
        return []
    return [pair[len(_ONE.findall(told)) - 1]]
