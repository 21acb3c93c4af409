"""Signs of the zodiac: of the years twelve apart, the one that fits into the family."""

from __future__ import annotations

from dataclasses import replace

from bot.language.age_linking import comparing
from bot.language.age_linking.scene import Scene
from bot.language.ages import AgeValue
from bot.language.draft import MemberDraft
from bot.language.generations import generation

# Assumptions about families: the ages at which each generation asks for advice, how far apart
# a couple is at most, and by how many years one generation follows the other.
_SPAN: dict[int | None, tuple[int, int]] = {
    0: (20, 60),
    1: (42, 85),
    2: (62, 100),
    -1: (0, 17),
    -2: (0, 17),
}
_ANY_AGE = (0, 100)
_COUPLE_APART = 11
_GENERATION_APART = (17, 47)
_COUPLE = ("self", "spouse")


def resolve(scene: Scene) -> None:
    """我属马，老公属龙: settle the signs, each by those settled before; drop what stays open."""
    for _ in range(2):
        for member in scene.draft.members:
            if member.age is not None and member.age.options:
                member.age = _settled(scene, member, member.age)
        comparing.resolve(scene)
    for member in scene.draft.members:
        if member.age is not None and not member.age.known:
            member.age = None


def _settled(scene: Scene, member: MemberDraft, age: AgeValue) -> AgeValue:
    """The age by the only year that is plausible, marked as a guess; else as it was."""
    ages = [scene.as_of.year - year for year in age.options]
    fitting = [years for years in ages if _plausible(scene, member, years)]
    if len(fitting) != 1:
        return age
    member.guess("age")
    return replace(age, min=max(0, fitting[0] - 1), max=fitting[0], options=())


def _plausible(scene: Scene, member: MemberDraft, years: int) -> bool:
    low, high = _SPAN.get(generation(member), _ANY_AGE)
    others = [m for m in scene.draft.members if m is not member]
    return low <= years <= high and all(_fits(member, years, other) for other in others)


def _fits(member: MemberDraft, years: int, other: MemberDraft) -> bool:
    """Whether somebody of that age can be the partner, parent or child of the other."""
    if other.age is None or not other.age.known:
        return True
    difference = years - other.age.min
    generations = (generation(member) or 0) - (generation(other) or 0)
    if generations == 0:
        couple = member.relation in _COUPLE and other.relation in _COUPLE
        return not couple or abs(difference) <= _COUPLE_APART
    least, most = _GENERATION_APART
    older = difference if generations > 0 else -difference
    return least * abs(generations) <= older <= most * abs(generations)
