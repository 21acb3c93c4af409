"""Pronouns: 他, 她们俩, 两个人都."""

from __future__ import annotations

import itertools
import re

from bot.language.cues import cue_words, cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.generations import generation
from bot.language.people.cast import Cast, Naming, Reference

_SEX = {"他": "male", "她": "female"}
_WITH_ME = re.compile(rf"[我俺]{cues('companions')}$")
_BRINGS = re.compile(
    rf"(?:也|那边|自己|前面|之前)*(?:带|有)(?:着|了|来|过来)*(?:一?[个名]|两个|俩)?{cues('newborn_heads')}"
)
_WITH_SPEAKER = cue_words("pronouns_with_speaker")
GROWN_UP_AGE = re.compile(
    rf"{repeatable('before_age')}*(?:[2-9]\d(?!\d|\s?[万千kw块元%斤])|[二三四五六七八九]十)"
)


def pronoun(cast: Cast, naming: Naming) -> Reference:
    """Whom a pronoun takes up; 他36 beside 我34 may also be the spouse."""
    found = _parent_beside_me(cast, naming) or _named_before(cast, naming)
    found = found or _other_half(cast, naming)
    return naming.reference(_grown_up(cast, naming, found))


def _parent_beside_me(cast: Cast, naming: Naming) -> list[MemberDraft]:
    """二婚，我带个儿子15，他带个女儿11: who brings a child along is the spouse, no child."""
    sex = _SEX.get(naming.word.word)
    others = [m for m in cast.draft.members if m.relation != "self"]
    minors = all(m.is_minor for m in others)
    if sex is None or cast.draft.self is None or not minors or not _BRINGS.match(naming.after):
        return []
    spouse = cast.draft.get("spouse", sex)
    spouse.guess("relation")
    return [spouse]


def _named_before(cast: Cast, naming: Naming) -> list[MemberDraft]:
    named = [r for r in cast.references if r.members and not r.household]
    sex = _SEX.get(naming.word.word)
    return _one(named, sex) if sex else _several(named, naming.word.word)


def _one(named: list[Reference], sex: str) -> list[MemberDraft]:
    """他: the nearest person who can be a man; else the nearest one at all."""
    last = [r.members[-1] for r in named if r.members[-1].relation != "self"]
    for member in reversed(last):
        if member.sex in (sex, None):
            if member.relation in ("spouse", "partner"):
                member.sex = sex
            return [member]
    return last[-1:]


def _several(named: list[Reference], word: str) -> list[MemberDraft]:
    """他们: everybody but the speaker; 两个人 the last two, the speaker too."""
    found: list[MemberDraft] = []
    for reference in reversed(named):
        for member in reversed(reference.members):
            include = member.relation != "self" or word in _WITH_SPEAKER
            if include and member not in found:
                found.insert(0, member)
    if any(two in word for two in "俩两二"):
        return found[-2:]
    return _of_one_generation(found)


def _of_one_generation(named: list[MemberDraft]) -> list[MemberDraft]:
    """孩子…，公婆…，他们都七十三: the last named of one generation, when they are several."""
    last = [*itertools.takewhile(lambda m: generation(m) == generation(named[-1]), named[::-1])]
    return last[::-1] if len(last) > 1 else named


def _other_half(cast: Cast, naming: Naming) -> list[MemberDraft]:
    """我34 他36: with nobody else named, the other one of the couple."""
    sex = _SEX.get(naming.word.word)
    alone = cast.draft.self is not None and len(cast.draft.members) == 1
    beside = _WITH_ME.search(naming.before(4))
    labelled = naming.after.startswith(":")
    if sex is None or not alone or not (naming.age_after or beside or labelled):
        return []
    spouse = cast.draft.get("spouse", sex)
    spouse.guess("relation")
    return [spouse]


def _grown_up(cast: Cast, naming: Naming, found: list[MemberDraft]) -> list[MemberDraft]:
    """娃5岁，我34他36: a grown-up's age after 他 is the spouse's, not the child's."""
    sex = _SEX.get(naming.word.word)
    one_child = len(found) == 1 and found[0].is_child
    if sex is None or not one_child or not GROWN_UP_AGE.match(naming.after):
        return found
    other = cast.draft.find("spouse") or cast.draft.find("partner")
    if other is None or other.sex not in (None, sex):
        return found
    other.sex = sex
    return [other]
