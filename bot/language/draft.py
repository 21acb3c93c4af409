"""The household while it is being read: mutable drafts, written out as a schema-1 document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.language.ages import AgeValue
from bot.language.money import Amount

CHILDREN = frozenset({"son", "daughter", "child"})
GRANDCHILDREN = frozenset({"grandson", "granddaughter", "grandchild"})
WORKING_AGE, GROWN_UP = 16, 22
SINGLE = frozenset(
    {"self", "spouse", "partner", "father", "mother", "father_in_law", "mother_in_law"}
)
_ID_BASE = {
    "son": "child", "daughter": "child", "child": "child", "grandson": "grandchild",
    "granddaughter": "grandchild", "grandchild": "grandchild",
}  # fmt: skip


@dataclass
class MemberDraft:
    """One person while the message is being read."""

    relation: str
    sex: str | None = None
    side: str | None = None
    age: AgeValue | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    conditions: list[dict[str, Any]] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    policies: list[dict[str, Any]] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    inferred: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    said: str = ""
    listed: bool = False
    id: str = ""

    @property
    def is_child(self) -> bool:
        return self.relation in CHILDREN

    @property
    def is_minor(self) -> bool:
        """A child of the family that neither is grown up nor has a job."""
        if not self.is_child and self.relation not in GRANDCHILDREN:
            return False
        age = self.age.min if self.age is not None and self.age.known else 0
        works = self.facts.get("earning") is not False and "occupation" in self.facts
        return age < (WORKING_AGE if works else GROWN_UP)

    def guess(self, name: str) -> None:
        if name not in self.inferred:
            self.inferred.append(name)

    def sure(self, name: str) -> None:
        if name in self.inferred:
            self.inferred.remove(name)

    @property
    def told(self) -> bool:
        """Something is known beside the sex, which the word for a person may give."""
        facts = any(not key.startswith("_") for key in self.facts)
        return bool(self.age or facts or self.conditions or self.denied or self.policies)

    @property
    def empty(self) -> bool:
        """Nothing is known but that the person exists."""
        return not (self.sex or self.facts or self.told)


@dataclass
class HouseholdDraft:
    """The whole family while the message is being read."""

    members: list[MemberDraft] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    inferred: list[str] = field(default_factory=list)

    def find(self, relation: str, side: str | None = None) -> MemberDraft | None:
        for member in self.members:
            same = member.relation == relation
            if same and (side is None or member.side is None or member.side == side):
                return member
        return None

    def get(self, relation: str, sex: str | None = None, side: str | None = None) -> MemberDraft:
        """The member of a relation of which there is one; created when new."""
        member = self.find(relation, side if relation not in SINGLE else None)
        if member is None:
            member = self.add(relation, sex, side)
        if sex and member.sex is None:
            member.sex = sex
        return member

    def add(self, relation: str, sex: str | None = None, side: str | None = None) -> MemberDraft:
        member = MemberDraft(relation, sex, side)
        self.members.append(member)
        return member

    @property
    def children(self) -> list[MemberDraft]:
        return [m for m in self.members if m.is_child]

    @property
    def self(self) -> MemberDraft | None:
        return self.find("self")


def money_json(amount: Amount) -> int | dict[str, int]:
    return amount.min if amount.min == amount.max else {"min": amount.min, "max": amount.max}


def number_members(draft: HouseholdDraft) -> None:
    """Give every member its id, in order of mention."""
    counts: dict[str, int] = {}
    for member in draft.members:
        base = _ID_BASE.get(member.relation, member.relation)
        counts[base] = counts.get(base, 0) + 1
        single = member.relation in SINGLE
        repeated = single and counts[base] > 1
        member.id = f"{base}_{counts[base]}" if not single or repeated else base


def document(draft: HouseholdDraft) -> dict[str, Any]:
    """The schema-1 document of a draft; unknown facts are left out."""
    number_members(draft)
    result: dict[str, Any] = {"schema": 1, "members": [_member(m) for m in draft.members[:20]]}
    for key, value in draft.facts.items():
        result[key] = money_json(value) if isinstance(value, Amount) else value
    if draft.sources:
        result["sources"] = dict(draft.sources)
    if draft.inferred:
        result["inferred"] = list(draft.inferred)
    return result


def _member(member: MemberDraft) -> dict[str, Any]:
    raw: dict[str, Any] = {"id": member.id, "relation": member.relation}
    if member.sex:
        raw["sex"] = member.sex
    if member.age is not None and member.age.known:
        raw["age"] = {"min": member.age.min, "max": member.age.max}
        if member.age.months is not None:
            raw["age"]["months"] = member.age.months
    for key, value in member.facts.items():
        raw[key] = money_json(value) if isinstance(value, Amount) else value
    for key, items in (
        ("conditions", member.conditions),
        ("denied_conditions", member.denied),
        ("policies", member.policies),
        ("inferred", member.inferred),
        ("conflicts", member.conflicts),
    ):
        if items:
            raw[key] = list(items)
    if member.said:
        raw["said"] = member.said
    if member.sources:
        raw["sources"] = dict(member.sources)
    return raw
