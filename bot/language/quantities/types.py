"""A quantity found in a text, and its value as exact decimals."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal, TypedDict

Kind = Literal["number", "ordinal", "percent", "fraction", "money", "age", "boolean"]
KINDS: tuple[Kind, ...] = ("number", "ordinal", "percent", "fraction", "money", "age", "boolean")
_PRECISION = Context(prec=28)


class Range(TypedDict):
    """An approximate value: between two decimals, both included."""

    min: Decimal
    max: Decimal


Value = Decimal | bool | Range


@dataclass(frozen=True)
class Quantity:
    """What stands at text[start:end] of the original text.

    `value`: a number; percent points (八折 is 80); the major unit of a currency; the age in
    `unit`; true or false. `unit`: ISO currency code; year, month, week or day; else None.
    """

    kind: Kind
    text: str
    start: int
    end: int
    value: Value = field(hash=False)
    unit: str | None = None


def decimal(value: Fraction) -> Decimal:
    """Exact where the decimal ends, else 28 digits."""
    if value.denominator == 1:
        return Decimal(value.numerator)
    exact = _PRECISION.divide(Decimal(value.numerator), Decimal(value.denominator))
    return exact.normalize(_PRECISION)


def valued(low: Fraction, high: Fraction | None) -> Decimal | Range:
    """One value, or a range where the two differ."""
    if high is None or high == low:
        return decimal(low)
    return Range(min=decimal(min(low, high)), max=decimal(max(low, high)))
