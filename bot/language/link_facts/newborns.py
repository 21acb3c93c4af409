"""What only a small child can have: 早产, 出生1800克 are never of an adult."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.draft import CHILDREN, MemberDraft
from bot.language.link_facts.state import Facts

_OF_BIRTH = frozenset({"premature_birth", "low_birth_weight", "neonatal_jaundice"})
_YOUNG = CHILDREN | {"grandson", "granddaughter", "grandchild", "nephew", "niece", "other"}


def owners_by_age(facts: Facts, code: str, owners: Sequence[MemberDraft]) -> list[MemberDraft]:
    """30周出来的 told beside a parent is of the youngest child, who may not be named yet."""
    if code not in _OF_BIRTH or any(m.relation in _YOUNG for m in owners):
        return list(owners)
    young = [m for m in facts.draft.members if m.relation in _YOUNG - {"other"}]
    return [min(young, key=_age)] if young else [facts.draft.add("child")]


def _age(member: MemberDraft) -> float:
    return member.age.min if member.age is not None and member.age.known else 99
