"""The household document: the contract between understanding and advice.

A household is plain JSON (schema 1). Understanding produces it, the conversation
stores it, advice reads it. This module turns it into frozen values and back, and
refuses what is malformed with the path of the offending field.

Absent means unknown, never "no". Ages are ranges of completed years (周岁) as of
the date at which the document was made. Money is integer fen; a figure that was
said as a range stays a range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.advisor.errors import HouseholdError

SCHEMA_VERSION = 1
MAX_MEMBERS = 20
MAX_AGE = 120

RELATIONS = (
    "self", "spouse", "partner", "son", "daughter", "child", "father", "mother",
    "father_in_law", "mother_in_law", "grandfather", "grandmother", "grandson",
    "granddaughter", "grandchild", "brother", "sister", "sibling", "nephew", "niece",
    "uncle", "aunt", "cousin", "son_in_law", "daughter_in_law", "other",
)  # fmt: skip
CHILD_RELATIONS = frozenset({"son", "daughter", "child"})
PARENT_RELATIONS = frozenset({"father", "mother"})
PARENT_IN_LAW_RELATIONS = frozenset({"father_in_law", "mother_in_law"})
SEXES = ("male", "female")
SOCIAL_INSURANCE = ("employee", "resident", "rural", "none")
NOT_INSURED_REASONS = ("excluded", "deceased", "not_family")


@dataclass(frozen=True)
class AgeRange:
    """Completed years, inclusive; `months` is set for infants whose age was said in months."""

    min: int
    max: int
    months: int | None = None

    @property
    def exact(self) -> bool:
        return self.min == self.max


@dataclass(frozen=True)
class MoneyRange:
    """An amount in fen, inclusive; `min == max` when one figure was said."""

    min: int
    max: int

    @property
    def exact(self) -> bool:
        return self.min == self.max

    @property
    def midpoint(self) -> int:
        return (self.min + self.max) // 2


@dataclass(frozen=True)
class Condition:
    """A reported medical condition. `attributes` holds measured values, e.g. systolic in mmHg."""

    code: str
    grade: int | None = None
    attributes: tuple[tuple[str, Any], ...] = ()
    said: str = ""
    inferred: bool = False

    def attribute(self, name: str) -> Any:
        return dict(self.attributes).get(name)


@dataclass(frozen=True)
class Policy:
    """A policy the member already has."""

    line: str
    sum_insured_fen: int | None = None
    annual_premium_fen: int | None = None
    product_name: str = ""
    renewal_date: str = ""
    said: str = ""


@dataclass(frozen=True)
class Member:
    """One person of the household. `sources` maps a field to the customer's own words."""

    id: str
    relation: str
    sex: str | None = None
    age: AgeRange | None = None
    conditions: tuple[Condition, ...] = ()
    denied_conditions: tuple[str, ...] = ()
    healthy: bool | None = None
    height_cm: int | None = None
    weight_kg: float | None = None
    pregnant_weeks: int | None = None
    pregnant: bool | None = None
    occupation: str | None = None
    occupation_class: int | None = None
    social_insurance: str | None = None
    annual_income_fen: MoneyRange | None = None
    earning: bool | None = None
    policies: tuple[Policy, ...] = ()
    insure: bool = True
    not_insured_reason: str | None = None
    said: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    inferred: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()

    def source(self, field: str) -> str:
        return dict(self.sources).get(field, "")


@dataclass(frozen=True)
class Household:
    """Everyone and everything known about one family."""

    members: tuple[Member, ...] = ()
    members_count: int | None = None
    city: str | None = None
    annual_income_fen: MoneyRange | None = None
    annual_budget_fen: MoneyRange | None = None
    budget_share_of_income: float | None = None
    monthly_expense_fen: MoneyRange | None = None
    debts_fen: MoneyRange | None = None
    assets_fen: MoneyRange | None = None
    sources: tuple[tuple[str, str], ...] = ()
    inferred: tuple[str, ...] = ()

    def member(self, member_id: str) -> Member | None:
        return next((m for m in self.members if m.id == member_id), None)

    @property
    def insured(self) -> tuple[Member, ...]:
        """The members that advice is wanted for."""
        return tuple(m for m in self.members if m.insure)

    def source(self, field: str) -> str:
        return dict(self.sources).get(field, "")


