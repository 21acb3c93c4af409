"""Children whom somebody else has: 姐姐带个女儿, 儿子儿媳他们有个女娃."""

from __future__ import annotations

import re

from bot.language.cues import cue_pairs, cues, repeatable
from bot.language.draft import CHILDREN, MemberDraft
from bot.language.people.cast import Cast, Naming, Reference

_ONE = "(?:着|了)?(?:一|1)?(?:个|名|对|位)?[^,。;!?有]{0,8}$"
_VERB = f"{repeatable('before_having')}*{cues('having')}{_ONE}"
_HAS = re.compile(rf"^{_VERB}")
_AGE = r"(?:今年|才|刚)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})?岁?,?"
_HAS_LATER = re.compile(rf"^{_AGE}{_VERB}")
_ADDRESSED = {"brother", "sister", "uncle", "aunt"}
_FORMER = cue_pairs("ex_spouses")
_HIS = ("", "的", "家", "家的")
_PARENTS = frozenset(
    {
        *CHILDREN, "daughter_in_law", "son_in_law", "brother", "sister", "sibling", "other",
        "cousin", "uncle", "aunt", "nephew", "niece",
    }
)  # fmt: skip


def is_child_word(naming: Naming) -> bool:
    """女儿, 两个孩子, 小的: a word for children only."""
    word = naming.word
    relations = {relation for relation, _sex in word.targets}
    return word.form == "ordinal" or (bool(relations) and relations <= CHILDREN)


def other_parent(cast: Cast, naming: Naming) -> MemberDraft | None:
    """Who has the child, when it is neither the speaker nor the spouse: 她带个女儿."""
    last = cast.last
    if last is None or not last.members or not is_child_word(naming):
        return None
    parents = {member.relation for member in last.members}
    own = bool(parents & CHILDREN)
    known = parents <= _PARENTS and _belongs(last, cast.gap(naming), own=own)
    return last.members[0] if known else None


def _belongs(last: Reference, gap: str, *, own: bool) -> bool:
    """她儿子, 带个女儿; a comma or an age between says it only of brothers, not of one's child."""
    if last.word.form == "pronoun" and gap in _HIS:
        return True
    return bool(_HAS.match(gap) and gap[0] != ",") if own else bool(_HAS_LATER.match(gap))


def _is_outsider(member: MemberDraft) -> bool:
    return bool(member.facts.get("not_insured_reason") == "not_family")


def the_same_outsider(cast: Cast, naming: Naming) -> bool:
    """邻居大姐, 同事阿姨: one person outside the household, with a form of address."""
    last = cast.last
    relations = {relation for relation, _sex in naming.word.targets}
    beside = last is not None and last.word.form == "outsider" and not cast.gap(naming)
    return beside and bool(relations) and relations <= _ADDRESSED


def of_outsider(cast: Cast, naming: Naming) -> bool:
    """我同事有个女儿, 同学的妈妈: nobody of the household."""
    last = cast.last
    if last is None:
        return False
    outside = last.word.form == "outsider" and not last.members
    outside = outside or (bool(last.members) and all(map(_is_outsider, last.members)))
    if last.word.word in _FORMER and "带" in cast.gap(naming):
        return False  # 前妻带走了儿子: the speaker's own
    gap = cast.gap(naming)
    return outside and (gap in _HIS[1:] or (is_child_word(naming) and bool(_HAS_LATER.match(gap))))
