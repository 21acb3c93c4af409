"""The customer's own words about each member."""

from __future__ import annotations

from bot.language.normalise import Normalised
from bot.language.people.cast import Cast, Reference

_BESIDE = 6


def quote(cast: Cast, normalised: Normalised) -> None:
    """Every member keeps the mention, with the age beside it; helper facts go."""
    for reference in cast.references:
        for member in reference.members:
            if not member.said:
                member.said = normalised.said(*_with_age(reference, member.facts.get("_age_span")))
    for member in cast.draft.members:
        span = member.facts.pop("_age_span", None)
        member.facts.pop("_word", None)
        if span and member.age is not None:
            member.sources["age"] = normalised.said(*span)
            member.said = member.said or member.sources["age"]


def _with_age(reference: Reference, age: tuple[int, int] | None) -> tuple[int, int]:
    """老公36岁: the span of the mention, widened to an age beside it."""
    start, end = reference.start, reference.end
    if age and abs(age[0] - end) <= _BESIDE:
        return min(start, age[0]), max(end, age[1])
    return start, end
