"""Mentions that only the whole message explains, corrected before anybody is resolved."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from bot.language.cues import cue_words, cues, repeatable
from bot.language.draft import CHILDREN
from bot.language.mentions import Mention, PersonWord
from bot.language.people.by_age import (
    old_spouse,
    parents_of_the_child,
    parents_of_the_grandchild,
)
from bot.language.people.rereading_children import sexes_as_children, siblings_as_children

Mentions = tuple[Mention, ...]

_OLD_COUPLE = cue_words("old_couple")
_AGED_SPOUSE = cue_words("aged_spouse")
_OUR_HEADS = cue_words("own_heads")
_OUR = re.compile(rf"{cues('ours')}{repeatable('ours_links')}*$")
_OURS = re.compile(rf"{cues('ours')}(?:这)?老")
_SIDES = {"女方": "female", "男方": "male"}
_COUPLE = (("self", None), ("spouse", None))
_OWN_ROLE = re.compile(
    rf"{cues('child_heads')}(?:子|宝)?(?:的|他|她)?(?:亲)?{cues('parent_heads')}"
)
_IS_ME = ("", *cue_words("that_is_me"))
_OWNING = cue_words("possessive_links")
_AS = re.compile(r"(?:作为|身为|当|已经|现在|都|也)*(?:是|作为|身为|当)(?:一名|一个|个)?")
_MY_AGE = re.compile(r"今年|\d\d(?!万)|[二三四五六七八九]十")
_AGE_BETWEEN = re.compile(r"^(?:今年)?\d{1,2}岁?[,，]?")
_PARENT_OF_CHILD = ("spouse", "father", "mother")
_AGED_SELVES = cue_words("aged_selves")
_GRANDCHILDREN = ("grandson", "granddaughter", "grandchild")
_ELDER_KIN = ("grandfather", "grandmother", "father", "mother")
_CHILD = PersonWord("kin", (("child", None),), word="孩子")


def reread(text: str, mentions: Mentions) -> Mentions:
    """The mentions after every correction."""
    for rule in _RULES:
        mentions = rule(text, mentions)
    return mentions


def _two_sexes(_text: str, mentions: Mentions) -> Mentions:
    """92年男、93年女: in a bare list the first is the speaker, the other the spouse."""
    sexes = [m for m in mentions if m.kind == "sex"]
    people = [m.data for m in mentions if m.kind == "person" and m.data.word not in _SIDES]
    if len(sexes) != 2 or sexes[0].data == sexes[1].data:
        return mentions
    if any(w.form == "self" or dict(w.targets).get("spouse") for w in people):
        return mentions
    if any("spouse" in dict(w.targets) and len(w.targets) == 1 for w in people):
        return mentions
    roles = {sexes[0].start: "self", sexes[1].start: "spouse"}
    by_sex = {sexes[0].data: "self", sexes[1].data: "spouse"}

    def person(mention: Mention) -> Mention:
        if mention.kind == "sex":
            return _as_person(mention, roles[mention.start])
        if mention.kind != "person" or mention.data.word not in _SIDES:
            return mention
        sex = _SIDES[mention.data.word]
        return replace(mention, data=PersonWord("kin", ((by_sex[sex], sex),), word="方"))

    return tuple(map(person, mentions))


def _husband_and_wife(_text: str, mentions: Mentions) -> Mentions:
    """夫41 妻40: nobody says 我, so the first of the couple is taken for the speaker."""
    people = [m for m in mentions if m.kind == "person"]
    couple = [m for m in people if m.data.form == "kin" and dict(m.data.targets).get("spouse")]
    sexes = [m.data.targets[0][1] for m in couple]
    if len(couple) != 2 or set(sexes) != {"male", "female"}:
        return mentions
    singles = [m for m in people if m.data.form == "kin" and len(m.data.targets) < 2]
    if singles[0] is not couple[0] or any(m.data.form == "self" for m in people):
        return mentions
    me = replace(couple[0], data=PersonWord("kin", (("self", sexes[0]),), word=couple[0].data.word))
    return tuple(me if m is couple[0] else m for m in mentions)


def _as_person(mention: Mention, relation: str) -> Mention:
    person = PersonWord("kin", ((relation, mention.data),), word=mention.data)
    return replace(mention, kind="person", data=person)


def _old_couple(text: str, mentions: Mentions) -> Mentions:
    """老两口 are the parents, or the speaker and 老伴 when they speak of themselves."""
    words = [m.data for m in mentions if m.kind == "person"]
    aged = any(w.word.startswith(_AGED_SPOUSE) or w.word.endswith(_AGED_SPOUSE) for w in words)
    first = next((w for w in words if not w.word.endswith(_OLD_COUPLE)), None)
    begins_with_self = first is not None and first.form == "self"

    def corrected(mention: Mention) -> Mention:
        if mention.kind != "person" or not mention.data.word.endswith(_OLD_COUPLE):
            return mention
        ours = _OURS.match(text, mention.start) or _OUR.search(text[: mention.start])
        own = ours or mention.data.word.startswith(_OUR_HEADS)
        if aged or own or (mention.start == 0 and begins_with_self):
            return replace(mention, data=replace(mention.data, targets=_COUPLE))
        return mention

    return tuple(map(corrected, mentions))


def _role_of_speaker(text: str, mentions: Mentions) -> Mentions:
    """孩子妈妈就是我, 他妈我: a parent of the children who is the speaker."""
    found = list(mentions)
    people = [i for i, m in enumerate(found) if m.kind == "person"]
    for i, j, k in zip(people, people[1:], people[2:], strict=False):
        if _parent_of_counted(text, found[i], found[j], found[k]):
            sex = found[k].data.targets[0][1]
            found[k] = replace(found[k], data=PersonWord("self", sex=sex, word=found[k].data.word))
    for i, j in itertools.pairwise(people):
        if _child_who_speaks(text, found[i], found[j]):
            sex = found[i].data.targets[0][1]
            found[i] = replace(found[i], data=PersonWord("self", sex=sex, word=found[i].data.word))
    for i, j in itertools.pairwise(people):
        role, me = found[i], found[j]
        if me.data.form == "self" and _plays(text, role, text[role.end : me.start]):
            sex = role.data.targets[0][1]
            found = [_other_parent(text, m, role) for m in found]
            found[i] = replace(role, data=PersonWord("self", sex=sex, word=role.data.word))
    return tuple(found)


def _elder_is_speaker(text: str, mentions: Mentions) -> Mentions:
    """孙女半个月，奶奶我今年56: beside grandchildren 我 right after 奶奶 is the same person."""
    people = [m for m in mentions if m.kind == "person"]
    young = any(r in _GRANDCHILDREN for m in people for r, _sex in m.data.targets)
    found = mentions
    for elder, me in itertools.pairwise(people):
        apposed = elder.end == me.start and me.data.form == "self" and elder.data.form == "kin"
        grand = {r for r, _sex in elder.data.targets} <= {"grandfather", "grandmother"}
        aged = elder.data.word in _AGED_SELVES and elder.start == 0
        if apposed and ((young and grand) or aged) and len(elder.data.targets) == 1:
            whole = PersonWord("self", sex=elder.data.targets[0][1], word=me.data.word)
            one = replace(me, start=elder.start, data=whole)
            found = tuple(one if m is me else m for m in found if m is not elder)
    return found


def _child_who_speaks(text: str, role: Mention, me: Mention) -> bool:
    """爸66妈64，儿子我今年四十: the son of those named is the speaker."""
    targets = role.data.targets
    child = role.data.form == "kin" and len(targets) == 1 and targets[0][0] in ("son", "daughter")
    alone = role.start == 0 or text[role.start - 1] in ",。;、 "
    beside = me.data.form == "self" and role.end == me.start
    return child and alone and beside and _MY_AGE.match(text, me.end) is not None


def _parent_of_counted(text: str, me: Mention, children: Mention, role: Mention) -> bool:
    """我是两个孩子的爸爸: the speaker's own role."""
    parents = {relation for relation, _sex in role.data.targets} <= {"father", "mother"}
    if me.data.form != "self" or children.data.form != "children" or len(role.data.targets) != 1:
        return False
    is_me = _AS.fullmatch(text[me.end : children.start]) is not None
    return parents and is_me and text[children.end : role.start] in ("的", "他", "她")


