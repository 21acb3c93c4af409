"""What the readers of scope share: the message, its persons, and what was said of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.language.cues import cues
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.normalise import Normalised
from bot.language.people import Reference

_JOINED = re.compile(rf"{cues('scope_joins_persons')}?我?")


@dataclass
class Scope:
    """Persons of one message while it is read what is said of them as such."""

    text: str
    original: Normalised
    draft: HouseholdDraft
    references: Sequence[Reference]
    owners: Callable[[int, int], list[MemberDraft]]
    placed: list[tuple[int, int, str, list[MemberDraft]]] = field(default_factory=list)
    only: list[MemberDraft] = field(default_factory=list)

    def before(self, i: int, reach: int = 8) -> str:
        """The words before a reference."""
        start = self.references[i].start
        return self.text[max(0, start - reach) : start]

    def after(self, i: int, reach: int = 14) -> str:
        """The words after a reference."""
        end = self.references[i].end
        return self.text[end : end + reach]

    def joined_on(self, i: int) -> range:
        """The references joined to one by 和 and such, from it onwards: 老婆和孩子."""
        last = i
        while last + 1 < len(self.references) and self._linked(last):
            last += 1
        return range(i, last + 1)

    def joined_back(self, i: int) -> range:
        """The references joined to one, from it backwards."""
        first = i
        while first > 0 and self._linked(first - 1):
            first -= 1
        return range(i, first - 1, -1)

    def members(self, indices: range) -> list[MemberDraft]:
        return [m for i in indices for m in self.references[i].members]

    def leave(self, i: int, members: Sequence[MemberDraft], reason: str) -> None:
        """Members who are not to be insured, said at a reference."""
        leave_out(members, reason)
        reference = self.references[i]
        self.placed.append((reference.start, reference.end, reason, list(members)))

    def _linked(self, i: int) -> bool:
        left, right = self.references[i], self.references[i + 1]
        if left.end == right.start and _is_chain(right):
            return False
        if left.word.form == "pronoun" and left.end == right.start:
            return False  # 他儿子: 他 only owns
        return _JOINED.fullmatch(self.text[left.end : right.start]) is not None


def _is_chain(reference: Reference) -> bool:
    """女儿爸爸不管的: the father of the child, named through it, is no list with it."""
    named = {relation for relation, _sex in reference.word.targets}
    meant = {member.relation for member in reference.members}
    return bool(named & {"father", "mother"}) and not named & meant


def leave_out(members: Sequence[MemberDraft], reason: str) -> None:
    for member in members:
        member.facts["insure"] = False
        member.facts["not_insured_reason"] = reason
