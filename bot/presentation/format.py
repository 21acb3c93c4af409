"""Figures as a person would say them: 1.2万元/年, 4.1%, 36岁, 3个月."""

from __future__ import annotations

from bot.advisor.household import AgeRange, MoneyRange

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000


def yuan(fen: int) -> str:
    """Write an amount in yuan; from 10,000 on in 万 where that is exact to three decimals.

    >>> yuan(1_500_000), yuan(123_450), yuan(48_550), yuan(-5_000)
    ('1.5万元', '1,234.5元', '485.5元', '-50元')
    """
    sign = "-" if fen < 0 else ""
    fen = abs(fen)
    tenth_of_yuan_wan = FEN_PER_YUAN * YUAN_PER_WAN // 1000
    if fen >= FEN_PER_YUAN * YUAN_PER_WAN and fen % tenth_of_yuan_wan == 0:
        return f"{sign}{_trim(fen / (FEN_PER_YUAN * YUAN_PER_WAN))}万元"
    whole, cents = divmod(fen, FEN_PER_YUAN)
    tail = f".{cents:02d}".rstrip("0") if cents else ""
    return f"{sign}{whole:,}{tail}元"


def per_year(fen: int) -> str:
    return f"{yuan(fen)}/年"


def sum_insured(fen: int) -> str:
    """Write a sum insured, which is always a round figure."""
    return yuan(fen)


def money_range(amount: MoneyRange) -> str:
    if amount.exact:
        return yuan(amount.min)
    return f"{yuan(amount.min)}到{yuan(amount.max)}"


def percent(share: float) -> str:
    """Write a share with one decimal at most.

    >>> percent(0.041), percent(0.1)
    ('4.1%', '10%')
    """
    return f"{_trim(round(share * 100, 1))}%"


def age(value: AgeRange) -> str:
    if value.months is not None and value.max < 3:
        years, months = divmod(value.months, 12)
        if not years:
            return f"{months}个月" if months else "未满月"
        return f"{years}岁{months}个月" if months else f"{years}岁"
    if value.exact:
        return f"{value.min}岁"
    return f"{value.min}到{value.max}岁"


def _trim(number: float) -> str:
    return f"{number:,.3f}".rstrip("0").rstrip(".")