# --- reading -----------------------------------------------------------------------------------

_MEMBER_KEYS = {
    "id", "relation", "sex", "age", "conditions", "denied_conditions", "healthy", "height_cm",
    "weight_kg", "pregnant_weeks", "pregnant", "occupation", "occupation_class",
    "social_insurance", "annual_income_fen", "earning", "policies", "insure",
    "not_insured_reason", "said", "sources", "inferred", "conflicts",
}  # fmt: skip
_HOUSEHOLD_KEYS = {
    "schema", "members", "members_count", "city", "annual_income_fen", "annual_budget_fen",
    "budget_share_of_income", "monthly_expense_fen", "debts_fen", "assets_fen", "sources",
    "inferred",
}  # fmt: skip


def household_from_dict(document: Mapping[str, Any]) -> Household:
    """Read a household document.

    Raises HouseholdError with the path of the first field that is malformed.
    """
    _require(isinstance(document, Mapping), "", "a household is a JSON object")
    schema = document.get("schema", SCHEMA_VERSION)
    _require(
        schema == SCHEMA_VERSION, "schema", f"unknown schema {schema!r}", f"use {SCHEMA_VERSION}"
    )
    _known_keys(document, _HOUSEHOLD_KEYS, "")
    raw_members = document.get("members") or []
    _require(isinstance(raw_members, Sequence), "members", "members is a list")
    _require(
        len(raw_members) <= MAX_MEMBERS,
        "members",
        f"{len(raw_members)} members",
        f"a household has at most {MAX_MEMBERS}",
    )
    members = tuple(_member(raw, f"members[{i}]") for i, raw in enumerate(raw_members))
    ids = [m.id for m in members]
    _require(len(set(ids)) == len(ids), "members", f"duplicate member id in {ids}")
    money = {
        key: _money(document.get(key), key)
        for key in (
            "annual_income_fen",
            "annual_budget_fen",
            "monthly_expense_fen",
            "debts_fen",
            "assets_fen",
        )
    }
    return Household(
        members=members,
        members_count=_integer(document.get("members_count"), "members_count", 1, 99),
        city=_text_or_none(document.get("city"), "city"),
        budget_share_of_income=_number(
            document.get("budget_share_of_income"), "budget_share_of_income", 0, 1
        ),
        sources=_pairs(document.get("sources"), "sources"),
        inferred=tuple(document.get("inferred") or ()),
        **money,
    )


def _member(raw: Any, path: str) -> Member:
    _require(isinstance(raw, Mapping), path, "a member is a JSON object")
    _known_keys(raw, _MEMBER_KEYS, path)
    relation = raw.get("relation")
    _require(
        relation in RELATIONS,
        f"{path}.relation",
        f"unknown relation {relation!r}",
        "one of " + ", ".join(RELATIONS),
    )
    sex = raw.get("sex")
    _require(sex in (None, *SEXES), f"{path}.sex", f"unknown sex {sex!r}", "male or female")
    social = raw.get("social_insurance")
    _require(
        social in (None, *SOCIAL_INSURANCE),
        f"{path}.social_insurance",
        f"unknown social insurance {social!r}",
        "one of " + ", ".join(SOCIAL_INSURANCE),
    )
    reason = raw.get("not_insured_reason")
    _require(
        reason in (None, *NOT_INSURED_REASONS),
        f"{path}.not_insured_reason",
        f"unknown reason {reason!r}",
        "one of " + ", ".join(NOT_INSURED_REASONS),
    )
    return Member(
        id=str(raw.get("id") or relation),
        relation=str(relation),
        sex=sex,
        age=_age(raw.get("age"), f"{path}.age"),
        conditions=tuple(
            _condition(c, f"{path}.conditions[{i}]")
            for i, c in enumerate(raw.get("conditions") or ())
        ),
        denied_conditions=tuple(raw.get("denied_conditions") or ()),
        healthy=raw.get("healthy"),
        height_cm=_integer(raw.get("height_cm"), f"{path}.height_cm", 20, 250),
        weight_kg=_number(raw.get("weight_kg"), f"{path}.weight_kg", 0.3, 400),
        pregnant_weeks=_integer(raw.get("pregnant_weeks"), f"{path}.pregnant_weeks", 0, 45),
        pregnant=raw.get("pregnant"),
        occupation=_text_or_none(raw.get("occupation"), f"{path}.occupation"),
        occupation_class=_integer(raw.get("occupation_class"), f"{path}.occupation_class", 1, 6),
        social_insurance=social,
        annual_income_fen=_money(raw.get("annual_income_fen"), f"{path}.annual_income_fen"),
        earning=raw.get("earning"),
        policies=tuple(
            _policy(p, f"{path}.policies[{i}]") for i, p in enumerate(raw.get("policies") or ())
        ),
        insure=bool(raw.get("insure", True)),
        not_insured_reason=reason,
        said=str(raw.get("said") or ""),
        sources=_pairs(raw.get("sources"), f"{path}.sources"),
        inferred=tuple(raw.get("inferred") or ()),
        conflicts=tuple(raw.get("conflicts") or ()),
    )


