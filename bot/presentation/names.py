"""Names of people, lines and fields in front of a customer, read from texts/names.yml."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.advisor.household import CHILD_RELATIONS, Household, Member

_TEXTS = Path(__file__).parent / "texts"


@cache
def texts(name: str) -> dict[str, Any]:
    """One YAML file of `texts/`, read once."""
    return dict(yaml.safe_load((_TEXTS / f"{name}.yml").read_text(encoding="utf-8")))


def name_of(group: str, key: str) -> str:
    """The customer's word for `key`, e.g. 重疾险 for ("lines", "ci_long"); else the key itself."""
    return str(texts("names")[group].get(key, key))


def member_name(household: Household, member: Member) -> str:
    """What the assistant calls this member; children and repeated relations are told apart."""
    base = _relation_name(household, member)
    alike = [m for m in household.members if _kind(m) == _kind(member)]
    if len(alike) < 2:
        return base
    if member.relation in CHILD_RELATIONS:
        return _child_name(base, member, alike)
    return f"{base}{alike.index(member) + 1}"


def _kind(member: Member) -> str:
    return "child" if member.relation in CHILD_RELATIONS else member.relation


def _child_name(base: str, member: Member, alike: list[Member]) -> str:
    same_word = [m for m in alike if m.relation == member.relation]
    if len(same_word) == 1 and member.relation != "child":
        return base
    by_age = sorted(alike, key=lambda m: (-(m.age.max if m.age else -1), m.id))
    ordinals = texts("names")["ordinals"]
    words = ordinals["two"] if len(alike) == 2 else ordinals["many"]
    position = by_age.index(member)
    return f"{base}({words[position]})" if position < len(words) else f"{base}{position + 1}"


def _relation_name(household: Household, member: Member) -> str:
    entry = texts("names")["relations"].get(member.relation, member.relation)
    if isinstance(entry, str):
        return entry
    if member.relation == "spouse":
        return str(entry.get(member.sex or "unknown", entry["unknown"]))
    me = household.member("self")
    return str(entry.get(f"self_{me.sex}" if me and me.sex else "unknown", entry["unknown"]))
