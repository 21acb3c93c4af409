"""Elders named in general (老人, 长辈): those named, or nobody in particular."""

from __future__ import annotations

import re

from bot.language.cues import cue_words, cues
from bot.language.draft import MemberDraft
from bot.language.mentions import PersonWord
from bot.language.people.cast import Cast, Naming, Reference

_NAMES = cue_words("elder_names")
ELDERS = ("father", "mother", "father_in_law", "mother_in_law", "grandfather", "grandmother")
_BOTH_PAIRS = {
    "father": "male", "mother": "female", "father_in_law": "male", "mother_in_law": "female",
}  # fmt: skip
_ARE = re.compile(rf"{cues('elders_are')}|{cues('only')}{cues('are_left')}?(?:一个)?")
_IS_ME = cue_words("that_is_me")
_IS_LATER = re.compile(rf"[,。]{cues('elder_is_subjects')}?是$")


def is_elder_name(word: PersonWord) -> bool:
    """老人, 长辈: somebody old, nobody in particular."""
    return word.word in _NAMES


def elders(cast: Cast, word: PersonWord) -> list[MemberDraft]:
    """老人: the elders named so far (爹妈公婆四个老人 names nobody new), else unnamed ones."""
    named = [m for m in cast.draft.members if m.relation in ELDERS]
    return named or (_both_pairs(cast) if word.count == len(_BOTH_PAIRS) else _unnamed(cast, word))


def _both_pairs(cast: Cast) -> list[MemberDraft]:
    """上有四老 can only be both pairs of parents."""
    made = [cast.draft.get(relation, sex) for relation, sex in _BOTH_PAIRS.items()]
    for member in made:
        member.guess("relation")
    return made


def _unnamed(cast: Cast, word: PersonWord) -> list[MemberDraft]:
    """一个老人, 两个老人: nobody knows whose parents they are."""
    known = [m for m in cast.draft.members if m.relation == "other" and not m.sex]
    more = (word.count or 1) - len(known)
    return known + [cast.draft.add("other") for _ in range(more)]


def drop_equated(cast: Cast, naming: Naming) -> None:
    """老人是我婆婆: the general word stands for the one named after it."""
    last = _general(cast)
    if last is None or not _ARE.fullmatch(cast.gap(naming)):
        return
    for member in last.members:
        if member.relation == "other" and member.empty and member in cast.draft.members:
            cast.draft.members.remove(member)
    for reference in cast.references:
        reference.members = [m for m in reference.members if m in cast.draft.members]


def named_later(cast: Cast, naming: Naming) -> list[Reference]:
    """70岁的老人还能买什么，是我外婆: the elder asked about is named afterwards."""
    last = cast.last
    if last is None or len(last.members) != 1 or last.members[0].relation != "other":
        return []
    elder = last.members[0]
    by_pronoun = last.word.form == "pronoun" and cast.gap(naming) in _IS_ME
    if not by_pronoun and not (last is _general(cast) and _IS_LATER.search(cast.gap(naming))):
        return []
    if elder.sex or elder not in cast.draft.members:
        return []
    cast.draft.members.remove(elder)
    return [r for r in cast.references if elder in r.members]


def drop_unnamed(cast: Cast) -> None:
    """俩老人俩孩子，公公70: elders of whom nothing is said are those named elsewhere."""
    if not any(m.relation in ELDERS for m in cast.draft.members):
        return
    unnamed = [m for r in cast.references if is_elder_name(r.word) for m in r.members]
    for member in unnamed:
        if member.relation == "other" and member.empty and member in cast.draft.members:
            cast.draft.members.remove(member)


def _general(cast: Cast) -> Reference | None:
    last = cast.last
    return last if last is not None and last.word.word.endswith(_NAMES) else None