def _age(raw: Any, path: str) -> AgeRange | None:
    if raw is None:
        return None
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = {"min": raw, "max": raw}
    _require(isinstance(raw, Mapping), path, "an age is an object", '{"min": 36, "max": 36}')
    low = _integer(raw.get("min"), f"{path}.min", 0, MAX_AGE)
    high = _integer(raw.get("max"), f"{path}.max", 0, MAX_AGE)
    if low is None or high is None:
        raise HouseholdError("an age has both min and max", path=path)
    _require(low <= high, path, f"min {low} is above max {high}")
    return AgeRange(low, high, _integer(raw.get("months"), f"{path}.months", 0, 36))


def _condition(raw: Any, path: str) -> Condition:
    _require(isinstance(raw, Mapping), path, "a condition is a JSON object")
    _require(bool(raw.get("code")), f"{path}.code", "a condition has a code")
    fixed = {"code", "grade", "said", "inferred"}
    return Condition(
        code=str(raw["code"]),
        grade=_integer(raw.get("grade"), f"{path}.grade", 0, 9),
        attributes=tuple(sorted((k, v) for k, v in raw.items() if k not in fixed)),
        said=str(raw.get("said") or ""),
        inferred=bool(raw.get("inferred", False)),
    )


def _policy(raw: Any, path: str) -> Policy:
    _require(isinstance(raw, Mapping), path, "a policy is a JSON object")
    _require(bool(raw.get("line")), f"{path}.line", "a policy has a line")
    return Policy(
        line=str(raw["line"]),
        sum_insured_fen=_integer(raw.get("sum_insured_fen"), f"{path}.sum_insured_fen", 0),
        annual_premium_fen=_integer(raw.get("annual_premium_fen"), f"{path}.annual_premium_fen", 0),
        product_name=str(raw.get("product_name") or ""),
        renewal_date=str(raw.get("renewal_date") or ""),
        said=str(raw.get("said") or ""),
    )


def _money(raw: Any, path: str) -> MoneyRange | None:
    if raw is None:
        return None
    if isinstance(raw, Mapping):
        low = _integer(raw.get("min"), f"{path}.min", 0)
        high = _integer(raw.get("max"), f"{path}.max", 0)
        if low is None or high is None:
            raise HouseholdError("a money range has both min and max", path=path)
        _require(low <= high, path, f"min {low} is above max {high}")
        return MoneyRange(low, high)
    value = _integer(raw, path, 0)
    return None if value is None else MoneyRange(value, value)


def _integer(raw: Any, path: str, low: int | None = None, high: int | None = None) -> int | None:
    if raw is None:
        return None
    _require(
        isinstance(raw, int) and not isinstance(raw, bool),
        path,
        f"{raw!r} is not a whole number",
    )
    in_range = (low is None or raw >= low) and (high is None or raw <= high)
    _require(in_range, path, f"{raw} is out of range", f"from {low} to {high}")
    return int(raw)


