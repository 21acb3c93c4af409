"""Illnesses that only women or only men have go to somebody who can have them."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention

_ONLY_OF = {
    "female": re.compile(cues("female_organs")),
    "male": re.compile(cues("male_organs")),
}
_CODES = {
    **dict.fromkeys(
        ("cesarean", "gestational_diabetes", "uterine_fibroid", "ovarian_cyst"), "female"
    ),
}
_OTHER = {"male": "female", "female": "male"}


def owners_by_sex(facts: Facts, mention: Mention, owners: list[MemberDraft]) -> list[MemberDraft]:
    """我30刚生完，老公31，剖腹产的: not the husband, but the woman named before him."""
    sex = _sex_of(facts, mention)
    if sex is None or not owners or any(m.sex != _OTHER[sex] for m in owners):
        return owners
    for reference in reversed(facts.persons_before(mention.start)):
        able = [m for m in reference.members if _can_be(facts, m, sex)]
        if able:
            return able[-1:]
    return []


def _sex_of(facts: Facts, mention: Mention) -> str | None:
    """The only sex that has an illness, if there is one."""
    code: str = mention.data["code"]
    if code in _CODES:
        return _CODES[code]
    said = facts.text[mention.start : mention.end]
    return next((sex for sex, words in _ONLY_OF.items() if words.search(said)), None)


def _can_be(facts: Facts, member: MemberDraft, sex: str) -> bool:
    """Whether somebody grown is of that sex, or may be."""
    if member.is_minor or member.sex == _OTHER[sex]:
        return False
    if member.sex is None and member.relation in ("self", "spouse"):
        other = facts.draft.find("spouse" if member.relation == "self" else "self")
        return other is None or other.sex != sex
    return True
