"""Laws of the recognisers: what a writer writes is read back; any text is read, nothing twice."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.ages import find_ages
from bot.language.money import find_money
from bot.language.quantities import KINDS, recognise
from tests.property.chinese import FORMAL, PLAIN, Style, decimals, integer

STYLES = st.sampled_from((PLAIN, FORMAL, Style(PLAIN.digits, PLAIN.small, two="两")))
JUNK = (
    "一",
    "十万",
    "1,",
    "百分之",
    "三块",
    "又",
    "点五",
    "几",
    "半",
    "第",
    "-",
    "岁",
    "快",
    "万",
    "￥",
)


def one(text: str, kind: str) -> object:
    found = recognise(text)
    assert [(q.kind, q.text) for q in found] == [(kind, text)]
    return found[0].value


@settings(max_examples=400, deadline=None)
@given(st.integers(min_value=1, max_value=10**12), STYLES)
def test_a_whole_number_is_read_back(number: int, style: Style) -> None:
    assert one(integer(number, style), "number") == number


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 99999), st.integers(0, 999), st.booleans())
def test_a_decimal_is_read_back(whole: int, part: int, negative: bool) -> None:
    text = ("负" if negative else "") + decimals(whole, f"{part:03d}")
    value = Decimal(f"{whole}.{part:03d}") * (-1 if negative else 1)
    assert one(text, "number") == value


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 10**9), st.sampled_from(("{}", "{:,}")))
def test_arabic_digits_are_read_back(number: int, form: str) -> None:
    assert one(form.format(number), "number") == number


@settings(max_examples=300, deadline=None)
@given(st.integers(2, 99), st.integers(1, 98))
def test_a_fraction_is_read_back(bottom: int, top: int) -> None:
    value = one(f"{integer(bottom, PLAIN)}分之{integer(top, PLAIN)}", "fraction")
    assert isinstance(value, Decimal)
    assert abs(Fraction(value) - Fraction(top, bottom)) < Fraction(1, 10**20)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 200), st.integers(1, 9))
def test_a_percentage_is_read_back(whole: int, tenth: int) -> None:
    text = "百分之" + decimals(whole, str(tenth))
    assert one(text, "percent") == Decimal(f"{whole}.{tenth}")


@settings(max_examples=400, deadline=None)
@given(st.integers(2, 10**8), st.integers(0, 9), st.integers(0, 9), STYLES)
def test_money_is_read_back(yuan: int, jiao: int, fen: int, style: Style) -> None:
    text = integer(yuan, style) + "元"
    if jiao:
        text += style.digits[jiao] + "角" + (style.digits[fen] + "分" if fen else "")
    elif fen:
        text += "零" + style.digits[fen] + "分"
    assert one(text, "money") == Decimal(f"{yuan}.{jiao}{fen}")


@settings(max_examples=400, deadline=None)
@given(st.integers(1, 110), st.booleans())
def test_an_age_is_read_back(years: int, half: bool) -> None:
    text = integer(years, PLAIN) + "岁" + ("半" if half else "")
    assert one(text, "age") == Decimal(years) + (Decimal("0.5") if half else 0)


def check(text: str) -> None:
    last = 0
    for found in recognise(text):
        assert found.kind in KINDS
        assert last <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        if isinstance(found.value, dict):
            assert found.value["min"] <= found.value["max"]
        last = found.end


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=2000))
def test_any_unicode_text_is_read(text: str) -> None:
    check(text)


PIECES = st.lists(
    st.sampled_from(
        (*JUNK, *"零一二两三十百千万亿点半成折元块毛角分年月天周大多来到分之12.5%,/ 是不好")
    ),
    max_size=60,
).map("".join)


@settings(max_examples=600, deadline=None)
@given(PIECES)
def test_any_heap_of_numerals_is_read(text: str) -> None:
    check(text)


@settings(max_examples=len(JUNK) * 4, deadline=None)
@given(st.sampled_from(JUNK), st.integers(1000, 2000))
def test_long_junk_is_read(piece: str, length: int) -> None:
    from datetime import date

    text = (piece * length)[:length]
    check(text)
    find_money(text)
    find_ages(text, date(2026, 11, 21))
