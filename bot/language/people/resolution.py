"""Resolves person mentions from left to right; one resolver per form of naming."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.language.detection.siblings import has_own_place
from bot.language.draft import HouseholdDraft
from bot.language.mentions import Mention
from bot.language.people.cast import Cast, Naming, Reference
from bot.language.people.children import counted_children, ordinal_child
from bot.language.people.descendants import of_outsider, other_parent, the_same_outsider
from bot.language.people.elders import ELDERS, is_elder_name
from bot.language.people.outsiders import outsider
from bot.language.people.possession import chained, composed, possessor
from bot.language.people.pronouns import pronoun
from bot.language.people.relatives import relatives
from bot.language.people.siblings import sibling_by_place, sibling_group
from bot.language.people.speaker import sex_of_speaker, speaker

_AGE_AFTER = re.compile(
    r"^\s?[:：]?\s?(?:今年|才|刚)?(?:\d{1,2}(?!\d|\s?[万千kw块元个口%])"
    r"|[一二两三四五六七八九十]{1,3}(?:岁|个月))"
)
_UNNAMED_AFTER = "婚育"


def read_people(text: str, draft: HouseholdDraft, mentions: Sequence[Mention]) -> Cast:
    """Resolve every person mention; new members are added to the draft."""
    people = [m for m in mentions if m.kind == "person"]
    age_ends = {m.end for m in mentions if m.kind == "age"}
    cast = Cast(text, draft, sex_of_speaker(text, people))
    if has_own_place(text):
        cast.sibling_kind = ("sibling", None)
    for previous, mention in zip([None, *people], people, strict=False):
        naming = Naming(
            text,
            mention,
            previous,
            age_before=_age_before(text, mention, age_ends),
            age_after=bool(_AGE_AFTER.match(text[mention.end :])),
        )
        reference = _RESOLVERS[naming.word.form](cast, naming)
        if reference is not None:
            cast.references.append(reference)
    return cast


def _age_before(text: str, mention: Mention, age_ends: set[int]) -> bool:
    """5岁的女儿, 5岁个娃: an age ends where the mention starts."""
    start = mention.start
    offsets = (0, 1, 2) if text[max(0, start - 2) : start].endswith(("个", "的")) else (0,)
    return any(start - offset in age_ends for offset in offsets)


def _household(_cast: Cast, naming: Naming) -> Reference:
    """我家, 全家: nobody in particular."""
    return Reference(naming.mention, [], naming.word, household=True, speaker=True)


def _pet(_cast: Cast, naming: Naming) -> Reference:
    """猫3岁: nobody, but the age is taken."""
    return naming.reference([])


def _ordinal(cast: Cast, naming: Naming) -> Reference:
    """老大8岁, 小的5岁; 老二45 among brothers."""
    brother = sibling_by_place(cast, naming)
    if brother is not None:
        return brother
    if _of_elders(cast, naming):
        return naming.reference([])
    child = ordinal_child(cast, naming)
    if naming.age_after:
        cast.set_aged(child)
    return naming.reference([child])


def _of_elders(cast: Cast, naming: Naming) -> bool:
    """四个老人，最大的75: of the elders just named, nobody knows which."""
    last = cast.last
    if naming.word.sex or cast.draft.children or last is None:
        return False
    if last.word.form == "ordinal" and not last.members:
        return True
    if len(last.members) < 2:
        return False
    return naming.word.word.endswith("的") and all(
        m.relation in ELDERS or m.relation == "other" for m in last.members
    )


def _children(cast: Cast, naming: Naming) -> Reference | None:
    """两个孩子, 一儿一女; 已婚一孩 only tells that they are there."""
    theirs = _child_of_another(cast, naming)
    if theirs is not None:
        return theirs
    owner = possessor(cast, naming)
    if owner is not None:
        return chained(cast, naming, owner)
    children = counted_children(cast, naming)
    told = naming.start and cast.text[naming.start - 1] in _UNNAMED_AFTER
    return None if told else naming.reference(children)


def _kin(cast: Cast, naming: Naming) -> Reference:
    """老公, 老公的妈妈, 3个姐姐."""
    theirs = _child_of_another(cast, naming)
    if theirs is not None:
        return theirs
    phrase = _phrase(cast, naming)
    if phrase in cast.phrases:
        cast.references.pop()
        return naming.reference(cast.phrases[phrase])
    owner = possessor(cast, naming)
    if owner is not None:
        reference = chained(cast, naming, owner)
        if phrase:
            cast.phrases[phrase] = reference.members
        return reference
    word = naming.word
    if word.count and not is_elder_name(word):
        several = [cast.draft.add(r, s) for r, s in word.targets]
        cast.siblings += [m for m in several if m.relation in ("brother", "sister")]
        return naming.reference(several)
    return naming.reference(relatives(cast, naming))


def _phrase(cast: Cast, naming: Naming) -> str:
    """她妈 a second time is the same person: 我和她妈58，她妈…."""
    last = cast.last
    if last is None or last.word.word not in ("他", "她") or cast.gap(naming):
        return ""
    return last.word.word + naming.word.word


def _child_of_another(cast: Cast, naming: Naming) -> Reference | None:
    """姐姐带个女儿, 他们有个女娃; the child of a colleague is nobody."""
    if cast.last is not None and the_same_outsider(cast, naming):
        for member in cast.last.members:
            member.sex = member.sex or naming.word.targets[0][1]
        return replace(cast.last, mention=naming.mention)
    if of_outsider(cast, naming):
        return Reference(naming.mention, [], replace(naming.word, form="outsider"))
    parent = other_parent(cast, naming)
    return None if parent is None else naming.reference(composed(cast, naming.word, parent))


_RESOLVERS: Mapping[str, Callable[[Cast, Naming], Reference | None]] = {
    "self": speaker,
    "household": _household,
    "pronoun": pronoun,
    "pet": _pet,
    "outsider": outsider,
    "siblings": sibling_group,
    "ordinal": _ordinal,
    "children": _children,
    "kin": _kin,
}
