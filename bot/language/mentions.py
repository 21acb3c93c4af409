"""Typed mentions: what a message names, before anyone knows whom it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mention:
    """A span of the normalised text that names something; `data` depends on `kind`.

    person: PersonWord; age: AgeValue; money: Amount; condition, measure, occupation,
    social_insurance, line, city, count: mappings and plain values.
    """

    start: int
    end: int
    kind: str
    data: Any = None


@dataclass(frozen=True)
class PersonWord:
    """How a person or group was named.

    `form`: self, household, kin, children, pronoun, ordinal, outsider. `targets` holds
    (relation, sex) pairs; `side` tells a child's paternal from maternal grandparents.
    """

    form: str
    targets: tuple[tuple[str, str | None], ...] = ()
    side: str | None = None
    inferred: bool = False
    owned: bool = False
    count: int | None = None
    index: int | None = None
    sex: str | None = None
    word: str = ""
