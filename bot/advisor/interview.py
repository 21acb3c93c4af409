"""What to ask next: a pure function of what is known, what was declined and what still matters.

The interview asks only what can change the advice, in the order in which the answers narrow
it: who and how old, then money and social insurance, then (with consent) health, then one
confirmation. Everything the customer says at any time counts; nothing is asked twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.advisor.household import Household, Member, household_to_dict

GUARDIAN_AGE = 14  # 个人信息保护法 art. 31: a child under 14 needs the guardian's consent

# Kinds of question, in the order of the interview.
MEMBERS, AGES, BASICS, CONSENT, HEALTH, HEALTH_DETAIL, CONFIRM = (
    "members",
    "ages",
    "basics",
    "consent",
    "health",
    "health_detail",
    "confirm",
)


@dataclass(frozen=True)
class HealthItem:
    """A condition that a declaration asks about, or one `attribute` of it that is still open.

    `text` is the declaration's own wording, which is what the customer is asked.
    """

    member_id: str
    code: str
    attribute: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Question:
    """One question of the assistant, about `members`, on `items` (fields or condition codes).

    `texts` holds the items of a health declaration in its own words.
    """

    kind: str
    members: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "members": list(self.members),
            "items": list(self.items),
            "texts": list(self.texts),
        }

    @staticmethod
    def from_dict(raw: dict[str, Any] | None) -> Question | None:
        if not raw:
            return None
        lists = (tuple(raw.get(key) or ()) for key in ("members", "items", "texts"))
        return Question(raw["kind"], *lists)


@dataclass(frozen=True)
class Progress:
    """What the interview has settled besides the facts.

    `skipped` holds topics that the customer declined or does not know, e.g. "annual_income_fen",
    "age:father" or "health". `health_consent` is None until the customer was asked.
    `confirmed` is the fingerprint of the household that the customer confirmed.
    """

    health_consent: bool | None = None
    skipped: frozenset[str] = frozenset()
    confirmed: str = ""

    def skip(self, topics: Iterable[str]) -> Progress:
        return replace(self, skipped=self.skipped | frozenset(topics))

    def to_dict(self) -> dict[str, Any]:
        return {
            "health_consent": self.health_consent,
            "skipped": sorted(self.skipped),
            "confirmed": self.confirmed,
        }

    @staticmethod
    def from_dict(raw: dict[str, Any] | None) -> Progress:
        raw = raw or {}
        return Progress(
            raw.get("health_consent"),
            frozenset(raw.get("skipped") or ()),
            str(raw.get("confirmed") or ""),
        )


def fingerprint(household: Household) -> str:
    """Identify the facts of a household (not the words they were said in)."""
    document = household_to_dict(household)
    canonical = json.dumps(_without_words(document), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        dropped = {"said", "sources", "inferred"}
        return {k: _without_words(v) for k, v in value.items() if k not in dropped}
    if isinstance(value, list):
        return [_without_words(v) for v in value]
    return value


def next_question(
    household: Household,
    progress: Progress,
    health: Sequence[HealthItem],
    facts: Sequence[str] = (),
) -> Question | None:
    """Return the next question, or None when the plan can be made.

    `health` are the open items of the declarations that could decide something, best first
    (bot.advisor.underwriting computes them); `facts` the open facts that could, such as "city".
    """
    question = (
        _ask_members(household, progress)
        or _ask_ages(household, progress)
        or _ask_basics(household, progress, facts)
    )
    if question is not None:
        return question
    question = _ask_health(household, progress, health)
    if question is not None:
        return question
    if progress.confirmed != fingerprint(household):
        return Question(CONFIRM)
    return None


def can_plan(household: Household) -> bool:
    """Whether a plan can be made at all: somebody to insure whose age is known."""
    return any(m.age is not None for m in household.insured)


def _ask_members(household: Household, progress: Progress) -> Question | None:
    if not household.insured:
        return Question(MEMBERS)
    known = sum(1 for m in household.members if m.not_insured_reason != "deceased")
    missing = (household.members_count or 0) > known
    if missing and "members" not in progress.skipped:
        return Question(MEMBERS)
    return None


def _ask_ages(household: Household, progress: Progress) -> Question | None:
    open_members = [
        m.id
        for m in household.insured
        if (m.age is None or "age" in m.conflicts) and f"age:{m.id}" not in progress.skipped
    ]
    return Question(AGES, tuple(open_members), ("age",)) if open_members else None


def _ask_basics(household: Household, progress: Progress, facts: Sequence[str]) -> Question | None:
    items = []
    incomes = any(m.annual_income_fen for m in household.members)
    if household.annual_income_fen is None and not incomes:
        items.append("annual_income_fen")
    if household.annual_budget_fen is None and household.budget_share_of_income is None:
        items.append("annual_budget_fen")
    uncovered = [m.id for m in household.insured if m.social_insurance is None]
    if uncovered:
        items.append("social_insurance")
    if household.city is None and "city" in facts:
        items.append("city")
    items = [item for item in items if item not in progress.skipped]
    return Question(BASICS, tuple(uncovered), tuple(items)) if items else None


def _ask_health(
    household: Household, progress: Progress, health: Sequence[HealthItem]
) -> Question | None:
    # An answer to any health topic closes it; refusing consent closes them all.
    if progress.health_consent is False or "health" in progress.skipped:
        return None
    open_lists = [h for h in health if h.attribute is None]
    details = [
        h
        for h in health
        if h.attribute and f"{h.member_id}:{h.code}:{h.attribute}" not in progress.skipped
    ]
    if not open_lists and not details:
        return None
    if progress.health_consent is None:
        return Question(CONSENT, tuple(m.id for m in minors(household)))
    if open_lists:
        return Question(
            HEALTH,
            _unique(h.member_id for h in open_lists),
            _unique(h.code for h in open_lists),
            _enough_texts(open_lists),
        )
    first = details[0]
    attributes = _unique(
        str(h.attribute) for h in details if (h.member_id, h.code) == (first.member_id, first.code)
    )
    return Question(HEALTH_DETAIL, (first.member_id,), (first.code, *attributes))


def _enough_texts(items: Sequence[HealthItem]) -> tuple[str, ...]:
    """The fewest declaration items (greedily) that together ask about every open condition.

    Declarations of several products overlap; what one item has asked need not be asked again.
    """
    asked_by: dict[str, set[str]] = {}
    for item in items:
        if item.text:
            asked_by.setdefault(item.text, set()).add(item.code)
    order = list(asked_by)
    uncovered = set().union(*asked_by.values()) if asked_by else set()
    chosen: set[str] = set()
    while uncovered:
        best = max(order, key=lambda text: (len(asked_by[text] & uncovered), -order.index(text)))
        chosen.add(best)
        uncovered -= asked_by[best]
    return tuple(text for text in order if text in chosen)


def minors(household: Household) -> tuple[Member, ...]:
    """Members to insure who are, or may be, under 14."""
    return tuple(m for m in household.insured if m.age is not None and m.age.min < GUARDIAN_AGE)


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
