"""Brothers and sisters named by number or place: 俺弟兄仨，俺是老大，老二45."""

from __future__ import annotations

import re

from bot.language.cues import cue_words, cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.people.cast import Cast, Naming, Reference

_OWN_HEADS = cue_words("own_heads")
_IS = re.compile(rf"^\s?(?:在家)?(?:{cues('is_place')}{repeatable('own_rank')}*)?\s?$")


def sibling_group(cast: Cast, naming: Naming) -> Reference:
    """俺弟兄仨: the speaker and two brothers, of whom more may follow."""
    word = naming.word
    relation, sex = word.targets[0]
    me = cast.draft.get("self")
    me.sex = me.sex or sex
    cast.sibling_kind = (relation, sex)
    named = [m for m in cast.draft.members if m.relation in (relation, "brother", "sister")]
    more = (word.count or 2) - 1 - len(named)
    cast.siblings = [cast.draft.add(relation, sex) for _ in range(more)]
    return naming.reference([me, *named, *cast.siblings])


def unnamed_sibling(cast: Cast, relation: str, sex: str | None) -> MemberDraft | None:
    """俺哥, after 俺弟兄仨: one of the two."""
    for member in cast.siblings:
        if member.sex in (None, sex):
            cast.siblings.remove(member)
            member.relation, member.sex = relation, sex or member.sex
            return member
    return None


def _is_me(cast: Cast, naming: Naming) -> bool:
    """两个姐姐，我老小38: the speaker's own place."""
    siblings = any(m.relation in ("brother", "sister") for m in cast.draft.members)
    own = naming.text[naming.start] in _OWN_HEADS and naming.word.word.startswith("老")
    return own and siblings and not cast.draft.children


def sibling_by_place(cast: Cast, naming: Naming) -> Reference | None:
    """俺是老大: the speaker; then 老二 is a brother, unless there are children."""
    if _is_me(cast, naming):
        return naming.reference([cast.draft.get("self")])
    if cast.sibling_kind is None:
        return None
    place, last = naming.word.index or 0, cast.last
    if last is not None and last.word.form == "self" and _IS.match(cast.gap(naming)):
        me = cast.sibling_places[place] = cast.draft.get("self")
        return naming.reference([me])
    known = cast.sibling_places.get(place)
    if cast.draft.children or (known is not None and known.relation == "self"):
        return None
    if known is None:
        known = unnamed_sibling(cast, *cast.sibling_kind) or cast.draft.add(*cast.sibling_kind)
        cast.sibling_places[place] = known
    return naming.reference([known])
