"""What a message changed, in words, so that the customer sees it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.advisor.household import Household
from bot.advisor.merge import Change
from bot.presentation.household_card import household_facts, member_facts
from bot.presentation.names import member_name, texts


def acknowledgement(
    household: Household, changes: Iterable[Change], condition_names: Mapping[str, str]
) -> str:
    """Write the changes as one phrase, e.g. 爸爸年龄改成67岁；去掉了爷爷. Empty when none."""
    phrases = [_phrase(household, change, condition_names) for change in changes]
    return "；".join(dict.fromkeys(p for p in phrases if p))


def _phrase(household: Household, change: Change, condition_names: Mapping[str, str]) -> str:
    words = texts("questions")
    member = household.member(change.member_id) if change.member_id else None
    if change.member_id and member is None:
        return ""
    name = member_name(household, member) if member else ""
    if change.field == "member":
        return str(words["added_member"]).format(name=name)
    if change.field == "insure":
        key = "added_member" if member and member.insure else "removed_member"
        return str(words[key]).format(name=name)
    facts = member_facts(member, condition_names) if member else household_facts(household)
    fact = _fact_of(facts, change.field)
    if fact is None:
        return ""
    form = words["changed"] if change.before is not None else words["added"]
    return str(form).format(name=name, label=fact["label"], after=fact["value"])


def _fact_of(facts: list[dict[str, Any]], field: str) -> dict[str, Any] | None:
    shown = "conditions" if field in ("conditions", "denied_conditions", "healthy") else field
    return next((f for f in facts if f["field"] == shown), None)
