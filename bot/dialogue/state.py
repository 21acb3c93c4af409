"""What a conversation remembers: facts and choices, never results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.advisor.household import Household, household_from_dict, household_to_dict
from bot.advisor.interview import Progress, Question
from bot.advisor.needs import NEEDS

SLOTS = ("household", "interview", "preferences", "focus")


@dataclass(frozen=True)
class Preferences:
    """Choices about the plan that are not facts about the family."""

    tier: str = "balanced"
    excluded_needs: tuple[str, ...] = ()
    excluded_lines: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "tier": self.tier,
            "excluded_needs": list(self.excluded_needs),
            "excluded_lines": list(self.excluded_lines),
        }

    def without(self, codes: Iterable[str]) -> Preferences:
        """These preferences with more left out: a need (重疾) or one line of products (惠民保)."""
        codes = tuple(codes)
        needs = (*self.excluded_needs, *(c for c in codes if c in NEEDS))
        lines = (*self.excluded_lines, *(c for c in codes if c not in NEEDS))
        return replace(
            self,
            excluded_needs=tuple(dict.fromkeys(needs)),
            excluded_lines=tuple(dict.fromkeys(lines)),
        )

    @staticmethod
    def from_dict(raw: Mapping[str, Any] | None) -> Preferences:
        raw = raw or {}
        return Preferences(
            raw.get("tier") or "balanced",
            tuple(raw.get("excluded_needs") or ()),
            tuple(raw.get("excluded_lines") or ()),
        )


@dataclass(frozen=True)
class Focus:
    """What the customer is looking at, so that 「它的等待期呢」 has an answer."""

    product_id: str = ""
    member_id: str = ""
    need: str = ""

    def to_dict(self) -> dict[str, str]:
        return {"product_id": self.product_id, "member_id": self.member_id, "need": self.need}


@dataclass(frozen=True)
class State:
    """The whole memory of one conversation.

    `question` is what was asked last and is still open; `times_asked` counts how often a question
    went unanswered; `planned` is set once a plan was shown; `previous` is the household before the
    last change, for 「算了还是按原来的」; `misunderstood` counts turns in a row without meaning.
    """

    household: Household = field(default_factory=Household)
    progress: Progress = field(default_factory=Progress)
    question: Question | None = None
    times_asked: int = 0
    planned: bool = False
    misunderstood: int = 0
    previous: Household | None = None
    preferences: Preferences = field(default_factory=Preferences)
    focus: Focus = field(default_factory=Focus)

    @staticmethod
    def from_slots(slots: Mapping[str, Any]) -> State:
        interview = slots.get("interview") or {}
        previous = interview.get("previous")
        return State(
            household=household_from_dict(slots.get("household") or {}),
            progress=Progress.from_dict(interview.get("progress")),
            question=Question.from_dict(interview.get("question")),
            times_asked=int(interview.get("times_asked") or 0),
            planned=bool(interview.get("planned")),
            misunderstood=int(interview.get("misunderstood") or 0),
            previous=household_from_dict(previous) if previous else None,
            preferences=Preferences.from_dict(slots.get("preferences")),
            focus=Focus(**(slots.get("focus") or {})),
        )

    def to_slots(self) -> dict[str, Any]:
        return {
            "household": household_to_dict(self.household),
            "interview": {
                "progress": self.progress.to_dict(),
                "question": self.question.to_dict() if self.question else None,
                "times_asked": self.times_asked,
                "planned": self.planned,
                "misunderstood": self.misunderstood,
                "previous": household_to_dict(self.previous) if self.previous else None,
            },
            "preferences": self.preferences.to_dict(),
            "focus": self.focus.to_dict(),
        }
