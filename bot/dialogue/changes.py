"""What a message changed, in words, so that the customer sees it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.advisor.household import Household, Member
from bot.advisor.merge import Change
from bot.presentation import format as fmt
from bot.presentation.household_card import household_facts, member_facts
from bot.presentation.names import member_name, texts


def acknowledgement(
    household: Household, changes: Iterable[Change], condition_names: Mapping[str, str]
) -> str:
    """Write the changes as one phrase, e.g. 爸爸年龄改成67岁；去掉了爷爷. Empty when none."""
    changes = tuple(changes)
    new = {c.member_id for c in changes if c.field == "member"}
    worth = [c for c in changes if not _part_of_arrival(c, new) and not _side_effect(c)]
    phrases = [_phrase(household, change, condition_names) for change in worth]
    return "；".join(dict.fromkeys(p for p in phrases if p))


def replaces(change: Change) -> bool:
    """Whether something known before was changed, not just something new learned."""
    return bool(change.before)


def _part_of_arrival(change: Change, new: set[str | None]) -> bool:
    """A new member is named with the age; the other facts stand on the confirmation card."""
    return change.member_id in new and change.field not in ("member", "conditions")


def _side_effect(change: Change) -> bool:
    """A sex that follows from a relation and a list of absent conditions need no sentence."""
    return change.field == "denied_conditions" or (change.field == "sex" and not replaces(change))


def _phrase(household: Household, change: Change, condition_names: Mapping[str, str]) -> str:
    words = texts("questions")
    member = household.member(change.member_id) if change.member_id else None
    if change.member_id and member is None:
        return ""
    name = member_name(household, member) if member else ""
    if change.field == "member":
        return _arrival(name, member)
    if change.field == "insure":
        if member and member.insure:
            return _arrival(name, member)
        return str(words["removed_member"]).format(name=name)
    facts = member_facts(member, condition_names) if member else household_facts(household)
    fact = _fact_of(facts, change.field)
    if fact is None:
        return ""
    form = words["changed"] if replaces(change) else words["added"]
    return str(form).format(name=name, label=fact["label"], after=fact["value"])


def _arrival(name: str, member: Member | None) -> str:
    age = f"({fmt.age(member.age)})" if member and member.age else ""
    return str(texts("questions")["added_member"]).format(name=name, age=age)


def _fact_of(facts: list[dict[str, Any]], field: str) -> dict[str, Any] | None:
    shown = "conditions" if field in ("conditions", "healthy") else field
    return next((f for f in facts if f["field"] == shown), None)
