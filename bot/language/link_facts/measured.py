"""Measured values: they establish a condition, refine one, or stand for themselves."""

from __future__ import annotations

from typing import Any

from bot.language.draft import MemberDraft
from bot.language.link_facts.grades import refine, takes
from bot.language.link_facts.negation import is_denied
from bot.language.link_facts.newborns import owners_by_age
from bot.language.link_facts.owners import owners_of
from bot.language.link_facts.pairs import one_each
from bot.language.link_facts.pregnancy import expecting_member
from bot.language.link_facts.records import condition_of, record
from bot.language.link_facts.state import Facts, Place
from bot.language.measures import Measure
from bot.language.mentions import Mention

# A grade or a size is of the condition at most so far before it, or so close after it.
_REACH_BACK, _REACH_ON = 14, 4


def read_measure(facts: Facts, mention: Mention) -> None:
    """血压150/95, 身高175, 3类, 8mm."""
    measure: Measure = mention.data
    owners = one_each(facts, mention) or owners_of(facts, mention.start, mention.end)
    if measure.code is not None:
        owners = owners_by_age(facts, measure.code, owners)
    facts.owned.append((mention, owners))
    for member in owners:
        _add_fields(facts, member, measure, mention)
        if measure.code is not None:
            _add_condition(facts, member, measure, mention)
        elif measure.grade is not None or measure.attributes:
            _refine(facts, member, measure, mention)


def _add_fields(facts: Facts, member: MemberDraft, measure: Measure, mention: Mention) -> None:
    for key, value in measure.fields:
        pregnancy = key.startswith("pregnant")
        owner = expecting_member(facts.draft, member) if pregnancy else member
        owner.facts[key] = value
        owner.sources[key] = facts.said(mention)


def _add_condition(facts: Facts, member: MemberDraft, measure: Measure, mention: Mention) -> None:
    """血压150/95 is hypertension; a normal value only adds to one that is known."""
    found = _known(member, measure)
    if found is None:
        if not measure.establishes or measure.code is None:
            return
        found = record(member, measure.code, facts.said(mention))
        facts.places.append(Place(mention.start, mention.end, found, member))
    found.update(measure.attributes)
    if measure.grade is not None:
        found["grade"] = max(measure.grade, found.get("grade") or 0)
    facts.last_condition[id(member)] = (found, mention.end)


def _known(member: MemberDraft, measure: Measure) -> dict[str, Any] | None:
    """The member's condition that a measure is of: 血糖高，空腹7.8 is one condition."""
    found = condition_of(member, measure.code or "")
    if found is None and measure.code == "prediabetes":
        return condition_of(member, "diabetes")
    if found is None and measure.code == "diabetes" and measure.establishes:
        found = condition_of(member, "prediabetes")
        if found is not None:
            found["code"] = "diabetes"
    return found


def _refine(facts: Facts, member: MemberDraft, measure: Measure, mention: Mention) -> None:
    """结节3类: a grade or a size belongs to the condition named beside it."""
    condition, end = facts.last_condition.get(id(member), (None, 0))
    if condition is not None and mention.start - end <= _REACH_BACK:
        refine(condition, measure)
        return
    named = _named_next(facts, mention)
    if named is not None and not is_denied(facts, named):
        refine(record(member, named.data["code"], facts.said(named)), measure)
    else:
        facts.unplaced.append((member, measure))


def place_left(facts: Facts) -> None:
    """我妈轻，一级: a grade far from its condition, of the only one that can carry it."""
    for member, measure in facts.unplaced:
        able = [c for c in member.conditions if takes(c, measure)]
        if len(able) == 1:
            refine(able[0], measure)


def _named_next(facts: Facts, mention: Mention) -> Mention | None:
    """3类甲状腺结节."""
    for other in facts.mentions:
        if other.kind == "condition" and 0 <= other.start - mention.end <= _REACH_ON:
            return other
    return None
