"""Colleagues and friends: outside the household, also when cover is asked for them."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.people.cast import Cast, Naming, Reference

_FOR = re.compile(rf"{cues('cover_for')}(?:我)?(?:的)?{cues('outsider_kinds')}?$")
_CLEARLY_FOR = re.compile(rf"{cues('cover_for_clear')}(?:我)?(?:的)?(?:一个|个)?$")
_ASKED = re.compile(cues("asked_about"))
_WIDTH = 5


def outsider(cast: Cast, naming: Naming) -> Reference:
    """给同事问的: a member of their own, who is not insured with the family."""
    before = naming.before(_WIDTH)
    asked = _ASKED.match(naming.after) or _CLEARLY_FOR.search(before)
    if not (_FOR.search(before) and asked):
        return naming.reference([], speaker=True)
    member = cast.draft.add("other")
    member.facts["_word"] = naming.word.word
    member.facts["insure"] = False
    member.facts["not_insured_reason"] = "not_family"
    return naming.reference([member])
