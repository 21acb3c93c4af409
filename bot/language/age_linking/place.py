"""What a linking rule looks at: a run of ages, with the persons before and after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.scene import Scene
from bot.language.cues import cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.people import Reference

Item = Reference | AgeItem
_INTRODUCES = re.compile(rf"(?:{cues('introducers')}一?个?|还有个|加一?个|一个)$")
_CLAUSE_START = re.compile(rf"(?:^|[,。;:\s]){repeatable('before_age')}*$")
_CLAUSE_END = re.compile(r"^(?:岁?(?:了|咧|喽|啦|哈)?(?:[,。\s;!]|$)|岁?(?:了|咧|喽|啦))")


class Verdict(Enum):
    """What became of a run: `DONE` closes the group before it, `OPEN` lets it wait for more."""

    DONE = "done"
    OPEN = "open"


@dataclass(frozen=True)
class Place:
    """A run of ages that are listed together, and what stands around it.

    `group`: the persons before it that are named together and wait for their ages.
    `following`: the references and ages that come after the run.
    """

    scene: Scene
    run: list[AgeItem]
    group: list[Reference]
    following: Sequence[Item]

    @property
    def first(self) -> AgeItem:
        return self.run[0]

    @property
    def after(self) -> Reference | None:
        """The person named next, unless another age comes first."""
        item = self.following[0] if self.following else None
        return item if isinstance(item, Reference) else None

    @property
    def members(self) -> list[MemberDraft]:
        """Everybody of the group."""
        return members_of(self.group)

    @property
    def left(self) -> str:
        """The text before the run."""
        return self.scene.text[: self.first.start]

    @property
    def right(self) -> str:
        """The text after the run."""
        return self.scene.text[self.run[-1].end :]

    @property
    def gap(self) -> str:
        """The words between the group and the run, without other mentions."""
        return self.scene.plain(self.group[-1].end, self.first.start)

    @property
    def raw_gap(self) -> str:
        """The words between the group and the run, as they stand."""
        return self.scene.text[self.group[-1].end : self.first.start]

    @property
    def alone(self) -> bool:
        """…，今年58，…: the run is all there is in its clause."""
        return stands_alone(self.scene.text, self.first.start, self.run[-1].end)


Rule = Callable[[Place], "Verdict | None"]


def members_of(group: Sequence[Reference]) -> list[MemberDraft]:
    """The members of several references, in order of mention."""
    return [m for r in group for m in r.members]


def introduces(gap: str) -> bool:
    """我有个5岁的…: the words before the age bring in somebody new."""
    return _INTRODUCES.search(gap.rstrip()) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """…，今年58，…: a span between the borders of its clause."""
    return bool(_CLAUSE_START.search(text[:start]) and _CLAUSE_END.match(text[end:]))
