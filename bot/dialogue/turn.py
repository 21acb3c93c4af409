"""One message of the customer, as understanding delivered it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.advisor import interview
from bot.advisor.household import Household
from bot.advisor.interview import Question
from bot.language import Expectation, Understanding, understand

_PRESSURE = re.compile(r"(?<!\d)\d{2,3}\s*[/／，,、到 ]\s*\d{2,3}(?!\d)")
_SOCIAL = re.compile(r"医保|社保|职工|居民|农合|公费|^都?[没有]")

# Intents that answer a question without carrying a fact.
YES, NO = frozenset({"affirm"}), frozenset({"deny"})
UNSURE = frozenset({"dont_know"})
DECLINE = frozenset({"skip_question", "refuse_to_say"})


@dataclass(frozen=True)
class Turn:
    """A message with its intent and what the language layer made of it in context.

    A pressed button carries no words: its text is empty and nothing was understood.
    """

    text: str
    intent: str
    confidence: float
    understanding: Understanding | None
    entities: tuple[tuple[str, Any], ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()
    faq: tuple[str, float] = ("", 0.0)

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
    household: Household | None = None,
    entities: tuple[tuple[str, Any], ...] = (),
    ranking: tuple[tuple[str, float], ...] = (),
    faq: tuple[str, float] = ("", 0.0),
) -> Turn:
    """Understand `text` in the light of the question that is open."""
    if text.startswith("/"):
        return Turn("", intent, confidence, None, entities, ranking, faq)
    expecting = expectations(question, household or Household(), text)
    understanding = _understand(text, as_of, expecting)
    return Turn(text, intent, confidence, understanding, entities, ranking, faq)


def _understand(text: str, as_of: date, expecting: tuple[Expectation, ...]) -> Understanding:
    """Read `text` for each thing that was asked; a later reading only fills what is missing."""
    first = understand(text, as_of, expecting[0] if expecting else None)
    document = first.document
    for expectation in expecting[1:]:
        document = _filled(document, understand(text, as_of, expectation).document)
    return replace(first, document=document)


def _filled(document: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """The document with the social insurance that another reading found."""
    members = {m["id"]: dict(m) for m in document["members"]}
    for member in more["members"]:
        known = members.setdefault(
            member["id"], {"id": member["id"], "relation": member["relation"]}
        )
        if "social_insurance" in member and "social_insurance" not in known:
            known["social_insurance"] = member["social_insurance"]
            said = (member.get("sources") or {}).get("social_insurance")
            known["sources"] = {**(known.get("sources") or {}), "social_insurance": said or ""}
            if "social_insurance" in (member.get("inferred") or ()):
                known["inferred"] = [*(known.get("inferred") or ()), "social_insurance"]
    bare = {"id", "relation"}
    kept = [m for i, m in members.items() if set(m) - bare or i in _ids(document)]
    return {**document, "members": kept}


def _ids(document: dict[str, Any]) -> set[str]:
    return {m["id"] for m in document["members"]}


def expectations(
    question: Question | None, household: Household, text: str
) -> tuple[Expectation, ...]:
    """What to expect after `question`: a bare 38, 职工 or 150/95."""
    if question is None:
        return _open_detail(household, text)
    if question.kind == interview.MEMBERS:
        return (Expectation("members"),)
    if question.kind == interview.AGES:
        return (Expectation("age", members=question.members),)
    if question.kind == interview.BASICS:
        kinds = [_BASIC_KINDS[item] for item in question.items]
        first = kinds[:1]
        if "social_insurance" in kinds[1:] and _SOCIAL.search(text):
            first.append("social_insurance")
        return tuple(Expectation(kind, members=question.members) for kind in first)
    if question.kind == interview.HEALTH:
        return (Expectation("health_declaration", members=question.members),)
    if question.kind == interview.HEALTH_DETAIL:
        return (
            Expectation(
                "condition_detail",
                members=question.members,
                condition=question.items[0],
                attribute=question.items[1] if len(question.items) > 1 else "",
            ),
        )
    return _open_detail(household, text) or (Expectation("yes_no"),)


def _open_detail(household: Household, text: str) -> tuple[Expectation, ...]:
    """The one reported hypertension whose grade is unknown: an unasked 150/95 is about it."""
    if not _PRESSURE.search(text):
        return ()
    found = [
        member.id
        for member in household.insured
        for condition in member.conditions
        if condition.code == "hypertension" and condition.grade is None
    ]
    if len(found) != 1:
        return ()
    return (
        Expectation("condition_detail", (found[0],), condition="hypertension", attribute="grade"),
    )


_BASIC_KINDS = {
    "annual_income_fen": "household_income",
    "annual_budget_fen": "budget",
    "social_insurance": "social_insurance",
    "city": "city",
}
