"""Amounts as people write them become exact fen, or are refused."""

from __future__ import annotations

import pytest

from bot.catalog.money import fen, yuan
from bot.catalog.product_source import percent_bp


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (88, 8_800),
        ("88元", 8_800),
        ("1_0000 yuan", 1_000_000),
        ("400万", 400_000_000),
        ("1.2万元", 1_200_000),
        ("0.35万", 350_000),
        ("1亿", 10_000_000_000),
        ("289.75", 28_975),
        (10.5, 1_050),
        ("3,000元", 300_000),
        ("0", 0),
    ],
)
def test_amounts(written: object, expected: int) -> None:
    assert fen(written) == expected


@pytest.mark.parametrize(
    "written", ["", "四百万", "-5", "400w", "1.234", True, None, "万", "5元/年"]
)
def test_not_amounts(written: object) -> None:
    with pytest.raises(ValueError, match=r"400万|two decimals"):
        fen(written)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (400_000_000, "400万元"),
        (1_200_000, "1.2万元"),
        (28_975, "289.75元"),
        (1_234_500, "12345元"),
        (8_800, "88元"),
        (1_000_000_000, "1000万元"),
    ],
)
def test_words(amount: int, words: str) -> None:
    assert yuan(amount) == words


def test_words_lose_nothing() -> None:
    for amount in (1, 99, 100, 8_850, 1_000_000, 1_000_001, 123_456_700, 400_000_000):
        assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(("written", "bp"), [("100%", 10_000), ("8.8%", 880), ("8.85%", 885)])
def test_percentages(written: str, bp: int) -> None:
    assert percent_bp(written) == bp


@pytest.mark.parametrize("written", ["95", "0.95", "95.123%", 95])
def test_not_percentages(written: object) -> None:
    with pytest.raises(ValueError, match="percentage"):
        percent_bp(written)
