"""Ages told by comparison: 老公比我大两岁, 跟我同岁, 小三岁."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.place import Item, members_of
from bot.language.age_linking.scene import Comparison, Scene
from bot.language.ages import AgeValue, intersection, shifted
from bot.language.draft import MemberDraft
from bot.language.people import Reference

_NEAR = 3
_WITH = ("跟", "和", "与", "同")
_THAN_ME = re.compile(r"[大小长](?:了)?我")


# --- who is compared with whom ----------------------------------------


def mark_comparators(scene: Scene, items: Sequence[Item]) -> None:
    """我比老公小3岁: 老公 is named to compare, not as the owner of the age."""
    named = False
    for item, following in itertools.pairwise(items):
        if not isinstance(item, Reference):
            continue
        if isinstance(following, AgeItem) and following.relative:
            item.comparator = _compared_with(scene, item, following, named) or item.comparator
        named = True


def _compared_with(scene: Scene, person: Reference, age: AgeItem, named: bool) -> bool:
    """比老公小3岁; 我跟老公同岁 or 和老公差3岁, once somebody is named before."""
    prefix = scene.text[max(0, person.start - 1) : person.start]
    gap = scene.text[person.end : age.start]
    if len(gap) > _NEAR:
        return False
    together = prefix in _WITH and (age.value.delta == 0 or "差" in gap)
    return prefix == "比" or (together and named)


def note(scene: Scene, age: AgeItem, group: Sequence[Reference], previous: Item | None) -> None:
    """Remember who is compared with whom; the ages may come later in the message."""
    said = scene.text[age.start : age.end]
    other = _named_other(scene, said, previous)
    subjects = members_of(group) or scene.aged[-1:] or [scene.draft.get("self")]
    if other is None:
        earlier = [m for m in scene.aged if m not in subjects]
        other = earlier[-1] if earlier else scene.draft.find("self")
    if other is None and len(subjects) > 1 and age.value.delta == 0:
        other, subjects = subjects[0], subjects[1:]
    if other is not None and other in subjects and len(subjects) > 1:
        subjects = [m for m in subjects if m is not other]
    for member in subjects[-1:]:
        scene.comparisons.append(Comparison(member, other, age.value.delta or 0))
        member.facts.setdefault("_age_span", (age.start, age.end))


def _named_other(scene: Scene, said: str, previous: Item | None) -> MemberDraft | None:
    """大我三岁 compares with the speaker; 比老公大三岁 with 老公."""
    if _THAN_ME.search(said):
        return scene.draft.get("self")
    named = isinstance(previous, Reference) and previous.comparator and previous.members
    return previous.members[0] if named and isinstance(previous, Reference) else None


# --- once all other ages are known ----------------------------------------


def resolve(scene: Scene) -> None:
    """Reckon unknown ages from known ones, along chains: 姐姐比我大三岁，弟弟小姐姐五岁."""
    for _ in range(len(scene.comparisons) + 1):
        for comparison in scene.comparisons:
            if comparison.other is not None and comparison.member is not comparison.other:
                _settle(comparison.member, comparison.other, comparison.delta)


def _settle(member: MemberDraft, other: MemberDraft, delta: int) -> None:
    mine, theirs = _known(member), _known(other)
    if mine is not None and theirs is not None:
        _narrow(member, mine, other, theirs, delta)
    elif theirs is not None:
        member.age = shifted(theirs, delta)
    elif mine is not None:
        other.age = shifted(mine, -delta)


def _narrow(
    member: MemberDraft, mine: AgeValue, other: MemberDraft, theirs: AgeValue, delta: int
) -> None:
    """老公比我大两岁 with both ages known as ranges: each narrows the other."""
    by_other, by_mine = shifted(theirs, delta), shifted(mine, -delta)
    if by_other is not None and by_mine is not None:
        member.age = intersection(mine, by_other) or mine
        other.age = intersection(theirs, by_mine) or theirs


def _known(member: MemberDraft) -> AgeValue | None:
    return member.age if member.age is not None and member.age.known else None
