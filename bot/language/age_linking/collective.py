"""One age for several persons: 爸妈都60, 婆婆…，公公…，都是68, 俩三十出头."""

from __future__ import annotations

import itertools
import re

from bot.language.age_linking.giving import give
from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.place import Place, Verdict, members_of
from bot.language.age_linking.scene import Scene
from bot.language.clauses import last_clause
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.generations import generation
from bot.language.people import Reference

_ALIKE = re.compile(rf"[,。\s]{cues('age_of_both')}?(?:都是|都|均为|均)(?:今年)?$")
_EACH_OF_US = re.compile(rf"{cues('each_of_us')}(?:今年|现在)?(?:都是|都|同岁,?)$")
_OF_ALL = re.compile(cues("age_of_all"))
_OF_ONE = re.compile(r"一个|大的|小的")
_CLOSE = 3


def alike(place: Place) -> Verdict | None:
    """婆婆…，公公…，都是68: one age for the two spoken of last."""
    if len(place.run) != 1 or not place.group:
        return None
    pair: list[MemberDraft] = []
    if _EACH_OF_US.search(place.left):
        pair = couple(place.scene)
    elif len(place.group) == 1 and _ALIKE.search(place.left):
        pair = last_two(place)
    if not pair:
        return None
    give(place.scene, pair, place.first)
    return Verdict.DONE


def couple(scene: Scene) -> list[MemberDraft]:
    """The speaker and the spouse or partner, if one is named and both have no age yet."""
    other = scene.draft.find("spouse") or scene.draft.find("partner")
    me = scene.draft.get("self")
    return [me, other] if other is not None and me.age is None and other.age is None else []


def last_two(place: Place) -> list[MemberDraft]:
    """The person spoken of and the one before: single, without age, of one generation."""
    last = place.group[0]
    earlier = [r for r in place.scene.named_before(last.start) if r.members != last.members][-1:]
    if len(last.members) != 1 or not earlier or len(earlier[0].members) != 1:
        return []
    one, two = earlier[0].members[0], last.members[0]
    fits = one is not two and one.age is None and two.age is None
    return [one, two] if fits and generation(one) == generation(two) else []


def sharers(scene: Scene, group: list[Reference], age: AgeItem) -> list[MemberDraft]:
    """Those of a group to whom one single age belongs."""
    last = group[-1]
    gap = scene.text[last.end : age.start]
    if len(group) == 1:
        return _of_reference(last, gap)
    members = list({id(m): m for m in members_of(group)}.values())
    if _OF_ALL.search(gap) and "分别" not in gap:
        mixed = len(last.members) > 1 and len({generation(m) for m in members}) > 1
        return last.members if mixed else members
    joints = [scene.text[a.end : b.start] for a, b in itertools.pairwise(group)]
    if any("," in joint or " " in joint for joint in joints):
        return last.members
    one_generation = len({generation(m) for m in members}) == 1
    return members if one_generation and len(gap) <= _CLOSE else last.members


def _of_reference(reference: Reference, gap: str) -> list[MemberDraft]:
    """父母六十多 are both; 两个孩子大的8岁 is one of them."""
    members = reference.members
    young = reference.word.form == "children" or members[0].is_child
    if len(members) == 1 or not (young and _OF_ONE.search(last_clause(gap))):
        return members
    return [m for m in members if m.age is None][:1] or members[:1]
