"""One message of the customer, as understanding delivered it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.advisor import interview
from bot.advisor.interview import Question
from bot.language import Expectation, Understanding, understand

# Intents that answer a question without carrying a fact.
YES, NO = frozenset({"affirm"}), frozenset({"deny"})
UNSURE = frozenset({"dont_know"})
DECLINE = frozenset({"skip_question", "refuse_to_say"})


@dataclass(frozen=True)
class Turn:
    """A message with its intent and what the language layer made of it in context.

    `is_button` marks a pressed button, whose text is an intent and carries no words.
    """

    text: str
    intent: str
    confidence: float
    understanding: Understanding | None
    entities: tuple[tuple[str, Any], ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    faq: tuple[str, float] = ("", 0.0)
    is_button: bool = False

    @property
    def document(self) -> dict[str, Any]:
        return self.understanding.document if self.understanding else {}

    def entity(self, name: str) -> Any:
        return dict(self.entities).get(name)

    @property
    def says_yes(self) -> bool:
        if self.understanding and self.understanding.yes_no:
            return self.understanding.yes_no == "yes"
        return self.intent in YES

    @property
    def says_no(self) -> bool:
        if self.understanding and self.understanding.yes_no:
            return self.understanding.yes_no == "no"
        return self.intent in NO

    @property
    def unsure(self) -> bool:
        if self.understanding and self.understanding.yes_no == "unsure":
            return True
        return self.intent in UNSURE

    @property
    def declines(self) -> bool:
        return self.intent in DECLINE


def read_turn(
    text: str,
    intent: str,
    confidence: float,
    question: Question | None,
    as_of: date,
    *,
    entities: tuple[tuple[str, Any], ...] = (),
    ranking: tuple[tuple[str, float], ...] = (),
    faq: tuple[str, float] = ("", 0.0),
) -> Turn:
    """Understand `text` in the light of the question that is open."""
    if text.startswith("/"):
        return Turn("", intent, confidence, None, entities, ranking, faq, is_button=True)
    understanding = understand(text, as_of, expectation(question))
    return Turn(text, intent, confidence, understanding, entities, ranking, faq)


def expectation(question: Question | None) -> Expectation | None:
    """What the language layer should expect after `question`: a bare 38, 职工 or 150/95."""
    if question is None:
        return None
    if question.kind == interview.MEMBERS:
        return Expectation("members")
    if question.kind == interview.AGES:
        return Expectation("age", members=question.members)
    if question.kind == interview.BASICS:
        return Expectation(_BASIC_KINDS[question.items[0]], members=question.members)
    if question.kind == interview.HEALTH:
        return Expectation("health_declaration", members=question.members)
    if question.kind == interview.HEALTH_DETAIL:
        return Expectation(
            "condition_detail",
            members=question.members,
            condition=question.items[0],
            attribute=question.items[1] if len(question.items) > 1 else "",
        )
    return Expectation("yes_no")


_BASIC_KINDS = {
    "annual_income_fen": "household_income",
    "annual_budget_fen": "budget",
    "social_insurance": "social_insurance",
}
