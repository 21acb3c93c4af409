"""Ages of the speaker, who need not name themselves: 27，女; 三十多了."""

from __future__ import annotations

import re

from bot.language.age_linking.giving import give
from bot.language.age_linking.items import GROWN, AgeItem
from bot.language.age_linking.place import Place, Verdict
from bot.language.age_linking.plausible import possible
from bot.language.age_linking.scene import Scene
from bot.language.ages import intersection
from bot.language.cues import cues
from bot.language.draft import MemberDraft

_ADULT, _OLD = 18, 90
_COUPLE_APART = 20
_LEAST_FAMILY, _PARENT_OLDER = 3, 16
_LONE_LEFT = re.compile(rf"(?:^|[,。\s、:]){cues('speaker_words')}?$")
_SEX_LEFT = re.compile(r"(?:^|[,。;\s])[男女](?:的|性|生)?[,、\s]*$")
_LONE_RIGHT = re.compile(rf"^(?:$|[fm](?![a-z])|[,。+、\s了的]|{cues('after_lone_number')})")


def lone_number(place: Place) -> Verdict | None:
    """27，女 or 30+2娃: alone in its clause, else a bare number that nobody claims is no age."""
    if not place.first.bare:
        return None
    if _family(place):
        return Verdict.OPEN
    adults = all(GROWN <= age.value.min <= _OLD for age in place.run)
    left = place.scene.plain_left(place.first.start)
    alone = _LONE_LEFT.search(left) and _LONE_RIGHT.match(place.right)
    if adults and alone and not _others_named(place):
        _give_speaker(place.scene, place.run)
    return Verdict.OPEN


def told_by_sex(place: Place) -> Verdict | None:
    """一个人带娃，女，39: a sex alone in its clause is the speaker's, and the age with it."""
    scene = place.scene
    me = scene.draft.self
    alone = _SEX_LEFT.search(place.left) and _LONE_RIGHT.match(place.right)
    if place.group or len(place.run) != 1 or not alone or (me is not None and me.age is not None):
        return None
    me = scene.draft.get("self")
    if not possible(scene, me, place.first):
        return None
    give(scene, [me], place.first)
    return Verdict.OPEN


def own(place: Place) -> Verdict | None:
    """三十多了: an age that nobody else claims, while nobody waits for one."""
    scene = place.scene
    if _family(place):
        return Verdict.OPEN
    me = scene.draft.self or MemberDraft("self")
    able = me.age is not None or possible(scene, me, place.first)
    if not scene.references or (able and not scene.aged and not place.group):
        _give_speaker(scene, place.run)
    return Verdict.OPEN


def _family(place: Place) -> bool:
    """一家四口，分别是40、38、11、7: a couple, and children that can be theirs."""
    scene, run = place.scene, place.run
    home = any(r.household for r in scene.references) or "members_count" in scene.draft.facts
    if len(run) < _LEAST_FAMILY or not home or any(m.relation != "self" for m in _named(scene)):
        return False
    one, other, *young = (age.value for age in run)
    couple = min(one.min, other.min) >= _ADULT and abs(one.min - other.min) <= _COUPLE_APART
    if not couple or any(v.max > min(one.min, other.min) - _PARENT_OLDER for v in young):
        return False
    couple_of = [scene.draft.get("self"), scene.draft.get("spouse")]
    couple_of[1].guess("relation")
    members = [*couple_of, *(scene.draft.add("child") for _ in young)]
    for member, age in zip(members, run, strict=True):
        give(scene, [member], age)
    return True


def _named(scene: Scene) -> list[MemberDraft]:
    return [m for r in scene.references for m in r.members]


def _others_named(place: Place) -> bool:
    return any(
        r.members[0].relation != "self"
        for r in place.scene.references
        if r.members and r.start < place.first.start and not r.speaker
    )


def _give_speaker(scene: Scene, run: list[AgeItem]) -> None:
    """Ages without owner: of the speaker and, in a pair, the spouse; of a child when so young."""
    value = run[0].value
    if value.known and value.max < GROWN and not any(r.members for r in scene.references):
        for age in run:
            give(scene, [scene.draft.get("child")], age)
        return
    me = scene.draft.get("self")
    give(scene, [me], run[0])
    if len(run) == 2:
        owner = _owner_of_second(scene, me, run[0], run[1])
        if owner is not None:
            give(scene, [owner], run[1])


def _owner_of_second(
    scene: Scene, me: MemberDraft, first: AgeItem, second: AgeItem
) -> MemberDraft | None:
    """96年，29岁 is one age told twice; 36、34 is a couple."""
    if intersection(first.value, second.value) is not None:
        return me
    apart = abs(first.value.min - second.value.min)
    couple = apart <= _COUPLE_APART and second.value.min >= _ADULT
    return scene.draft.get("spouse") if couple else None