def _number(raw: Any, path: str, low: float, high: float) -> float | None:
    if raw is None:
        return None
    _require(
        isinstance(raw, int | float) and not isinstance(raw, bool), path, f"{raw!r} is no number"
    )
    _require(low <= raw <= high, path, f"{raw} is out of range", f"from {low} to {high}")
    return float(raw)


def _text_or_none(raw: Any, path: str) -> str | None:
    if raw is None:
        return None
    _require(isinstance(raw, str), path, f"{raw!r} is not text")
    return str(raw)


def _pairs(raw: Any, path: str) -> tuple[tuple[str, str], ...]:
    if raw is None:
        return ()
    _require(isinstance(raw, Mapping), path, "sources maps a field to words")
    return tuple(sorted((str(k), str(v)) for k, v in raw.items()))


def _known_keys(raw: Mapping[str, Any], known: set[str], path: str) -> None:
    unknown = sorted(set(raw) - known)
    _require(not unknown, path or "household", f"unknown keys {unknown}", "check the spelling")


def _require(holds: bool, path: str, message: str, remedy: str = "") -> None:
    if not holds:
        raise HouseholdError(message, path=path, remedy=remedy)


# --- writing -----------------------------------------------------------------------------------


def household_to_dict(household: Household) -> dict[str, Any]:
    """Write a household as a schema-1 document; unknown facts are left out."""
    document: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "members": [_member_to_dict(m) for m in household.members],
    }
    plain = ("members_count", "city", "budget_share_of_income")
    document.update({k: getattr(household, k) for k in plain if getattr(household, k) is not None})
    for key in (
        "annual_income_fen",
        "annual_budget_fen",
        "monthly_expense_fen",
        "debts_fen",
        "assets_fen",
    ):
        amount = getattr(household, key)
        if amount is not None:
            document[key] = _money_to_json(amount)
    if household.sources:
        document["sources"] = dict(household.sources)
    if household.inferred:
        document["inferred"] = list(household.inferred)
    return document


def _member_to_dict(member: Member) -> dict[str, Any]:
    raw: dict[str, Any] = {"id": member.id, "relation": member.relation}
    plain = (
        "sex", "healthy", "height_cm", "weight_kg", "pregnant_weeks", "pregnant", "occupation",
        "occupation_class", "social_insurance", "earning", "not_insured_reason",
    )  # fmt: skip
    raw.update({k: getattr(member, k) for k in plain if getattr(member, k) is not None})
    if member.age is not None:
        raw["age"] = {"min": member.age.min, "max": member.age.max}
        if member.age.months is not None:
            raw["age"]["months"] = member.age.months
    if member.annual_income_fen is not None:
        raw["annual_income_fen"] = _money_to_json(member.annual_income_fen)
    if member.conditions:
        raw["conditions"] = [_condition_to_dict(c) for c in member.conditions]
    if member.policies:
        raw["policies"] = [_policy_to_dict(p) for p in member.policies]
    if not member.insure:
        raw["insure"] = False
    for key in ("denied_conditions", "inferred", "conflicts"):
        if getattr(member, key):
            raw[key] = list(getattr(member, key))
    if member.said:
        raw["said"] = member.said
    if member.sources:
        raw["sources"] = dict(member.sources)
    return raw


def _condition_to_dict(condition: Condition) -> dict[str, Any]:
    raw: dict[str, Any] = {"code": condition.code}
    if condition.grade is not None:
        raw["grade"] = condition.grade
    raw.update(dict(condition.attributes))
    if condition.inferred:
        raw["inferred"] = True
    if condition.said:
        raw["said"] = condition.said
    return raw


def _policy_to_dict(policy: Policy) -> dict[str, Any]:
    raw: dict[str, Any] = {"line": policy.line}
    for key in ("sum_insured_fen", "annual_premium_fen"):
        if getattr(policy, key) is not None:
            raw[key] = getattr(policy, key)
    for key in ("product_name", "renewal_date", "said"):
        if getattr(policy, key):
            raw[key] = getattr(policy, key)
    return raw


def _money_to_json(amount: MoneyRange) -> int | dict[str, int]:
    return amount.min if amount.exact else {"min": amount.min, "max": amount.max}
