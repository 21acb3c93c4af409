"""Amounts as a person writes them, turned into integer fen.

Accepted: 1_0000, 88, "88元", "400万", "1.2万", "10万元", "289.75". A unit is yuan unless 万
(ten thousand) or 亿 is written. Anything finer than a fen is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"([0-9][0-9_,]*(?:\.[0-9]+)?)\s*(万|亿)?\s*(?:元|yuan)?")
_UNITS = {None: Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}


def fen(value: object) -> int:
    """Turn an amount into fen; raises ValueError saying what is accepted."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{value!r} is no amount: write 400万, 1_0000 or 88元")
    match = _AMOUNT.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(f"{value!r} is no amount: write 400万, 1_0000 or 88元")
    digits = match[1].replace("_", "").replace(",", "")
    amount = Decimal(digits) * _UNITS[match[2]] * 100
    if amount != amount.to_integral_value():
        raise ValueError(f"{value!r} is finer than a fen: use at most two decimals of a yuan")
    return int(amount)


def yuan(amount_fen: int) -> str:
    """Write fen for a customer: 400万元, 1.2万元, 289.75元."""
    whole = Decimal(amount_fen) / 100
    if whole >= 10_000 and whole % 100 == 0:
        return f"{_short(whole / 10_000)}万元"
    return f"{_short(whole)}元"


def _short(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
