"""Quantities of any Chinese text: what is found, where, with which value and unit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.language.errors import LanguageError
from bot.language.quantities import Quantity, recognise

AS_OF = date(2026, 11, 21)
Expected = str | tuple[str, str]


def plain(found: Quantity) -> Expected:
    if isinstance(found.value, dict):
        return str(found.value["min"]), str(found.value["max"])
    return str(found.value)


def only(text: str, kind: str) -> Quantity:
    found = recognise(text)
    assert [q.kind for q in found] == [kind], found
    assert text[found[0].start : found[0].end] == found[0].text
    return found[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三万五", "35000"), ("一百二", "120"), ("两千三", "2300"), ("三百五十万零二", "3500002"),
        ("1.5亿", "150000000"), ("3百万", "3000000"), ("2千5", "2500"), ("120万5千", "1205000"),
        ("1,234,567.89", "1234567.89"), ("１２３", "123"), ("１，２３４", "1234"), ("负五", "-5"),
        ("三点一四", "3.14"), ("零点五", "0.5"), ("点五", "0.5"), ("负的三点五", "-3.5"),
        ("-3", "-3"), ("零下十五", "-15"), ("半", "0.5"), ("一个半", "1.5"), ("三万半", "35000"),
        ("两打", "24"), ("半打", "6"), ("三对", "6"), ("两双", "4"), ("3k", "3000"),
        ("3M", "3000000"),
        ("2B", "2000000000"), ("1e5", "100000"), ("1.1^2", "1.21"), ("一三八零零", "13800"),
        ("二零二四", "2024"), ("廿三", "23"), ("仨", "3"), ("壹佰贰拾叁", "123"), ("兩萬", "20000"),
        ("五万亿", "5000000000000"), ("5 百 万", "5000000"), ("一半", "0.5"), ("三点五万", "35000"),
        ("一亿两千万", "120000000"), ("百万", "1000000"),
    ],
)  # fmt: skip
def test_a_number_has_its_value(text: str, value: str) -> None:
    found = only(text, "number")
    assert (plain(found), found.text) == (value, text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("十几个", "11", "19"), ("几十万", "200000", "900000"), ("数百人", "200", "900"),
        ("一百多", "101", "199"), ("三五千", "3000", "5000"), ("七八十万", "700000", "800000"),
        ("百八十", "80", "100"), ("千八百", "800", "1000"), ("两三个", "2", "3"),
        ("十七八", "17", "18"), ("一百二三十", "120", "130"), ("好几千", "3000", "9000"),
        ("三十多万", "300000", "390000"), ("十来个", "8", "13"),
    ],
)  # fmt: skip
def test_an_approximate_number_is_a_range(text: str, low: str, high: str) -> None:
    assert plain(only(text, "number")) == (low, high)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("5%", "percent", "5"), ("百分之五点五", "percent", "5.5"), ("百分百", "percent", "100"),
        ("三成", "percent", "30"), ("三成五", "percent", "35"), ("半成", "percent", "5"),
        ("八折", "percent", "80"), ("八五折", "percent", "85"), ("对折", "percent", "50"),
        ("半价", "percent", "50"), ("五个百分点", "percent", "5"), ("百分之负五", "percent", "-5"),
        ("十分之三", "fraction", "0.3"), ("五又二分之一", "fraction", "5.5"),
        ("1/2", "fraction", "0.5"), ("½", "fraction", "0.5"), ("负四分之一", "fraction", "-0.25"),
        ("3 1/2", "fraction", "3.5"), ("千分之五", "fraction", "0.005"), ("第三", "ordinal", "3"),
        ("第二十一", "ordinal", "21"), ("第 5", "ordinal", "5"), ("21st", "ordinal", "21"),
    ],
)  # fmt: skip
def test_percentages_fractions_and_ordinals(text: str, kind: str, value: str) -> None:
    found = only(text, kind)
    assert (plain(found), found.text) == (value, text)


@pytest.mark.parametrize("text", ["头一个", "首次"])
def test_the_first_is_an_ordinal(text: str) -> None:
    assert plain(only(text, "ordinal")) == "1"


@pytest.mark.parametrize(
    "text",
    [
        "一起去", "等一下", "万一病了", "三高人群", "百万医疗", "千万别买", "七上八下", "一般",
        "统一", "星期三", "高一", "张三李四", "老二", "五花八门", "退伍", "大陆", "收拾", "预兆",
        "乱七八糟", "首先", "多半", "半夜", "一心一意", "百姓", "千方百计", "唯一", "陆续", "十分",
    ],
)  # fmt: skip
def test_a_numeral_inside_a_word_is_no_number(text: str) -> None:
    assert recognise(text) == ()


def test_a_word_is_no_word_behind_a_numeral() -> None:
    assert [plain(q) for q in recognise("三十分钟，十一起事故，十分之一")] == ["30", "11", "0.1"]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三块五", "3.5", "CNY"), ("十二块八毛五", "12.85", "CNY"),
        ("一百块零五毛", "100.5", "CNY"),
        ("一百块零五分", "100.05", "CNY"), ("五毛", "0.5", "CNY"), ("三分钱", "0.03", "CNY"),
        ("3元5角2分", "3.52", "CNY"), ("3万元", "30000", "CNY"), ("5亿元", "500000000", "CNY"),
        ("￥3,000", "3000", "CNY"), ("3,000.50元", "3000.5", "CNY"), ("负三百元", "-300", "CNY"),
        ("人民币三千元", "3000", "CNY"), ("RMB 3000", "3000", "CNY"), ("3000rmb", "3000", "CNY"),
        ("伍佰元整", "500", "CNY"), ("兩萬三千塊", "23000", "CNY"), ("$1.5M", "1500000", "USD"),
        ("-$300", "-300", "USD"), ("100美金", "100", "USD"), ("五十美分", "0.5", "USD"),
        ("三百块美金", "300", "USD"), ("€20", "20", "EUR"), ("二十欧元", "20", "EUR"),
        ("£30", "30", "GBP"), ("三十英镑", "30", "GBP"), ("5000日元", "5000", "JPY"),
        ("HK$100", "100", "HKD"), ("港币五百", "500", "HKD"), ("三百港元", "300", "HKD"),
        ("新台币一千元", "1000", "TWD"), ("5万韩元", "50000", "KRW"), ("三万卢布", "30000", "RUB"),
        ("20加元", "20", "CAD"), ("30澳元", "30", "AUD"), ("50瑞士法郎", "50", "CHF"),
        ("USD 300", "300", "USD"), ("500 CNY", "500", "CNY"),
    ],
)  # fmt: skip
def test_money_has_a_currency(text: str, value: str, unit: str) -> None:
    found = only(text, "money")
    assert (plain(found), found.unit, found.text) == (value, unit, text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("一千多块", "1001", "1999"), ("3-5万元", "30000", "50000"), ("三百到五百元", "300", "500"),
        ("几块钱", "2", "9"), ("三五百块", "300", "500"), ("几百块", "200", "900"),
    ],
)  # fmt: skip
def test_money_may_be_a_range(text: str, low: str, high: str) -> None:
    found = only(text, "money")
    assert (plain(found), found.unit) == ((low, high), "CNY")


def test_a_figure_after_a_word_of_paying_is_money() -> None:
    assert [(q.kind, plain(q)) for q in recognise("花了两百五")] == [("money", "250")]
    assert [q.kind for q in recognise("来了两百五十人")] == ["number"]


@pytest.mark.parametrize("text", ["元旦三天", "三块石头", "一元二次方程", "一块儿去", "三角形"])
def test_a_word_that_only_sounds_like_money_is_none(text: str) -> None:
    assert not recognise(text, kinds=["money"])


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("三岁", "3", "year"), ("两岁半", "2.5", "year"), ("35周岁", "35", "year"),
        ("三歲半", "3.5", "year"), ("十八个月大", "18", "month"), ("3个半月大", "3.5", "month"),
        ("三个月", "3", "month"), ("5周大", "5", "week"), ("二十八天", "28", "day"),
        ("一岁八个月", "20", "month"), ("半岁", "0.5", "year"), ("百天", "100", "day"),
        ("六十有二", "62", "year"),
    ],
)  # fmt: skip
def test_an_age_has_a_unit(text: str, value: str, unit: str) -> None:
    found = only(text, "age")
    assert (plain(found), found.unit, found.text) == (value, unit, text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("快四十了", "38", "39"), ("六十多岁", "61", "69"), ("虚岁五十八", "56", "57"),
        ("奔四", "36", "39"), ("七八岁", "7", "8"), ("十几岁", "11", "19"),
        ("不到五十岁", "48", "49"),
        ("三十出头", "31", "33"),
    ],
)  # fmt: skip
def test_an_approximate_age_is_a_range(text: str, low: str, high: str) -> None:
    found = only(text, "age")
    assert (plain(found), found.unit) == ((low, high), "year")


@pytest.mark.parametrize(
    "text", ["房贷还有三个月", "等待期90天", "比我大三岁", "怀孕28周", "第三天"]
)
def test_a_duration_is_no_age(text: str) -> None:
    assert not recognise(text, kinds=["age"])


def test_a_birth_year_is_an_age_only_on_a_date() -> None:
    found = recognise("我是88年的", kinds=["age"], as_of=AS_OF)
    assert [plain(q) for q in found] == [("37", "38")]
    assert not recognise("我是88年的", kinds=["age"])


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("是", True, "是"), ("好的，就这样", True, "好的"), ("没错", True, "没错"),
        ("OK", True, "OK"),
        ("👌", True, "👌"), ("没问题", True, "没问题"), ("必须的", True, "必须的"),
        ("是的没错", True, "是的没错"), ("我觉得可以", True, "可以"), ("不", False, "不"),
        ("不对", False, "不对"), ("没有", False, "没有"), ("不可以", False, "不可以"),
        ("算了", False, "算了"), ("免了", False, "免了"), ("👎", False, "👎"), ("别", False, "别"),
        ("确实没有", False, "没有"), ("没门", False, "没门"), ("不，我不要", False, "不"),
    ],
)  # fmt: skip
def test_an_answer_is_a_boolean(text: str, value: bool, words: str) -> None:
    found = only(text, "boolean")
    assert (found.value, found.text) == (value, words)


@pytest.mark.parametrize(
    "text",
    [
        "不是不可以", "不清楚", "可能吧", "好不好", "我不是医生", "这是什么", "对不起", "不得不说",
        "可是我没有", "他有高血压", "别人有", "我是老师", "好贵", "行业",
    ],
)  # fmt: skip
def test_a_sentence_with_such_a_word_is_no_answer(text: str) -> None:
    assert not recognise(text, kinds=["boolean"])


def test_offsets_are_those_of_the_original_text() -> None:
    text = "👶我家　兩歲半，預算３，０００元"
    found = recognise(text)
    assert [(q.kind, q.text) for q in found] == [("age", "兩歲半"), ("money", "３，０００元")]
    assert found[1].value == Decimal(3000)


def test_the_wanted_kinds_alone_are_found() -> None:
    assert [q.kind for q in recognise("三岁", kinds=["number"])] == ["number"]
    assert [q.kind for q in recognise("三岁")] == ["age"]


def test_bad_input_is_refused_with_a_remedy() -> None:
    with pytest.raises(LanguageError, match="at most 2000"):
        recognise("一" * 2001)
    with pytest.raises(LanguageError, match="unknown kind 'length'"):
        recognise("三", kinds=["length"])  # type: ignore[list-item]
