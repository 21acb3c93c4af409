"""Resolves person mentions from left to right; one resolver per form of naming."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from bot.language.draft import HouseholdDraft
from bot.language.mentions import Mention
from bot.language.people.cast import Cast, Naming, Reference
from bot.language.people.children import counted_children, ordinal_child
from bot.language.people.elders import is_elder_name
from bot.language.people.outsiders import outsider
from bot.language.people.possession import chained, possessor
from bot.language.people.pronouns import pronoun
from bot.language.people.relatives import relatives
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
    """老大8岁, 小的5岁."""
    child = ordinal_child(cast, naming.word)
    if naming.age_after:
        cast.set_aged(child)
    return naming.reference([child])


def _children(cast: Cast, naming: Naming) -> Reference | None:
    """两个孩子, 一儿一女; 已婚一孩 only tells that they are there."""
    owner = possessor(cast, naming)
    if owner is not None:
        return chained(cast, naming, owner)
    children = counted_children(cast, naming.word)
    told = naming.start and cast.text[naming.start - 1] in _UNNAMED_AFTER
    return None if told else naming.reference(children)


def _kin(cast: Cast, naming: Naming) -> Reference:
    """老公, 老公的妈妈, 3个姐姐."""
    owner = possessor(cast, naming)
    if owner is not None:
        return chained(cast, naming, owner)
    word = naming.word
    if word.count and not is_elder_name(word):
        return naming.reference([cast.draft.add(r, s) for r, s in word.targets])
    return naming.reference(relatives(cast, naming))


_RESOLVERS: Mapping[str, Callable[[Cast, Naming], Reference | None]] = {
    "self": speaker,
    "household": _household,
    "pronoun": pronoun,
    "pet": _pet,
    "outsider": outsider,
    "ordinal": _ordinal,
    "children": _children,
    "kin": _kin,
}
