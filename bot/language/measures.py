"""Measured values: blood pressure, nodule grades and sizes, weeks, height and weight.

Each rule yields attributes of a condition or a plain field of a member. A condition's
grade is computed here only from numbers that were said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.language.numerals import DIGITS, parse_number

_N = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百点半]+)"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "ⅰ": 1, "ⅱ": 2, "ⅲ": 3, "ⅳ": 4}


@dataclass(frozen=True)
class Measure:
    """A measured fact: `code` names a condition it establishes or refines, or None."""

    code: str | None
    attributes: tuple[tuple[str, Any], ...] = ()
    grade: int | None = None
    fields: tuple[tuple[str, Any], ...] = ()
    establishes: bool = True


@dataclass(frozen=True)
class MeasureSpan:
    start: int
    end: int
    measure: Measure


Maker = Callable[[re.Match[str]], "Measure | None"]
_RULES: list[tuple[re.Pattern[str], Maker]] = []


def _rule(pattern: str) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        _RULES.append((re.compile(pattern), maker))
        return maker

    return register


def _number(text: str | None) -> float | None:
    return parse_number(text) if text else None


def pressure_grade(systolic: float | None, diastolic: float | None) -> int | None:
    """Grade by the worse of the two readings (140/90, 160/100, 180/110 mmHg)."""
    grade = 0
    for value, limits in ((systolic, (140, 160, 180)), (diastolic, (90, 100, 110))):
        if value is not None:
            grade = max(grade, sum(value >= limit for limit in limits))
    return grade or None


def _pressure(systolic: float | None, diastolic: float | None, controlled: bool) -> Measure | None:
    if systolic is not None and not 70 <= systolic <= 280:
        return None
    if diastolic is not None and not 30 <= diastolic <= 180:
        return None
    pairs = [("systolic", systolic), ("diastolic", diastolic)]
    values = tuple((k, int(v)) for k, v in pairs if v is not None)
    grade = pressure_grade(systolic, diastolic)
    if controlled:
        return Measure("hypertension", (*values, ("controlled", True)), establishes=False)
    return Measure("hypertension", values, grade, establishes=grade is not None)


@_rule(
    r"(?P<pre>血压)?(?:最高|一般|平时|高的时候|大概|控制在|吃药后|现在|能到|到过|到|在|有|是|,|:|\s)*(?:高压|收缩压)?\s?(?P<s>\d{2,3})\s?[/／\\比-]\s?(?:低压)?(?P<d>\d{2,3})(?!\d|[./]\d|岁)(?:mmhg)?"
)
def _both(match: re.Match[str]) -> Measure | None:
    calm = re.search(r"一般|平时|控制|吃药后|现在", match[0]) is not None
    systolic, diastolic = float(match["s"]), float(match["d"])
    if systolic < 90 or diastolic >= systolic:
        return None
    return _pressure(systolic, diastolic, calm and pressure_grade(systolic, diastolic) is None)


@_rule(
    r"(?:血压|高压|收缩压)(?:最高|高压|一般|平时|大概|有|到|是|都|能|过|:|\s)*(?P<s>\d{3}|一百[零一二三四五六七八九十]+|两百[零一二三四五六七八九十]*)(?:多)?(?:\s|,|、|和)*(?:低压|舒张压|低的)(?:最高|有|到|是|都|大概|:|\s)*(?P<d>\d{2,3}|[零一二三四五六七八九十百]+)(?:多)?"
)
def _high_low(match: re.Match[str]) -> Measure | None:
    return _pressure(_number(match["s"]), _number(match["d"]), False)


@_rule(
    r"(?:血压|高压|收缩压)(?:最高|高压|一般|平时|大概|有|到|是|都|能|过|上|:|\s)*(?P<s>1[0-9]\d|2[0-4]\d|一百[零一二三四五六七八九十]+|两百[零一二三四五六七八九十]*)(?!\d|/)(?:多)?"
)
def _high(match: re.Match[str]) -> Measure | None:
    return _pressure(_number(match["s"]), None, False)


@_rule(r"(?:低压|舒张压)(?:最高|有|到|是|都|大概|:|\s)*(?P<d>\d{2,3})(?!\d)")
def _low(match: re.Match[str]) -> Measure | None:
    return _pressure(None, _number(match["d"]), False)


_CLASS = r"(?P<g>[1-5]|[一二三四五]|iv|i{1,3}|v)\s?(?P<sub>[abc])?\s?(?:类|级)?"
_SIZE = rf"(?P<n>{_N})\s?(?:[*x×]\s?(?P<n2>{_N})\s?)?(?P<u>mm|cm|毫米|公分|厘米)"


def _class(text: str) -> int:
    return _ROMAN.get(text) or DIGITS.get(text) or int(text)


@_rule(rf"(?:ti-?\s?rads|tirads|c-?tirads)\s?(?:分级|分类|:)?\s?{_CLASS}")
def _tirads(match: re.Match[str]) -> Measure | None:
    return Measure("thyroid_nodule", grade=_class(match["g"]))


@_rule(rf"(?:bi-?\s?rads|birads)\s?(?:分级|分类|:)?\s?{_CLASS}")
def _birads(match: re.Match[str]) -> Measure | None:
    return Measure("breast_nodule", grade=_class(match["g"]))


@_rule(
    r"(?<![第\d])(?P<g>[1-5]|[一二三四五])\s?(?P<sub>[abc])?\s?(?:类|级)(?!高血压|职业|工|医院|伤残|残|地)"
)
@_rule(r"(?<=结节)(?:是|为|,|:|\s)*(?P<g>[1-5])(?P<sub>[abc])?(?![\d.个毫厘公mc年岁周月])")
def _grade(match: re.Match[str]) -> Measure | None:
    return Measure(None, grade=_class(match["g"]), establishes=False)


@_rule(
    r"(?P<w>轻度|中重度|中度|重度|轻微|严重|轻型|中间型|重型)(?!抑郁|焦虑|近视|残疾|失眠|昏迷|烧伤)"
)
def _degree(match: re.Match[str]) -> Measure | None:
    grade = {"轻": 1, "中": 2, "重": 3, "严": 3}[match["w"][0]]
    return Measure(None, grade=grade, establishes=False, attributes=(("_degree", grade),))


@_rule(_SIZE)
def _size(match: re.Match[str]) -> Measure | None:
    sizes = [_number(match["n"]), _number(match["n2"])]
    largest = max((s for s in sizes if s is not None), default=None)
    if largest is None:
        return None
    size = largest * (1 if match["u"] in ("mm", "毫米") else 10)
    return _size_mm(size)


@_rule(
    r"(?:(?<=[类级abc节\s,])|(?<=[类级]\s))(?P<n>0\.\d{1,2})(?![\d万%])(?:公分|cm)?|(?<=节)(?:有|大概|约)?(?P<m>\d\.\d)(?![\d万%])"
)
def _bare_size(match: re.Match[str]) -> Measure | None:
    return _size_mm((_number(match["n"] or match["m"]) or 0) * 10)


def _size_mm(size: float) -> Measure:
    value: float = round(size, 2)
    tidy = int(value) if value == int(value) else value
    return Measure(None, (("size_mm", tidy),), establishes=False)


@_rule(
    r"(?:空腹)?血糖(?:最高|空腹|一般|控制在|现在|平时|大概|有|到|是|都|在|查出来|值|:|\s)*(?P<v>\d{1,2}(?:\.\d+)?|[一二三四五六七八九十]+点[零一二三四五六七八九]+)(?!\d)"
)
def _glucose(match: re.Match[str]) -> Measure | None:
    value = _number(match["v"])
    if value is None or not 2 <= value <= 40:
        return None
    code = "diabetes" if value >= 7 else "prediabetes"
    return Measure(code, (("fasting_glucose", value),), establishes=value >= 6.1)


@_rule(
    r"(?:糖化(?:血红蛋白)?|hba1c)(?:最高|一般|控制在|现在|有|到|是|在|:|\s)*(?P<v>\d{1,2}(?:\.\d+)?)%?"
)
def _hba1c(match: re.Match[str]) -> Measure | None:
    return Measure("diabetes", (("hba1c", _number(match["v"])),), establishes=False)


@_rule(r"(?:血)?尿酸(?:最高|一般|现在|有|到|是|都|在|有点高|偏高|高|,|:|\s)*(?P<v>\d{3})(?!\d)")
def _uric(match: re.Match[str]) -> Measure | None:
    value = int(match["v"])
    return Measure("hyperuricemia", (("uric_acid", value),), establishes=value > 420)


@_rule(r"(?:总?胆固醇|tc)(?:最高|有|到|是|:|\s)*(?P<v>\d{1,2}\.\d+)")
def _cholesterol(match: re.Match[str]) -> Measure | None:
    value = _number(match["v"]) or 0
    return Measure("hyperlipidemia", (("tc", value),), establishes=value >= 6.2)


@_rule(r"(?:甘油三酯|tg)(?:最高|有|到|是|:|\s)*(?P<v>\d{1,2}(?:\.\d+)?)")
def _triglycerides(match: re.Match[str]) -> Measure | None:
    value = _number(match["v"]) or 0
    return Measure("hyperlipidemia", (("tg", value),), establishes=value >= 2.3)


@_rule(
    rf"(?P<w>{_N})\s?周\s?(?:\+\d)?(?:的)?(?:就)?(?:早产|出生|生的|剖|顺产)|早产(?:儿|了)?(?:,|\s|是|的)*(?P<w2>{_N})周"
)
def _premature(match: re.Match[str]) -> Measure | None:
    weeks = _number(match["w"] or match["w2"])
    if weeks is None or not 20 <= weeks < 43:
        return None
    return Measure("premature_birth", (("gestation_weeks", int(weeks)),), establishes=weeks < 37)


@_rule(
    rf"(?P<j>{_N})斤(?P<l>{_N})两|出生(?:体重)?(?:时|的时候|才|只有|,|:|\s)*(?P<j2>{_N})(?P<u>斤|公斤|kg|克|g)"
)
def _birth_weight(match: re.Match[str]) -> Measure | None:
    if match["j"]:
        jin, liang = _number(match["j"]), _number(match["l"])
        grams = None if jin is None or liang is None else jin * 500 + liang * 50
    else:
        value = _number(match["j2"]) or 0
        grams = value * {"斤": 500, "公斤": 1000, "kg": 1000, "克": 1, "g": 1}[match["u"]]
    if grams is None or not 400 <= grams <= 6500:
        return None
    attributes = (("birth_weight_g", int(grams)),)
    return Measure("low_birth_weight", attributes, establishes=grams < 2500)


@_rule(
    rf"(?:怀孕|怀了|怀着|怀(?=[二三]胎|二宝|双胞胎)|有孕|孕期?|身孕|怀上)(?:双胞胎|龙凤胎|二胎|三胎|二宝|一胎|头胎|宝宝|孩子|了|已经|大概|快|有|到|第|现在|刚|刚满|满|,|\s)*(?P<n>{_N})(?P<h>个半|个多)?(?P<u>周|个?月|w)(?:\+\d)?(?:多)?(?:了)?|(?P<n2>{_N})(?P<u2>周|个月)(?:的)?(?:身孕|孕妇|孕妈|孕)|(?P<e>孕早期|孕中期|孕晚期)"
)
def _pregnancy(match: re.Match[str]) -> Measure | None:
    if match["e"]:
        return Measure(None, fields=(("pregnant", True),))
    number = _number(match["n"] or match["n2"])
    if number is None:
        return None
    unit = match["u"] or match["u2"]
    exact = number + (0.5 if match["h"] == "个半" else 0)
    weeks = int(exact if unit in ("周", "w") else exact * 4)
    if not 0 < weeks <= 45:
        return None
    return Measure(None, fields=(("pregnant", True), ("pregnant_weeks", weeks)))


@_rule(
    r"(?:正在|现在|刚|又|已经|目前|还)?(?:怀孕了?|怀上了?|怀着孕|怀了(?:二胎|三胎|二宝|宝宝|孕)?|怀二胎|怀三胎|怀着二胎|孕妇|有喜了|有身孕|怀着(?:宝宝|娃|孩子)?|大着肚子)(?!.{0,3}(?:计划|打算))"
)
def _pregnant(match: re.Match[str]) -> Measure | None:
    return Measure(None, fields=(("pregnant", True),))


@_rule(
    r"(?:身高)\s?(?:是|有|:)?\s?(?P<a>1[.米]\d{1,2}|\d{2,3})\s?(?:cm|厘米|公分|米)?|(?<![\d.])(?P<b>1[3-9]\d)\s?(?:cm|厘米|公分)|(?<![\d.])(?P<c>1[.米][3-9]\d?)\s?(?:m|米)?(?=[,\s]*(?:体重|\d{2,3}斤|\d{2,3}\s?kg|\d{2,3}公斤|的个子|高))|(?P<d>一米[四五六七八九][零一二三四五六七八九]?)"
)
def _height(match: re.Match[str]) -> Measure | None:
    text = match["a"] or match["b"] or match["c"]
    if match["d"]:
        digits = [DIGITS[c] for c in match["d"][2:]]
        height = 100 + digits[0] * 10 + (digits[1] if len(digits) > 1 else 0)
    elif "." in text or "米" in text:
        height = round(float((text.replace("米", ".") + "00")[:4]) * 100)
    else:
        height = int(text)
    return Measure(None, fields=(("height_cm", height),)) if 45 <= height <= 230 else None


@_rule(
    rf"(?:体重)\s?(?:是|有|大概|快|:)?\s?(?P<a>{_N})\s?(?P<u>斤|公斤|kg|千克)?|(?<![\d.])(?P<b>\d{{2,3}}(?:\.\d)?|[一二两三]百[零一二三四五六七八九十]*|[四五六七八九]十[一二三四五六七八九]?)\s?(?P<u2>斤|公斤|kg|千克)"
)
def _weight(match: re.Match[str]) -> Measure | None:
    value = _number(match["a"] or match["b"])
    if value is None:
        return None
    unit = match["u"] or match["u2"] or ("斤" if value > 110 else "kg")
    kilos = value / 2 if unit == "斤" else value
    return Measure(None, fields=(("weight_kg", float(kilos)),)) if 2 <= kilos <= 300 else None


@_rule(
    r"(?:近视|眼睛)(?:有|是|大概|快|,|\s)*(?P<a>\d{3,4}|[一二两三四五六七八九]百[一二三四五六七八九]?十?|[一]千[一二三四五六七八九]?百?)(?:多)?度|(?P<b>\d{3,4})度(?:的)?(?:近视)?"
)
def _myopia(match: re.Match[str]) -> Measure | None:
    degrees = _number(match["a"] or match["b"])
    return None if degrees is None else Measure("myopia", (("degrees", int(degrees)),))


@_rule(
    rf"(?:一天|每天|天天)(?:抽|吸)?(?P<n>{_N})?(?P<u>包|根|支)(?:多|左右)?烟|抽烟(?:一天|每天)(?P<n2>{_N})(?P<u2>包|根|支)"
)
def _smoke(match: re.Match[str]) -> Measure | None:
    number = _number(match["n"] or match["n2"] or "1") or 1
    per_day = number * (20 if (match["u"] or match["u2"]) == "包" else 1)
    return Measure("smoking", (("per_day", int(per_day)),))


@_rule(r"(?<!\d)bmi(?:是|有|:|\s)*(?P<v>\d{2}(?:\.\d+)?)")
def _bmi(match: re.Match[str]) -> Measure | None:
    value = _number(match["v"]) or 0
    return Measure("obesity", (("bmi", value),), establishes=value >= 28)


def find_measures(text: str) -> tuple[MeasureSpan, ...]:
    """Every measured value; rules stand in order of priority."""
    taken = [False] * len(text)
    found = []
    for match, maker in _matches(text):
        start, end = match.span()
        start += len(match[0]) - len(match[0].lstrip(" ,"))
        if any(taken[start:end]):
            continue
        measure = maker(match)
        if measure is not None and end > start:
            taken[start:end] = [True] * (end - start)
            found.append(MeasureSpan(start, end, measure))
    return tuple(sorted(found, key=lambda s: s.start))


def _matches(text: str) -> Iterator[tuple[re.Match[str], Maker]]:
    for pattern, maker in _RULES:
        for match in pattern.finditer(text):
            yield match, maker
