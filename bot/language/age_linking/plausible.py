"""Whether somebody can be of an age: by what they are to the speaker, and by the others' ages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.scene import Scene
from bot.language.draft import MemberDraft
from bot.language.generations import generation
from bot.language.people import Reference

# Assumptions about families, wide on purpose: the youngest and oldest age of each relation,
# and how many years a parent is older than a child.
_OLDEST = 110
_SPAN: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("self", "spouse", "partner"), (16, _OLDEST)),
    **dict.fromkeys(("father", "mother", "father_in_law", "mother_in_law"), (20, _OLDEST)),
    **dict.fromkeys(("grandfather", "grandmother"), (50, _OLDEST)),
    **dict.fromkeys(("son_in_law", "daughter_in_law"), (18, 80)),
    **dict.fromkeys(("son", "daughter", "child"), (0, 75)),
    **dict.fromkeys(("grandson", "granddaughter", "grandchild"), (0, 45)),
}
_ANY = (0, _OLDEST)
_PARENT_OLDER = 14
_LINE = ("self", "spouse", "partner", "father", "mother", "son", "daughter", "child")
_COUPLE = ("self", "spouse", "partner")


def plausible(scene: Scene, group: Sequence[Reference], run: Sequence[AgeItem]) -> bool:
    """Whether all ages of a run can be of those of a group, one each or one for all."""
    members = [m for r in group for m in r.members]
    if not members:
        return False
    pairs = [(m, a) for a in run for m in members] if len(run) == 1 else _in_turn(members, run)
    return all(possible(scene, member, age) for member, age in pairs)


def in_span(members: Sequence[MemberDraft], run: Sequence[AgeItem]) -> bool:
    """Whether some age of a run can be of somebody by the relation alone: no mother is four."""
    return any(
        not age.value.known or (age.value.max >= low and age.value.min <= high)
        for low, high in (_SPAN.get(m.relation, _ANY) for m in members)
        for age in run
    )


def _in_turn(
    members: Sequence[MemberDraft], run: Sequence[AgeItem]
) -> list[tuple[MemberDraft, AgeItem]]:
    """One age each; further ages are of the last."""
    return [(members[min(i, len(members) - 1)], age) for i, age in enumerate(run)]


def possible(scene: Scene, member: MemberDraft, age: AgeItem) -> bool:
    """Whether a member can be of that age beside the parents and children whose age is known."""
    if not age.value.known:
        return True
    if not in_span([member], [age]):
        return False
    return all(_apart(member, age, other) for other in scene.draft.members if other is not member)


def _apart(member: MemberDraft, age: AgeItem, other: MemberDraft) -> bool:
    """A parent is some years older than a child."""
    if other.age is None or not other.age.known:
        return True
    if member.relation not in _LINE or other.relation not in _LINE:
        return True
    higher = (generation(member) or 0) - (generation(other) or 0)
    if higher > 0:
        return age.value.max - other.age.min >= _PARENT_OLDER * higher
    if higher < 0:
        return other.age.max - age.value.min >= _PARENT_OLDER * -higher
    return True
