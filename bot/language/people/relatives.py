"""Relatives of the speaker that nobody else owns: 老公, 我哥, 爸妈, 外婆."""

from __future__ import annotations

from bot.language.cues import cue_words
from bot.language.draft import CHILDREN, HouseholdDraft, MemberDraft
from bot.language.mentions import PersonWord
from bot.language.people.cast import Cast, Naming
from bot.language.people.children import child, sibling_of_children
from bot.language.people.elders import drop_equated, elders, is_elder_name, named_later

# Relations of which there may be several: a new word is a new person.
_SEVERAL = ("brother", "sister", "other", "uncle", "aunt")
_OWN_SIBLING = cue_words("own_sibling_heads")


def relatives(cast: Cast, naming: Naming) -> list[MemberDraft]:
    """The members that a family word stands for."""
    word = naming.word
    drop_equated(cast, naming)
    if is_elder_name(word) or word.word.endswith("家里老人"):
        return elders(cast, word)
    earlier = named_later(cast, naming)
    members: list[MemberDraft] = []
    for target, sex in word.targets:
        relation = _as_seen_here(cast.draft, target, sex, word)
        if relation in CHILDREN:
            members.extend(child(cast, naming, relation, sex))
        else:
            members.append(_relative(cast, naming, relation, sex))
    for reference in earlier:
        reference.members = members
    return members


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
    member = _sibling_of_children(cast, naming, relation, sex) or _named_or_new(
        cast.draft, relation, sex, naming.word
    )
    if naming.word.inferred:
        member.guess("relation")
    elif relation in ("father", "mother"):
        member.sure("relation")
    return member


def _sibling_of_children(
    cast: Cast, naming: Naming, relation: str, sex: str | None
) -> MemberDraft | None:
    """姐姐8岁弟弟3岁: children of the speaker; 我哥 and 亲姐 are not."""
    own = cast.text[naming.start] in _OWN_SIBLING
    if relation not in ("brother", "sister") or own:
        return None
    return sibling_of_children(cast.draft, sex)


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
