"""Ages after the person they belong to: 我36, 爸65妈63, 我妈今年快60."""

from __future__ import annotations

import re

from bot.language.age_linking.items import GROWN
from bot.language.age_linking.lists import distribute
from bot.language.age_linking.place import (
    Place,
    Verdict,
    introduces,
)
from bot.language.clauses import SENTENCE_END
from bot.language.cues import cues

_SCHOOL_AGE = 10
_MINOR = 20
_DATED = re.compile(r"(?:今年|现在|已经|都|也)$")
_MAY_BE_SMALL = ("grandson", "granddaughter", "grandchild", "nephew", "niece", "brother", "sister")
_PADDING = re.compile(rf"[\s,、:=—-]|{cues('age_padding')}")
_PADDED, _UNPADDED = 8, 1  # characters of other words that may stand before a bare number
_CLAUSE_ENDS = re.compile(r"^(?:岁?了?(?:[,。;!]|$)|岁?了(?!\d))")


def previous_person(place: Place) -> Verdict | None:
    """我36; 爸65妈63: the ages belong to the persons before them."""
    if not place.group or not _belongs_to_previous(place):
        return None
    distribute(place.scene, place.group, place.run)
    return Verdict.DONE


def _belongs_to_previous(place: Place) -> bool:
    gap = place.gap
    if SENTENCE_END.search(gap) and len(gap) > 2:
        return False
    if place.first.bare:
        return _alone(place) or _bare_fits(place, gap)
    last = place.group[-1]
    if introduces(place.raw_gap) and last.word.form != "children":
        return len(last.members) > 1 or "一个" in gap
    return True


def _alone(place: Place) -> bool:
    """就给我妈一个人买，58，…: a number alone between commas, of somebody so old."""
    age = place.first
    if any(m.age is not None for m in place.members) or not place.alone:
        return False
    dated = _DATED.search(place.left) is not None
    if any(m.is_child for m in place.members):
        return dated or _MINOR >= age.value.min >= _SCHOOL_AGE
    if any(m.relation in _MAY_BE_SMALL for m in place.members):
        return dated or age.value.min >= _SCHOOL_AGE
    return age.value.min >= GROWN


def _bare_fits(place: Place, gap: str) -> bool:
    """我妈今年快60: only padding stands between the person and the bare number."""
    age, members = place.first, place.members
    young = [m for m in members if m.is_child or m.relation in _MAY_BE_SMALL]
    small = age.value.min < _SCHOOL_AGE
    if small and not young:
        return False
    if gap.endswith("一个") and len(members) > 1:
        return True
    words = len(_PADDING.sub("", gap))
    ends = _CLAUSE_ENDS.match(place.scene.text[age.end :])
    if ends and not small and not re.search(r"[,\d]", gap):
        return words <= _PADDED
    return words <= (_UNPADDED if place.scene.text[age.start].isdigit() else 0)
