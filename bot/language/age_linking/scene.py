"""The message while its ages are given out: who is named, and who got which age so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language.age_linking.items import AgeItem
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.mentions import Mention
from bot.language.people import Reference


@dataclass
class Comparison:
    """老公比我大两岁: `member` is `delta` years older than `other` (or somebody unknown)."""

    member: MemberDraft
    other: MemberDraft | None
    delta: int


@dataclass
class Scene:
    """A message and the ages given out so far.

    `given`: every age with its owners, in order. `aged`: the owners, the latest last.
    `served`: references that got the age before them, which so close the group they stand in.
    """

    text: str
    draft: HouseholdDraft
    references: Sequence[Reference]
    mentions: Sequence[Mention]
    as_of: date
    given: list[tuple[AgeItem, list[MemberDraft]]] = field(default_factory=list)
    aged: list[MemberDraft] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    served: list[Reference] = field(default_factory=list)

    def plain(self, start: int, end: int) -> str:
        """The text between two places, without what other mentions cover."""
        covered = {
            i
            for m in self.mentions
            if m.start >= start and m.end <= end and m.kind not in ("person", "age")
            for i in range(m.start, m.end)
        }
        return "".join(self.text[i] for i in range(start, end) if i not in covered)

    def plain_left(self, start: int) -> str:
        """The text before a place, without a job right before it: 程序员34, 老婆….."""
        jobs = [m for m in self.mentions if m.kind == "occupation" and m.end == start]
        return self.text[: jobs[0].start if jobs else start]

    def named_before(self, start: int) -> list[Reference]:
        """The references that end before a place, known persons only."""
        return [r for r in self.references if r.end <= start and r.members]

    def was_served(self, reference: Reference) -> bool:
        return any(r is reference for r in self.served)
