"""The household as it would be: figures from the message, or a life event.

Nothing is stored: the plan for the imagined household is compared with the present one.
"""

from __future__ import annotations

from bot.advisor.household import AgeRange, Household, Member, household_from_dict
from bot.advisor.merge import merge
from bot.dialogue.mentions import plain
from bot.dialogue.turn import Turn
from bot.presentation.names import texts


def imagine(household: Household, turn: Turn) -> Household | None:
    """The household after what the message supposes; None when nothing was understood."""
    event = event_in(turn.text)
    if event == "second_child":
        return _with_newborn(household)
    if turn.understanding is None:
        return None
    told = merge(household, household_from_dict(turn.document), turn.understanding.operations)
    return told.household if told.changes else None


def event_in(text: str) -> str | None:
    """The life event that the text names, by the words of texts/events.yml."""
    folded = plain(text)
    events: dict[str, list[str]] = texts("events")
    return next((key for key, words in events.items() if any(w in folded for w in words)), None)


def _with_newborn(household: Household) -> Household:
    number = 1 + sum(1 for m in household.members if m.id.startswith("child_"))
    newborn = Member(
        id=f"child_{number}",
        relation="child",
        age=AgeRange(0, 0, 3),
        social_insurance="resident",
        inferred=("age", "social_insurance"),
    )
    return Household(**{**household.__dict__, "members": (*household.members, newborn)})
