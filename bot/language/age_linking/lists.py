"""Lists of ages over lists of persons: 爸65妈63, 孩子七岁和两岁半, 父母…，65和62."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from bot.language.age_linking.collective import couple, last_two, sharers
from bot.language.age_linking.giving import give, negated
from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.place import Place, Verdict, members_of
from bot.language.age_linking.scene import Scene
from bot.language.ages import intersection
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.people import Reference

_US_TWO = re.compile(rf"{cues('each_of_us')}(?:今年|现在|分别|依次|各|是|都)*$")
_ONE = re.compile(rf"{cues('one_of_several')}(?:今年|才|都)?$")


def one_for_each_of_two(place: Place) -> Verdict | None:
    """老公年入80万我全职，40和38; 儿子…，女儿…，一个12一个3岁: in the order of the two."""
    if len(place.run) != 2 or len(place.group) != 1:
        return None
    bare_pair = all(a.bare for a in place.run) and place.alone
    pair = (last_two(place) or _pair_before(place)) if bare_pair or one_of_each(place) else []
    if not pair:
        return None
    for member, age in zip(pair, place.run, strict=True):
        give(place.scene, [member], age)
    return Verdict.DONE


def _pair_before(place: Place) -> list[MemberDraft]:
    """外公外婆都有意外险,外婆还有防癌险,一个83一个80: the two, of whom one is named again."""
    last = place.group[0]
    pairs = [r.members for r in place.scene.named_before(last.start) if len(r.members) == 2]
    if not pairs or len(last.members) != 1 or last.members[0] not in pairs[-1]:
        return []
    return list(pairs[-1]) if all(m.age is None for m in pairs[-1]) else []


def next_of_several(place: Place) -> Verdict | None:
    """两个儿子，一个23上班了，一个15上初三: the next of those who have none."""
    scene = place.scene
    if len(place.run) != 1 or place.group or not scene.given or not one_of_each(place):
        return None
    last, owners = scene.given[-1]
    several = [r for r in scene.named_before(last.start) if len(r.members) > 1][-1:]
    if len(owners) != 1 or not _ONE.search(scene.text[: last.start]) or not several:
        return None
    waiting = [m for m in several[0].members if m.age is None]
    if owners[0] not in several[0].members or not waiting:
        return None
    give(scene, waiting[:1], place.first)
    return Verdict.OPEN


def one_of_each(place: Place) -> bool:
    """一个12一个3岁: every age is said of one of several."""
    text = place.scene.text
    return all(_ONE.search(text[: age.start]) for age in place.run)


def us_two(place: Place) -> Verdict | None:
    """我和老公…，我们分别是36和39: the speaker first."""
    zodiac = any(age.value.source == "zodiac" for age in place.run)
    if zodiac or len(place.run) != 2 or _US_TWO.search(place.left) is None:
        return None
    pair = couple(place.scene)
    for member, age in zip(pair, place.run, strict=False):
        give(place.scene, [member], age)
    return Verdict.DONE if pair else None


def own_clause(place: Place) -> Verdict | None:
    """我父母农村的，61和58: a clause of ages only, one for each."""
    members = place.members
    fits = len(place.run) == len(members) > 1 and all(m.age is None for m in members)
    if not fits or not place.alone:
        return None
    distribute(place.scene, place.group, place.run)
    return Verdict.DONE


def distribute(scene: Scene, group: list[Reference], run: list[AgeItem]) -> None:
    """Give a run of ages to a group: one for each person, or reference, or one for all."""
    members = list({id(m): m for m in members_of(group)}.values())
    run = _without_denied(scene, run)
    if len(members) > 1 and _one_age_twice(run):
        for age in run:
            give(scene, members, age)
    elif len(run) == len(members):
        for member, age in zip(members, run, strict=True):
            give(scene, [member], age)
    elif len(run) == len(group) > 1:
        for reference, age in zip(group, run, strict=True):
            give(scene, reference.members, age)
    elif len(run) == 1:
        give(scene, sharers(scene, group, run[0]), run[0])
    else:
        _uneven(scene, members, run)


def _without_denied(scene: Scene, run: list[AgeItem]) -> list[AgeItem]:
    """29不是30: without what is taken back."""
    return [age for age in run if not negated(scene, age.start)] or run[-1:]


def _one_age_twice(run: Sequence[AgeItem]) -> bool:
    """都属虎，86年的: the year tells which year of the tiger it is."""
    signs = [age.value for age in run if age.value.source == "zodiac"]
    others = [age.value for age in run if age.value.source != "zodiac"]
    return len(signs) == len(others) == 1 and others[0].known


def _uneven(scene: Scene, members: list[MemberDraft], run: list[AgeItem]) -> None:
    """孩子5岁2岁 has more ages than persons: further children, or one age told twice."""
    last = members[-1]
    extra = len(run) - len(members)
    if extra > 0 and (last.is_child or last.relation == "other") and _of_several(run):
        members = members + [scene.draft.add(last.relation, last.sex) for _ in range(extra)]
    for i, age in enumerate(run):
        give(scene, [members[min(i, len(members) - 1)]], age)


def _of_several(run: Sequence[AgeItem]) -> bool:
    """5岁2岁 are two children; 20岁上大学 and 属龙2岁 tell one age twice."""
    kinds = {
        "years" if age.value.source in ("years", "months", "range") else age.value.source
        for age in run
    }
    alike = any(
        intersection(a.value, b.value) is not None and not a.value.exact
        for a, b in itertools.pairwise(run)
        if a.value.known and b.value.known
    )
    return len(kinds) == 1 and "zodiac" not in kinds and not alike
