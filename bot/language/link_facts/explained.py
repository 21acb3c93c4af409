"""Drops what another condition of the same person explains: its medicine, its operation."""

from __future__ import annotations

from bot.language.draft import MemberDraft
from bot.language.illnesses.named import parts
from bot.language.link_facts.records import condition_of
from bot.language.link_facts.state import Facts, Place

# An operation this many characters after an illness was for that illness.
_BESIDE = 6


def drop_explained(facts: Facts) -> None:
    for member in facts.draft.members:
        _explain_medication(member)
        _explain_vague(member)
        _explain_symptoms(facts, member)
        _explain_operation(facts, member)


def _explain_medication(member: MemberDraft) -> None:
    """一直吃药 of someone with a known illness is for that illness."""
    medication = condition_of(member, "long_term_medication")
    if medication is not None and len({c["code"] for c in member.conditions}) > 1:
        member.conditions = [c for c in member.conditions if c["code"] != "long_term_medication"]


def _explain_vague(member: MemberDraft) -> None:
    """心脏不好，放过支架: the vague illness is the exact one."""
    codes = {c["code"] for c in member.conditions}
    vague = {
        entry["code"]
        for entry in parts()["vague"]
        if codes & set(entry["exact"]) or ("*" in entry["exact"] and len(codes) > 1)
    }
    member.conditions = [c for c in member.conditions if c["code"] not in vague]


def _explain_symptoms(facts: Facts, member: MemberDraft) -> None:
    """腺样体肥大，打呼噜: the snoring is no second illness."""
    codes = {c["code"] for c in member.conditions}
    for entry in parts()["symptoms"]:
        for condition in [c for c in member.conditions if c["code"] == entry["code"]]:
            told = [p for p in facts.places if p.condition is condition]
            named = {facts.text[p.start : p.end] for p in told}
            if named and named <= set(entry["words"]) and codes & set(entry["exact"]):
                member.conditions = [c for c in member.conditions if c is not condition]


def _explain_operation(facts: Facts, member: MemberDraft) -> None:
    """先心病做过手术: the operation has its reason beside it."""
    places = [p for p in facts.places if p.owner is member]
    for place in [p for p in places if p.condition["code"] == "hospitalization"]:
        others = [p for p in places if p.condition is not place.condition]
        near = any(_gap(place, p) <= _BESIDE for p in others)
        if near:
            member.conditions = [c for c in member.conditions if c is not place.condition]


def _gap(one: Place, other: Place) -> int:
    """The characters between two places, whichever comes first."""
    return max(one.start - other.end, other.start - one.end)
