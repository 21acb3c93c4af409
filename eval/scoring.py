"""Compares an understood household with the one that was meant, fact by fact.

Households are in the comparable form of tests/nlu/expectations.py. A fact is right when the
person it belongs to carries it with exactly the same value; a guess counts like a statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.alignment import Member, align

HOUSEHOLD = "household"
_MEMBER_KINDS = {
    "relation": "member", "sex": "sex", "age": "age", "conditions": "condition",
    "denied": "denied", "class": "occupation class", "si": "social insurance",
    "income": "income", "policies": "policy", "pregnant": "pregnancy", "state": "state",
    "healthy": "healthy",
}  # fmt: skip
_HOUSEHOLD_KINDS = {"count": "count", "city": "city"}
MONEY = "household money"
KINDS = (*_MEMBER_KINDS.values(), MONEY, *_HOUSEHOLD_KINDS.values())
# The owner of these is part of what they say.
_IMMOVABLE = frozenset({"member", "sex"})


@dataclass(frozen=True)
class Fact:
    """One thing said, by its kind; `value` is hashable."""

    kind: str
    value: Any

    @property
    def subject(self) -> tuple[str, Any]:
        """What stays the same when the fact stands on another owner."""
        if self.kind == MONEY:
            key, amount = self.value
            return ("income" if key == "income" else key, amount)
        return (self.kind, self.value)


@dataclass(frozen=True)
class Placed:
    """A fact where it stands; `owner` is an index among its own side's members, or None."""

    fact: Fact
    owner: int | None
    name: str


@dataclass(frozen=True)
class Misplaced:
    """A fact that is right but stands on another owner."""

    fact: Fact
    wanted: str
    got: str


@dataclass(frozen=True)
class Comparison:
    """What is right, missing and invented in one household."""

    right: tuple[Placed, ...]
    missing: tuple[Placed, ...]
    extra: tuple[Placed, ...]
    misplaced: tuple[Misplaced, ...]

    @property
    def exact(self) -> bool:
        return not self.missing and not self.extra


def member_facts(member: Member) -> list[Fact]:
    """The facts of one member; what is unknown is no fact."""
    found = []
    for key, value in member.items():
        kind = _MEMBER_KINDS.get(key, key)
        if isinstance(value, (set, frozenset)):
            found += [Fact(kind, item) for item in sorted(value, key=str)]
        elif value not in (None, False):
            found.append(Fact(kind, value))
    return found


def household_facts(household: Mapping[str, Any]) -> list[Fact]:
    """The facts that belong to nobody in particular."""
    return [
        Fact(_HOUSEHOLD_KINDS[key], value) if key in _HOUSEHOLD_KINDS else Fact(MONEY, (key, value))
        for key, value in household.items()
    ]


def compare(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> Comparison:
    """Align the members, then compare every fact."""
    right: list[Placed] = []
    missing: list[Placed] = []
    extra: list[Placed] = []
    partner: dict[int, int] = {}

    def weigh(ours: list[Placed], theirs: list[Placed]) -> None:
        common = Counter(p.fact for p in ours) & Counter(p.fact for p in theirs)
        right.extend(_take(ours, common.copy()))
        missing.extend(_leave(ours, common.copy()))
        extra.extend(_leave(theirs, common.copy()))

    for i, j in align(wanted["members"], got["members"]):
        weigh(_placed(wanted["members"], i), _placed(got["members"], j))
        if i is not None and j is not None:
            partner[i] = j
    weigh(
        [Placed(f, None, HOUSEHOLD) for f in household_facts(wanted["household"])],
        [Placed(f, None, HOUSEHOLD) for f in household_facts(got["household"])],
    )
    misplaced = _misplaced(missing, extra)
    return Comparison(tuple(right), tuple(missing), tuple(extra), tuple(misplaced))


def _placed(members: Any, index: int | None) -> list[Placed]:
    if index is None:
        return []
    member = members[index]
    alike = [i for i, other in enumerate(members) if other["relation"] == member["relation"]]
    number = f"_{alike.index(index) + 1}" if len(alike) > 1 else ""
    name = f"{member['relation']}{number}"
    return [Placed(fact, index, name) for fact in member_facts(member)]


def _take(placed: list[Placed], budget: Counter[Fact]) -> list[Placed]:
    found = []
    for item in placed:
        if budget[item.fact] > 0:
            budget[item.fact] -= 1
            found.append(item)
    return found


def _leave(placed: list[Placed], budget: Counter[Fact]) -> list[Placed]:
    taken = {id(item) for item in _take(placed, budget)}
    return [item for item in placed if id(item) not in taken]


def _misplaced(missing: list[Placed], extra: list[Placed]) -> list[Misplaced]:
    """Missing facts that were invented elsewhere; facts of one pair never match each other."""
    spare = [p for p in extra if p.fact.kind not in _IMMOVABLE]
    found = []
    for lost in missing:
        if lost.fact.kind in _IMMOVABLE:
            continue
        other = next((p for p in spare if p.fact.subject == lost.fact.subject), None)
        if other is not None:
            spare.remove(other)
            found.append(Misplaced(lost.fact, lost.name, other.name))
    return found
