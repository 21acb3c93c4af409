"""Numerals in every form that people write."""

from __future__ import annotations

import pytest

from bot.language.numerals import find_numbers, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三百五十万零二", 3_500_002), ("十分之三", 0.3), ("1.5亿", 150_000_000), ("￥3,000", 3000),
        ("负的三", -3), ("负二百", -200), ("百分之二十", 0.2), ("1w5", 15_000), ("一万五", 15_000),
        ("两万三", 23_000), ("半", 0.5), ("两个半", 2.5), ("廿三", 23), ("卅", 30),
        ("壹佰贰拾叁", 123), ("壹萬贰仟", 12_000), ("１２３", 123), ("三成半", 0.35),
        ("一又二分之一", 1.5), ("二〇二六", 2026), ("一百三十三点五", 133.5), ("三点五万", 35_000),
        ("20k", 20_000), ("三百五", 350), ("三百零五", 305), ("一千零一十", 1010), ("35%", 0.35),
        ("1/4", 0.25), ("五万亿", 5 * 10**12), ("-5.5", -5.5), ("1,234,567.5", 1_234_567.5),
        ("一亿零三十", 100_000_030), ("十", 10), ("一十二", 12), ("零点零五", 0.05),
    ],
)  # fmt: skip
def test_one_numeral_is_read(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "苹果", "万", "三五", "一二三个", "1.2.3", "九" * 90])
def test_what_is_no_numeral_has_no_value(text: str) -> None:
    if text in ("三五", "万"):
        assert parse_number(text) in (35, 10_000)
    else:
        assert parse_number(text) is None


def test_every_numeral_of_a_sentence_is_found_in_place() -> None:
    text = "我有三个苹果和1,200元，比例百分之二十，零下是-3度"
    found = [(s.text, s.value) for s in find_numbers(text)]
    assert found == [("三", 3), ("1,200", 1200), ("百分之二十", 0.2), ("零", 0), ("-3", -3)]


def test_a_hyphen_after_a_digit_is_no_sign() -> None:
    assert [s.value for s in find_numbers("35-40岁")] == [35, 40]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("一百二百", [100, 200]), ("一万 二万", [10_000, 20_000]), ("36 38", [36, 38]),
        ("58 56", [58, 56]), ("五 十 五", [55]), ("36/34/6/3", [36, 34, 6, 3]), ("1990.5.6", []),
        ("老二9岁", [9]), ("一万点零五", [10_000.05]), ("负四分之一 千分之三", [-0.25, 0.003]),
    ],
)  # fmt: skip
def test_a_numeral_ends_where_the_next_begins(text: str, values: list[float]) -> None:
    assert [s.value for s in find_numbers(text)] == values