def _that_is(text: str, mentions: Mentions) -> Mentions:
    """他们妈妈也就是我闺女31: two names of one person, of which the speaker's own counts."""
    people = [m for m in mentions if m.kind == "person"]
    dropped = {
        one.start
        for one, other in itertools.pairwise(people)
        if text[one.end : other.start] == "也就是"
        and one.data.form == other.data.form == "kin"
        and text[other.start] in _OUR_HEADS
    }
    return tuple(m for m in mentions if m.kind != "person" or m.start not in dropped)


def _other_parent(text: str, mention: Mention, role: Mention) -> Mention:
    """爸爸35，妈妈33就是我: with one parent the speaker, the other is the spouse."""
    parents = {"father", "mother"}
    if mention is role or mention.kind != "person" or mention.data.form != "kin":
        return mention
    targets = mention.data.targets
    both = {targets[0][0], role.data.targets[0][0]} == parents and len(targets) == 1
    owned = text[: mention.start].endswith(_OWNING)
    if not both or owned or text[mention.start] in _OUR_HEADS:
        return mention
    return replace(mention, data=replace(mention.data, targets=(("spouse", targets[0][1]),)))


def _plays(text: str, role: Mention, gap: str) -> bool:
    """Whether 我 after a gap is the parent of the children just named."""
    targets = role.data.targets
    gap = _AGE_BETWEEN.sub("", gap) or gap
    if role.data.form != "kin" or len(targets) != 1 or gap not in _IS_ME:
        return False
    said = text[max(0, role.start - 1) : role.end]
    if targets[0][0] in _PARENT_OF_CHILD and gap and text[role.start] not in _OUR_HEADS:
        return gap in _IS_ME[1:] and gap != "是"
    return targets[0][0] in _PARENT_OF_CHILD and bool(_OWN_ROLE.search(said))


def _he_is_the_child(_text: str, mentions: Mentions) -> Mentions:
    """他爷爷68 before anyone is named, and a child later: 他 is the child."""
    people = [m for m in mentions if m.kind == "person"]
    if len(people) < 3 or not _he(people[0]) or not _elder_of(people[0], people[1]):
        return mentions
    if not any(relation in CHILDREN for m in people[2:] for relation, _ in m.data.targets):
        return mentions
    pairs = itertools.pairwise(people)
    owners = {a.start for a, b in pairs if _he(a) and a.end == b.start and b.data.form == "kin"}
    return tuple(replace(m, data=_CHILD) if m.start in owners else m for m in mentions)


def _he(mention: Mention) -> bool:
    return mention.data.word in ("他", "她")


def _elder_of(owner: Mention, elder: Mention) -> bool:
    relation = elder.data.targets[0][0] if elder.data.targets else ""
    return owner.end == elder.start and relation in _ELDER_KIN


_RULES: tuple[Callable[[str, Mentions], Mentions], ...] = (
    _role_of_speaker,
    _elder_is_speaker,
    _that_is,
    parents_of_the_grandchild,
    parents_of_the_child,
    old_spouse,
    sexes_as_children,
    siblings_as_children,
    _husband_and_wife,
    _two_sexes,
    _old_couple,
    _he_is_the_child,
)
