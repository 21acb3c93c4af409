"""What the readers of facts share: the message, its people, and what was read so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bot.language.clauses import CLAUSE_END, after, before
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.measures import Measure
from bot.language.mentions import Mention
from bot.language.normalise import Normalised
from bot.language.people import Reference

_OUTSIDE = ("outsider", "pet")


class Place(NamedTuple):
    """Where a member's condition was named."""

    start: int
    end: int
    condition: dict[str, Any]
    owner: MemberDraft


def of_outsider(text: str, references: Sequence[Reference], place: int) -> bool:
    """我朋友的老公得了癌: the person named last in the clause is none of the family."""
    named = [r for r in references if r.end <= place and not r.household]
    if not named or named[-1].members:
        return False
    taken_up = named[-1].word.word in ("他", "她") and len(named) > 1 and not named[-2].members
    last = named[-2] if taken_up else named[-1]
    if last.word.form not in _OUTSIDE:
        return False
    return CLAUSE_END.search(text, named[-1].end, place) is None


@dataclass
class Facts:
    """The facts of one message while they are read; `references` are without comparisons."""

    text: str
    original: Normalised
    draft: HouseholdDraft
    references: Sequence[Reference]
    mentions: Sequence[Mention]
    owned: list[tuple[Mention, list[MemberDraft]]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    # The condition last told of a member (by identity), and where its mention ended.
    last_condition: dict[int, tuple[dict[str, Any], int]] = field(default_factory=dict)
    # Grades and sizes with no condition near, and whose they are.
    unplaced: list[tuple[MemberDraft, Measure]] = field(default_factory=list)
    # Where the last condition ended, and whether it was denied.
    last_denial: tuple[int, bool] = (-1, False)

    def said(self, mention: Mention) -> str:
        """The customer's own words of a mention."""
        return self.original.said(mention.start, mention.end)

    def before(self, mention: Mention, reach: int) -> str:
        return before(self.text, mention.start, reach)

    def after(self, mention: Mention, reach: int) -> str:
        return after(self.text, mention.end, reach)

    def of_outsider(self, place: int) -> bool:
        return of_outsider(self.text, self.references, place)

    def persons_before(self, place: int) -> list[Reference]:
        """The references to members that end before a place, in reading order."""
        return [r for r in self.references if r.end <= place and r.members]
