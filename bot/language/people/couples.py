"""What holds for both of a couple: newly wed, both at work."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.cues import cues
from bot.language.draft import HouseholdDraft, MemberDraft

_SIGN = re.compile(cues("couple_signs"))
_BOTH_WORK = re.compile(rf"{cues('both')}(?:在)?{cues('working')}")


def unnamed_couple(text: str, draft: HouseholdDraft) -> None:
    """丁克 and the newly wed are two, though nobody was named."""
    if _SIGN.search(text) and all(m.relation == "self" for m in draft.members):
        draft.get("self").listed = True
        draft.get("spouse")


def both_work(text: str, owners: Callable[[int, int], list[MemberDraft]]) -> None:
    """双方都上班: everyone whom the words mean earns, unless something else was said."""
    for match in _BOTH_WORK.finditer(text):
        for member in owners(match.start() + 1, match.end()):
            member.facts.setdefault("earning", True)
