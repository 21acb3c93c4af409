"""Ages before the person they belong to: 36岁的老公, 5岁儿子和2岁女儿, 给我3岁孩子买."""

from __future__ import annotations

import re

from bot.language.age_linking.giving import negated
from bot.language.age_linking.items import GROWN, AgeItem
from bot.language.age_linking.lists import distribute, one_of_each
from bot.language.age_linking.place import Place, Verdict, introduces
from bot.language.clauses import SENTENCE_END
from bot.language.cues import cues
from bot.language.people import Reference

_NEAR = 4
_OF = re.compile(r"^\s?(?:的|大的|多的|了的|又?(?:才|刚)?生(?:了|下)?个?)\s?(?:一个|俩|两个|小)?$")
_IS = re.compile(r"岁?(?:的)?(?:才|那个)?是")  # 67是我妈, 67岁的是我妈
_ALONE_BEFORE = re.compile(r"(?:^|[,。;!?\s])(?:那个)?$")
_FOR = re.compile(rf"{cues('beneficiaries')}$")


def next_person(place: Place) -> Verdict | None:
    """36岁的老公: the age belongs to the person after it.

    Of several ages the first ones go to the persons before them: 我32老公35岁的….
    """
    after = place.after
    if after is None or not _belongs_to_next(place, after):
        return None
    run = place.run
    wanted = len(place.members)
    if place.group and len(run) > wanted and _person_right_before(place):
        distribute(place.scene, place.group, run[:wanted])
        run = run[wanted:]
    distribute(place.scene, [after], run)
    place.scene.served.append(after)
    return Verdict.OPEN


def _belongs_to_next(place: Place, after: Reference) -> bool:
    gap = place.scene.text[place.run[-1].end : after.start]
    if not _may_own_age_before(place, after, gap):
        return False
    said_of = _says_of(place, gap)
    if not said_of and gap.strip() not in ("", "个"):
        return False
    if gap == "":
        if _only_possessor(place, after):
            return True
        if _shared_out(place):
            return False
        if _chain_goes_on(place, after) and not _person_right_before(place):
            return True
    return _nearer_to_next(place, after, gap, said_of)


def _may_own_age_before(place: Place, after: Reference, gap: str) -> bool:
    """Not a pronoun, nor somebody compared with; 我 only as in 36岁的我."""
    if not after.members or after.word.form == "pronoun" or after.comparator:
        return False
    return after.word.form != "self" or (gap == "的" and place.first.value.source != "birth")


def _says_of(place: Place, gap: str) -> bool:
    """36岁的, 六岁大的: the words that tie an age to the person after it."""
    last = place.run[-1]
    if _IS.fullmatch(gap) and _ALONE_BEFORE.search(place.left):
        return True
    ends_in_of = place.scene.text[last.end - 1 : last.end] == "的"
    return bool(_OF.match(gap)) or (gap == "" and ends_in_of)


def _only_possessor(place: Place, after: Reference) -> bool:
    """给我3岁孩子买: the age is the child's, 我 only whose child it is."""
    group, age = place.group, place.first.value
    if not group or group[-1].word.form != "self" or not age.known or place.raw_gap != "":
        return False
    helped = _FOR.search(place.scene.text[: group[-1].start]) is not None
    return helped or (age.max < GROWN and all(m.is_child for m in after.members))


def _shared_out(place: Place) -> bool:
    """爸妈一个58一个56爸爸…: each of those before has one of the ages already."""
    if not place.group or len(place.run) < 2 or len(place.run) != len(place.members):
        return False
    return one_of_each(place)


def _chain_goes_on(place: Place, after: Reference) -> bool:
    """5岁儿子和2岁女儿: the next age stands right before the next person as well."""
    if len(place.following) < 3:
        return False
    age, person = place.following[1:3]
    text = place.scene.text
    return (
        isinstance(age, AgeItem)
        and isinstance(person, Reference)
        and text[age.end : person.start] == ""
        and text[after.end : age.start] != ""
    )


def _nearer_to_next(place: Place, after: Reference, gap: str, said_of: bool) -> bool:
    """Weighs the person before against the one after, who may have an age of their own."""
    before = _person_right_before(place)
    own = _has_own_age(place, after)
    if said_of and place.first.value.source != "birth":
        return not own or not before or len(place.run) > 1
    if own:
        return said_of and not before
    if gap.isspace() and not said_of and place.first.bare:
        return False
    return not before


def _has_own_age(place: Place, after: Reference) -> bool:
    """36岁老公我33: another age follows the person closely."""
    item = place.following[1] if len(place.following) > 1 else None
    if not isinstance(item, AgeItem) or item.relative:
        return False
    near = len(place.scene.plain(after.end, item.start)) <= 2
    return near and not negated(place.scene, item.start)


def _person_right_before(place: Place) -> bool:
    """我36…: somebody without age stands right before the run."""
    if not place.group:
        return False
    gap = place.gap
    return len(gap.strip()) <= _NEAR and not introduces(gap) and not SENTENCE_END.search(gap)
