"""Amounts of money, in yuan here, in fen in the code."""

from __future__ import annotations

import pytest

from bot.language.money import find_ge, find_money


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("八千", 8000, 8000), ("1w5", 15_000, 15_000), ("二三十个", 200_000, 300_000),
        ("小一万", 9000, 10_000), ("小两万", 18_000, 20_000), ("两万八", 28_000, 28_000),
        ("十几个w", 110_000, 190_000), ("三五千", 3000, 5000), ("一千二以内", 1200, 1200),
        ("3.6万", 36_000, 36_000), ("四十多万", 400_000, 490_000), ("两万来块", 20_000, 20_000),
        ("十来万", 100_000, 120_000), ("万把块", 10_000, 10_000), ("千八百", 800, 1000),
        ("8千-1万", 8000, 10_000), ("一万五到两万", 15_000, 20_000), ("10~15万", 100_000, 150_000),
        ("¥3,000元", 3000, 3000), ("大几千", 5000, 9000), ("一百二十万", 1_200_000, 1_200_000),
        ("1万到1万5", 10_000, 15_000), ("一万四五", 14_000, 15_000), ("三百五百", 300, 500),
        ("三十万一年", 300_000, 300_000), ("四千五百多", 4500, 4590), ("5、6万", 50_000, 60_000),
        ("一百二三十万", 1_200_000, 1_300_000), ("300多个", 3_000_000, 3_990_000),
    ],
)  # fmt: skip
def test_an_amount_keeps_its_range(text: str, low: int, high: int) -> None:
    amounts = [s.amount for s in find_money(text)]
    assert [(a.min, a.max) for a in amounts] == [(low * 100, high * 100)]


def test_ge_is_ten_thousand_only_for_numbers() -> None:
    assert [s.amount.max for s in find_ge("房贷还有120个")] == [120_000_000]
    assert not find_ge("三个月")
    assert not find_ge("两个孩子")


def test_a_product_name_is_no_amount() -> None:
    assert not find_money("百万医疗")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1w5", 15_000, 15_000), ("1.5w", 15_000, 15_000), ("一万五", 15_000, 15_000),
        ("万把块", 10_000, 10_000), ("小两万", 18_000, 20_000), ("大几千", 5000, 9000),
        ("千把块", 1000, 1000), ("一万二", 12_000, 12_000), ("三五千", 3000, 5000),
        ("千八百", 800, 1000), ("两万来块", 20_000, 20_000), ("十来万", 100_000, 120_000),
    ],
)  # fmt: skip
def test_the_table_of_money_expressions(text: str, low: int, high: int) -> None:
    test_an_amount_keeps_its_range(text, low, high)


@pytest.mark.parametrize(
    ("text", "key", "low"),
    [
        ("我30岁，年薪20个", "self", 20_000_000), ("我30岁，月薪一万，14薪", "self", 14_000_000),
        ("我30岁，税后年薪30万", "self", 30_000_000), ("我30岁，年薪百万", "self", 100_000_000),
    ],
)  # fmt: skip
def test_pay_is_yearly(text: str, key: str, low: int) -> None:
    from datetime import date

    from bot.language import parse

    members = {m["id"]: m for m in parse(text, date(2026, 11, 21))["members"]}
    assert members[key]["annual_income_fen"] == low


def test_a_share_of_income_is_a_share() -> None:
    from datetime import date

    from bot.language import parse

    assert parse("拿收入的一成买保险", date(2026, 11, 21))["budget_share_of_income"] == 0.1
