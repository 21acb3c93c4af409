"""A second age after the first: corrected in the sentence, or said again of the same person."""

from __future__ import annotations

import re

from bot.language.age_linking.giving import give, negated, replace_last, told_of_now
from bot.language.age_linking.place import Place, Verdict
from bot.language.age_linking.scene import Scene
from bot.language.ages import intersection
from bot.language.clauses import SENTENCE_END
from bot.language.cues import cues

_INSTEAD = re.compile(
    rf"^(?:[吧呢啊了]|[,\s])*{cues('interjections')}?{cues('age_corrections')}"
    r"(?:[,\s哦是了我]|应该是)*$"
)

_NOW_BEFORE = re.compile(rf"{cues('at_present')}$")
_SWAPPED = re.compile(cues("age_swaps"))


def corrected(place: Place) -> Verdict | None:
    """65，哦不对66: the last age is replaced; 65，不是66: the denied one is dropped."""
    scene, age = place.scene, place.first
    if not scene.given:
        return None
    if negated(scene, age.start):
        return Verdict.OPEN
    last, _ = scene.given[-1]
    if not _INSTEAD.match(scene.text[last.end : age.start]):
        return None
    replace_last(scene, age)
    return Verdict.OPEN


def swap(scene: Scene) -> None:
    """妈59爸61，说反了: the last two ages before it change owners, unless they are said again."""
    for cue in _SWAPPED.finditer(scene.text):
        before = [(a, m) for a, m in scene.given if a.end <= cue.start() and len(m) == 1][-2:]
        again = [m for a, owners in scene.given if a.start >= cue.end() for m in owners]
        if len(before) == 2 and not any(owners[0] in again for _, owners in before):
            (first,), (second,) = before[0][1], before[1][1]
            first.age, second.age = second.age, first.age


def told_precisely(place: Place) -> Verdict | None:
    """我妈50多了，具体是54, …那时二十二，现在三十六: a number alone, of whom was spoken last."""
    scene, age = place.scene, place.first
    if len(place.run) != 1 or place.group or not age.bare or not scene.given:
        return None
    if not place.alone and not _NOW_BEFORE.search(place.left):
        return None
    last, members = scene.given[-1]
    vague = last.value.known and not last.value.exact
    precise = vague and intersection(last.value, age.value) is not None
    if not precise and not all(told_of_now(scene, m, age) for m in members):
        return None
    give(scene, members, age)
    return Verdict.OPEN


def somebody_unknown(place: Place) -> Verdict | None:
    """他零零后 with nobody named before, or the age of a pet: nobody in the family gets it."""
    before = [r for r in place.scene.references if r.end <= place.first.start][-1:]
    unknown = [r for r in before if not r.members]
    if unknown and unknown[0].word.form in ("pronoun", "pet", "outsider"):
        return Verdict.OPEN
    return None


def said_again(place: Place) -> Verdict | None:
    """我09年的，…，初三: in the same sentence, another word on the age given last."""
    scene, age = place.scene, place.first
    if not scene.given or SENTENCE_END.search(scene.plain(scene.given[-1][0].end, age.start)):
        return None
    give(scene, scene.aged[-1:], age)
    return Verdict.OPEN
