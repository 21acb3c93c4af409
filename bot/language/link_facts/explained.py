"""Drops what another condition of the same person explains: its medicine, its operation."""

from __future__ import annotations

from bot.language.draft import MemberDraft
from bot.language.link_facts.records import condition_of
from bot.language.link_facts.state import Facts

# An operation this many characters after an illness was for that illness.
_BESIDE = 6


def drop_explained(facts: Facts) -> None:
    for member in facts.draft.members:
        _explain_medication(member)
        _explain_operation(facts, member)


def _explain_medication(member: MemberDraft) -> None:
    """一直吃药 of someone with a known illness is for that illness."""
    medication = condition_of(member, "long_term_medication")
    if medication is not None and len({c["code"] for c in member.conditions}) > 1:
        member.conditions = [c for c in member.conditions if c["code"] != "long_term_medication"]


def _explain_operation(facts: Facts, member: MemberDraft) -> None:
    """先心病做过手术: the operation has its reason beside it."""
    places = [p for p in facts.places if p.owner is member]
    for place in places:
        others = [p for p in places if p.condition is not place.condition]
        near = any(0 <= place.start - p.end <= _BESIDE for p in others)
        if place.condition["code"] == "hospitalization" and near:
            member.conditions = [c for c in member.conditions if c is not place.condition]
