"""Writes an age to its owners; a second age of one person corrects, narrows or conflicts."""

from __future__ import annotations

import re

from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.scene import Scene
from bot.language.ages import intersection, with_sign
from bot.language.cues import cues
from bot.language.draft import MemberDraft

_NEGATED = re.compile(rf"{cues('age_negations')}\s?$")
_CORRECTED = re.compile(cues("age_corrections"))
_RETRACTED = re.compile(cues("age_retractions"))
_LOOKED_UP = re.compile(
    rf"{cues('age_checks')}|(?:^|[,。;!?\s])[诶哎呃啊哦噢额唉]?(?:不对|不是(?=[,。;!?\s])|错了|错啦)"
)
_NOW = re.compile(rf"{cues('at_present')}$")
_REACH = 3


def negated(scene: Scene, start: int) -> bool:
    """29不是30: the number at this place is what it is not."""
    return _NEGATED.search(scene.text[max(0, start - _REACH) : start]) is not None


def give(scene: Scene, members: list[MemberDraft], age: AgeItem) -> None:
    """Give one age to all of the members, unless it is denied of the same ones."""
    if scene.given and negated(scene, age.start) and scene.given[-1][1] == members:
        return
    for member in members:
        if age.value.known and member.age is not None and member.age.known:
            _state_again(scene, member, age)
        elif member.age is None:
            member.age = age.value
        else:
            member.age = with_sign(member.age, age.value, scene.as_of.year)
        member.facts.setdefault("_age_span", (age.start, age.end))
        if member in scene.aged:
            scene.aged.remove(member)
        scene.aged.append(member)
    scene.given.append((age, members))


def replace_last(scene: Scene, age: AgeItem) -> None:
    """65，哦不对66: those who got the last age get this one instead."""
    members = scene.given[-1][1]
    for member in members:
        member.age = None
    give(scene, members, age)


def _taken_back(scene: Scene, member: MemberDraft, age: AgeItem) -> bool:
    """65，不对66, or since the person's last age: 妈59爸61 说反了 爸59妈61."""
    last = scene.given[-1][0] if scene.given else None
    if last is not None and _CORRECTED.search(scene.text[last.end : age.start]):
        return True
    if told_of_now(scene, member, age):
        return True
    own = [given.end for given, owners in scene.given if member in owners]
    since = scene.text[own[-1] : age.start] if own else ""
    return bool(_RETRACTED.search(since) or _LOOKED_UP.search(since))


def told_of_now(scene: Scene, member: MemberDraft, age: AgeItem) -> bool:
    """3岁查出哮喘，现在8岁: the greater age of today replaces that of then."""
    if member.age is None or not member.age.known or age.value.min <= member.age.max:
        return False
    return _NOW.search(scene.text[: age.start]) is not None


def _state_again(scene: Scene, member: MemberDraft, age: AgeItem) -> None:
    """09年的，初三: both may be true, and then narrow the age; else they are in conflict."""
    assert member.age is not None
    if _taken_back(scene, member, age):
        member.age = age.value
        member.facts["_age_span"] = (age.start, age.end)
        return
    narrowed = intersection(member.age, age.value)
    if narrowed is not None:
        member.age = narrowed
    elif "age" not in member.conflicts:
        member.conflicts.append("age")
