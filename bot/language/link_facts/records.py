"""Writes a condition, or its denial, into a member's draft."""

from __future__ import annotations

from typing import Any

from bot.language.draft import MemberDraft
from bot.language.link_facts.state import Facts, Place
from bot.language.mentions import Mention


def codes_of(mention: Mention) -> list[str]:
    """The codes of a condition's word; 三高 has three."""
    entry: dict[str, Any] = mention.data
    return list(entry.get("codes", [entry["code"]]))


def condition_of(member: MemberDraft, code: str) -> dict[str, Any] | None:
    return next((c for c in member.conditions if c["code"] == code), None)


def record(member: MemberDraft, code: str, said: str) -> dict[str, Any]:
    """The condition of a member, made when new."""
    if code in member.denied:
        member.denied.remove(code)
    found = condition_of(member, code)
    if found is None:
        found = {"code": code, "said": said}
        member.conditions.append(found)
    return found


def deny(member: MemberDraft, code: str) -> None:
    """没有糖尿病; of illnesses without a code of their own nothing is to be denied."""
    if code == "other_condition":
        return
    if code not in member.denied and condition_of(member, code) is None:
        member.denied.append(code)


def record_mention(facts: Facts, member: MemberDraft, code: str, mention: Mention) -> None:
    """A condition with all that its word states: 重度脂肪肝 has a grade."""
    entry: dict[str, Any] = mention.data
    found = record(member, code, facts.said(mention))
    if entry.get("grade") is not None:
        found["grade"] = entry["grade"]
    found.update(entry.get("attributes", {}))
    if entry.get("inferred"):
        found["inferred"] = True
    facts.last_condition[id(member)] = (found, mention.end)
    facts.places.append(Place(mention.start, mention.end, found, member))
