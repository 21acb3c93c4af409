"""Who is pregnant: a woman of the household, whoever's clause tells it."""

from __future__ import annotations

from bot.language.draft import HouseholdDraft, MemberDraft

_MOTHERS_TO_BE = ("self", "spouse", "partner", "daughter_in_law")


def expecting_member(draft: HouseholdDraft, owner: MemberDraft) -> MemberDraft:
    """我38岁，怀孕了 of a man is his wife's; told of a child it is the mother's."""
    if owner.sex == "female" and not owner.is_minor:
        return owner
    if owner.relation == "self" and owner.sex is None:
        spouse = draft.find("spouse")
        return spouse if spouse is not None and spouse.sex == "female" else owner
    if owner.relation == "self" and owner.sex == "male":
        return draft.get("spouse", "female")
    known = [m for m in draft.members if "pregnant" in m.facts]
    women = [m for m in draft.members if m.sex == "female" and m.relation in _MOTHERS_TO_BE]
    return next(iter([*known, *women]), None) or draft.get("self")
