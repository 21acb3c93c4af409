"""Age expressions of the reference table, on 21 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.ages import find_ages
from bot.language.normalise import normalise

AS_OF = date(2026, 11, 21)


def one(text: str) -> tuple[int, int, int | None]:
    spans = find_ages(normalise(text).text, AS_OF)
    assert len(spans) == 1, spans
    value = spans[0].value
    return value.min, value.max, value.months


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("奔三", (26, 29, None)), ("奔四的人了", (36, 39, None)), ("三十出头", (31, 33, None)),
        ("四十来岁", (38, 43, None)), ("六十多岁", (61, 69, None)), ("三十好几", (35, 39, None)),
        ("不到五十", (48, 49, None)), ("快六十了", (58, 59, None)), ("小六十", (57, 59, None)),
        ("花甲", (60, 60, None)), ("耄耋", (80, 90, None)), ("虚岁五十八", (56, 57, None)),
        ("小班", (3, 4, None)), ("小学三年级", (8, 9, None)), ("初二", (13, 14, None)),
        ("高一", (15, 16, None)), ("大二", (19, 20, None)), ("刚满月", (0, 0, 1)),
        ("百天", (0, 0, 3)), ("半岁", (0, 0, 6)), ("一岁半", (1, 1, 18)),
        ("一岁八个月", (1, 1, 20)), ("三个月大", (0, 0, 3)), ("五十八岁零十一个月", (58, 58, None)),
        ("88年的", (37, 38, None)), ("85年底的", (40, 40, None)), ("1990.5.6生", (36, 36, None)),
        ("1968年农历十一月生的", (57, 58, None)), ("零零后", (16, 26, None)),
        ("八十有二", (82, 82, None)), ("四十不惑", (40, 40, None)), ("三十二三岁", (32, 33, None)),
        ("七八岁", (7, 8, None)), ("下个月六十", (59, 59, None)), ("下周满两岁", (1, 1, None)),
        ("过完年就虚岁六十", (57, 58, None)), ("三十六周岁", (36, 36, None)),
        ("2026年12月1号", (0, 0, None)),
    ],
)  # fmt: skip
def test_an_expression_is_a_range_of_completed_years(
    text: str, expected: tuple[int, int, int | None]
) -> None:
    if text == "2026年12月1号":
        assert not [s for s in find_ages(text, AS_OF) if s.value.source == "birth"]
        return
    assert one(text) == expected


@pytest.mark.parametrize(
    ("text", "delta"), [("比我大三岁", 3), ("小两岁", -2), ("大我一轮", 12), ("同岁", 0)]
)
def test_a_difference_is_kept_until_the_other_age_is_known(text: str, delta: int) -> None:
    assert [s.value.delta for s in find_ages(text, AS_OF)] == [delta]


def test_an_animal_sign_leaves_a_birth_year_every_twelve_years() -> None:
    assert find_ages("属龙", AS_OF)[0].value.options[:4] == (2024, 2012, 2000, 1988)


@pytest.mark.parametrize("text", ["房贷还有20年", "保证续保20年", "血压高一点", "第三级", "大三阳"])
def test_durations_and_grades_are_no_ages(text: str) -> None:
    from bot.language.detection import detect

    assert not [m for m in detect(text, AS_OF) if m.kind == "age"]


TABLE = [
    *((f"奔{d}", n * 10 - 4, n * 10 - 1) for d, n in zip("三四五六", range(3, 7), strict=True)),
    *((f"{d}十出头", n * 10 + 1, n * 10 + 3) for d, n in zip("二三四五", range(2, 6), strict=True)),
    *((f"{d}十来岁", n * 10 - 2, n * 10 + 3) for d, n in zip("三四五", range(3, 6), strict=True)),
    *((f"{d}十多岁", n * 10 + 1, n * 10 + 9) for d, n in zip("三四五", range(3, 6), strict=True)),
    *((f"{d}十好几", n * 10 + 5, n * 10 + 9) for d, n in zip("三四五", range(3, 6), strict=True)),
    *((f"{d}十大几", n * 10 + 5, n * 10 + 9) for d, n in zip("三四五", range(3, 6), strict=True)),
    ("不到四十", 38, 39), ("快五十了", 48, 49), ("小六十", 57, 59), ("小七十", 67, 69),
    ("而立之年", 30, 30), ("不惑之年", 40, 40), ("知天命", 50, 50), ("花甲", 60, 60),
    ("古稀", 70, 70), ("耄耋", 80, 90), ("虚岁六十", 58, 59), ("虚岁三十", 28, 29),
    ("小班", 3, 4), ("中班", 4, 5), ("大班", 5, 6),
    *((f"小学{d}年级", 5 + k, 6 + k) for k, d in enumerate("一二三四五六", 1)),
    *((f"初{d}", 11 + k, 12 + k) for k, d in enumerate("一二三", 1)),
    *((f"高{d}", 14 + k, 15 + k) for k, d in enumerate("一二三", 1)),
    *((f"大{d}", 17 + k, 18 + k) for k, d in enumerate("一二三四", 1)),
    ("刚满月", 0, 0), ("百天", 0, 0), ("抓周", 1, 1), ("八八年的", 37, 38), ("88年的", 37, 38),
    ("00后", 16, 26), ("90后", 26, 36), ("80后", 36, 46), ("下个月六十", 59, 59),
]  # fmt: skip


@pytest.mark.parametrize(("text", "low", "high"), TABLE)
def test_the_table_of_age_expressions(text: str, low: int, high: int) -> None:
    assert one(text)[:2] == (low, high)


@pytest.mark.parametrize(
    ("sign", "year"),
    zip("鼠牛虎兔龙蛇马羊猴鸡狗猪", (2020, 2021, 2022, 2023, 2024, 2025, 2026, *range(2015, 2020)),
        strict=True),
)  # fmt: skip
def test_every_animal_sign_has_its_years(sign: str, year: int) -> None:
    options = find_ages(f"属{sign}", AS_OF)[0].value.options
    assert options[:5] == tuple(range(year, year - 60, -12))


def test_ones_own_year_is_that_of_the_sign_unless_the_age_is_said() -> None:
    assert find_ages("今年本命年", AS_OF)[0].value.options[:4] == (2026, 2014, 2002, 1990)
    assert not [s for s in find_ages("我今年本命年36", AS_OF) if s.value.options]
