"""The compact notation of the household tests, and the comparable form of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

FACTS = re.compile(r"^(?P<key>class|si|income|policy|pregnant|no)[=:](?P<value>.+)$")
STATES = ("excluded", "deceased", "not_family")
HOUSEHOLD = {
    "budget": "annual_budget_fen", "income": "annual_income_fen", "debts": "debts_fen",
    "assets": "assets_fen", "expense": "monthly_expense_fen",
}  # fmt: skip


def money(text: str) -> tuple[int, int]:
    """1.5w is 15,000 yuan in fen; 10w..12w a range."""
    parts = text.split("..")
    values = [round(float(p.rstrip("w")) * 1_000_000) for p in parts]
    return values[0], values[-1]


def age(text: str) -> tuple[int, int, int | None] | None:
    """36, 61-69, 0/8m (years and months), - for unknown."""
    if text == "-":
        return None
    years, _, months = text.partition("/")
    low, _, high = years.partition("-")
    return int(low), int(high or low), int(months.rstrip("m")) if months else None


def expected_member(text: str) -> dict[str, Any]:
    """Read one member of an expectation: relation, sex, age, then facts."""
    words = text.split()
    member = empty(words[0], {"m": "male", "f": "female"}.get(words[1]))
    rest = words[2:]
    if rest and re.match(r"^(-$|\d)", rest[0]):
        member["age"] = age(rest.pop(0))
    for word in rest:
        _add(member, word)
    return member


def empty(relation: str, sex: str | None) -> dict[str, Any]:
    return {
        "relation": relation, "sex": sex, "age": None, "conditions": set(), "denied": set(),
        "class": None, "si": None, "income": None, "policies": set(), "pregnant": None,
        "state": None, "healthy": False,
    }  # fmt: skip


def _add(member: dict[str, Any], word: str) -> None:
    match = FACTS.match(word)
    if word in STATES:
        member["state"] = word
    elif word == "healthy":
        member["healthy"] = True
    elif match is None:
        code, _, grade = word.partition(":")
        member["conditions"].add((code, int(grade) if grade else None))
    else:
        _add_fact(member, match["key"], match["value"])


def _add_fact(member: dict[str, Any], key: str, value: str) -> None:
    if key == "no":
        member["denied"].add(value)
    elif key == "policy":
        line, _, amount = value.partition(":")
        member["policies"].add((line, money(amount)[0] if amount else None))
    elif key == "income":
        member["income"] = money(value)
    else:
        member[key] = value if key == "si" else int(value)


def expected(case: Mapping[str, Any]) -> dict[str, Any]:
    """The comparable form of an expectation."""
    household: dict[str, Any] = {}
    for pair in str(case.get("household", "")).split():
        key, _, value = pair.partition("=")
        if key in HOUSEHOLD:
            household[key] = money(value)
        else:
            household[key] = {"count": int, "share": float}.get(key, str)(value)
    return {
        "members": comparable([expected_member(t) for t in case["expect"]]),
        "household": household,
    }


def comparable(members: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(members, key=lambda m: (m["relation"], str(m["sex"]), str(m["age"]), str(m)))


def _range(raw: Any) -> tuple[int, int] | None:
    if raw is None:
        return None
    return (raw["min"], raw["max"]) if isinstance(raw, Mapping) else (raw, raw)


def actual(document: Mapping[str, Any]) -> dict[str, Any]:
    """The comparable form of a household document."""
    members = []
    for raw in document["members"]:
        member = empty(raw["relation"], raw.get("sex"))
        years = raw.get("age")
        member["age"] = (years["min"], years["max"], years.get("months")) if years else None
        member["conditions"] = {(c["code"], c.get("grade")) for c in raw.get("conditions", ())}
        member["denied"] = set(raw.get("denied_conditions", ()))
        member["class"] = raw.get("occupation_class")
        member["si"] = raw.get("social_insurance")
        member["income"] = _range(raw.get("annual_income_fen"))
        member["policies"] = {
            (p["line"], p.get("sum_insured_fen")) for p in raw.get("policies", ())
        }
        member["pregnant"] = raw.get("pregnant_weeks")
        member["state"] = None if raw.get("insure", True) else raw.get("not_insured_reason")
        member["healthy"] = bool(raw.get("healthy"))
        members.append(member)
    household = {k: _range(document[v]) for k, v in HOUSEHOLD.items() if v in document}
    for key, name in (
        ("count", "members_count"),
        ("city", "city"),
        ("share", "budget_share_of_income"),
    ):
        if name in document:
            household[key] = document[name]
    return {"members": comparable(members), "household": household}


def show(result: Mapping[str, Any]) -> str:
    """A short form for failure messages."""
    lines = []
    for member in result["members"]:
        known = {k: v for k, v in member.items() if v not in (None, set(), False)}
        lines.append(" ".join(f"{k}={v}" for k, v in known.items()))
    return "\n".join([*lines, str(result["household"])])
