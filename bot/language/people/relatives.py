"""Relatives of the speaker that nobody else owns: 老公, 我哥, 爸妈, 外婆."""

from __future__ import annotations

import re

from bot.language.cues import cue_words, cues
from bot.language.draft import CHILDREN, HouseholdDraft, MemberDraft
from bot.language.mentions import PersonWord
from bot.language.people.cast import Cast, Naming
from bot.language.people.children import RELATION_BY_SEX, child, sibling_of_children
from bot.language.people.elders import drop_equated, elders, is_elder_name, named_later
from bot.language.people.possession import composed
from bot.language.people.pronouns import GROWN_UP_AGE
from bot.language.people.siblings import unnamed_sibling

# Relations of which there may be several: a new word is a new person.
_SEVERAL = ("brother", "sister", "other", "uncle", "aunt")
_PAIRS = cue_words("own_pairs")
_COUPLE_OF = re.compile(rf"^{cues('couples_of')}?$")
_MARRIED = re.compile(r"^[^,。;!?]{0,8}(?:娶了?|讨了?|找了?)个?$")
_EQUALS = ("brother", "sister", "sibling", "cousin", "partner")
_OWN_SIBLING = cue_words("own_sibling_heads")


def relatives(cast: Cast, naming: Naming) -> list[MemberDraft]:
    """The members that a family word stands for."""
    word = naming.word
    drop_equated(cast, naming)
    if is_elder_name(word) or word.word.endswith("家里老人"):
        return elders(cast, word)
    earlier = named_later(cast, naming)
    pair = _couple_of(cast, naming) or _pair(cast, word)
    if pair:
        return pair
    members: list[MemberDraft] = []
    for target, sex in word.targets:
        relation = _as_seen_here(cast.draft, target, sex, word)
        if relation == "spouse" and _of_son(cast, naming):
            relation = "daughter_in_law"
        if relation in CHILDREN:
            members.extend(child(cast, naming, relation, sex))
        else:
            members.append(_relative(cast, naming, relation, sex))
    for reference in earlier:
        reference.members = members
    return members


def _of_son(cast: Cast, naming: Naming) -> bool:
    """儿子廿六娶了媳妇廿五: whom a son married."""
    last = cast.last
    married = _MARRIED.search(cast.gap(naming)) if last is not None else None
    return (
        married is not None
        and last is not None
        and all(m.is_child and m.sex == "male" for m in last.members)
        and bool(last.members)
    )


def _pair(cast: Cast, word: PersonWord) -> list[MemberDraft]:
    """我哥50，我46，俺俩: with no spouse named, the speaker and the brother."""
    if word.word not in _PAIRS or cast.draft.find("spouse"):
        return []
    near = [m for r in cast.references for m in r.members if m.relation in _EQUALS]
    return [cast.draft.get("self"), near[-1]] if near else []


def _couple_of(cast: Cast, naming: Naming) -> list[MemberDraft]:
    """我弟两口子: somebody named and the spouse; 爸妈俩口子: those two."""
    targets = tuple(relation for relation, _sex in naming.word.targets)
    last = cast.last
    if targets != ("self", "spouse") or last is None or not _COUPLE_OF.match(cast.gap(naming)):
        return []
    if not last.members or {m.relation for m in last.members} & {"self", "spouse", "partner"}:
        return []
    if len(last.members) == 1 and last.word.form == "kin":
        spouse = PersonWord("kin", (("spouse", None),), word="配偶")
        return [*last.members, *composed(cast, spouse, last.members[0])]
    return list(last.members) if len(last.members) == 2 else []


def _as_seen_here(draft: HouseholdDraft, relation: str, sex: str | None, word: PersonWord) -> str:
    """另一半 beside 女朋友 is the partner; 媳妇 beside 老公 the daughter-in-law."""
    if relation != "spouse":
        return relation
    if sex is None and draft.find("partner"):
        return "partner"
    spouse = draft.find("spouse")
    has_husband = spouse is not None and spouse.sex == "male"
    return "daughter_in_law" if has_husband and word.word.startswith("媳妇") else relation


def _relative(cast: Cast, naming: Naming, relation: str, sex: str | None) -> MemberDraft:
    """One grown-up relative; 老爷子 is a father by custom, so a guess, until 爸 confirms it."""
    member = (
        _sibling_of_children(cast, naming, relation, sex)
        or _sibling(cast, relation, sex)
        or _named_or_new(cast.draft, relation, sex, naming.word)
    )
    if naming.word.inferred:
        member.guess("relation")
    elif relation in ("father", "mother"):
        member.sure("relation")
    return member


def _sibling(cast: Cast, relation: str, sex: str | None) -> MemberDraft | None:
    """俺哥, after 俺弟兄仨."""
    return unnamed_sibling(cast, relation, sex) if relation in ("brother", "sister") else None


def _sibling_of_children(
    cast: Cast, naming: Naming, relation: str, sex: str | None
) -> MemberDraft | None:
    """姐姐8岁弟弟3岁: children of the speaker; 我哥 and 亲姐 are not."""
    own = cast.text[naming.start] in _OWN_SIBLING
    if relation not in ("brother", "sister") or own:
        return None
    found = sibling_of_children(cast, naming, sex)
    if found is None and _beside_children(cast) and not GROWN_UP_AGE.match(naming.after):
        found = cast.draft.add(RELATION_BY_SEX[sex or ""], sex)
    if found is not None and naming.aged:
        cast.set_aged(found)
    return found


def _beside_children(cast: Cast) -> bool:
    """儿子高一，妹妹大班: right after a child."""
    last = cast.last
    return last is not None and bool(last.members) and all(m.is_child for m in last.members)


def _named_or_new(
    draft: HouseholdDraft, relation: str, sex: str | None, word: PersonWord
) -> MemberDraft:
    """The member named before, unless sex or name says that it is another one."""
    side = word.side if relation.startswith("grand") else None
    member = draft.find(relation, side)
    if member is not None and not _same_person(member, relation, sex, word):
        member = None
    if member is None:
        member = draft.add(relation, sex, side)
        if relation in _SEVERAL:
            member.facts["_word"] = word.word
    if sex and member.sex is None:
        member.sex = sex
    return member


def _same_person(member: MemberDraft, relation: str, sex: str | None, word: PersonWord) -> bool:
    if member.sex and sex and member.sex != sex:
        return False
    return relation not in _SEVERAL or same_name(member.facts.get("_word", ""), word.word)


def same_name(first: str, second: str) -> bool:
    """弟弟 and 弟 are one person, 大舅 and 二舅 are not."""
    return (
        first == second
        or (bool(first) and set(first) == set(second))
        or (first[-1:] == second[-1:] and 1 in (len(first), len(second)))
    )
