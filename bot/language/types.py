"""The values that understanding returns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Expectation:
    """What the assistant just asked, so that a bare answer is read in context.

    `kind`: age, members, income, household_income, budget, social_insurance, occupation,
    debts, assets, condition_detail, health_declaration, yes_no, city. `members`: ids of
    those asked about; `relations` their relations in the same order (else taken from ids).
    """

    kind: str
    members: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    condition: str = ""
    attribute: str = ""


@dataclass(frozen=True)
class FactSpan:
    """A fact and the words of the original text that state it."""

    start: int
    end: int
    kind: str
    member: str | None
    value: Any = None


@dataclass(frozen=True)
class Operation:
    """A change that was asked for: remove_member, correct, reset, revert, exclude_line, add."""

    kind: str
    member: str | None = None
    relation: str | None = None
    field: str | None = None
    value: Any = None
    said: str = ""


@dataclass(frozen=True)
class Understanding:
    """Everything understood from one message."""

    document: dict[str, Any]
    operations: tuple[Operation, ...] = ()
    spans: tuple[FactSpan, ...] = ()
    coverage: float = 0.0
    yes_no: str | None = None
    numbers: tuple[float, ...] = ()
    as_of: str = ""
    meta: dict[str, Any] = field(default_factory=dict)
