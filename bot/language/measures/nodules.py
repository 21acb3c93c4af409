"""Nodules and degrees: classes of reports, sizes, and words such as 轻度."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.measures.types import NUMBER, Measure, Rule, number
from bot.language.numerals import DIGITS

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "ⅰ": 1, "ⅱ": 2, "ⅲ": 3, "ⅳ": 4}
_DEGREES = {"轻": 1, "中": 2, "重": 3, "严": 3}
_CLASS = (
    rf"\s?{cues('report_words')}?\s?"
    r"(?P<g>[1-5]|[一二三四五]|iv|i{1,3}|v)\s?(?P<sub>[abc])?\s?(?:类|级)?"
)
_TIRADS = re.compile(rf"(?:ti-?\s?rads|c-?tirads){_CLASS}")
_BIRADS = re.compile(rf"bi-?\s?rads{_CLASS}")
_NODULE_CLASS = re.compile(
    r"(?<=结节)(?:是|为|,|:|\s)*(?P<g>[1-5])(?P<sub>[abc])?(?![\d.个毫厘公mc年岁周月])"
)
_BARE_CLASS = re.compile(
    rf"(?<![第\d])(?P<g>[1-5]|[一二三四五])\s?(?P<sub>[abc])?\s?(?:类|级)(?!{cues('other_classes')})"
)
_LETTER_CLASS = re.compile(
    r"(?<![\w.])(?:是|为)?(?P<g>[3-5])(?P<sub>[abc])(?![\w])|(?<=[是为有到])(?P<g2>4)[abc](?![a-z\d])"
)
_DEGREE = re.compile(rf"(?P<w>{cues('degrees')})(?!{cues('other_degrees')})")
_SIZE = re.compile(
    rf"(?:(?:最?大的|最大|小的|直径|大小|大概|差不多)(?:有|是|约|:)?)?"
    rf"(?P<n>{NUMBER})\s?(?:[*x×]\s?(?P<n2>{NUMBER})\s?)?(?P<u>mm|cm|毫米|公分|厘米)"
)
_BARE_SIZE = re.compile(
    r"(?:(?<=[类级abc节\s,])|(?<=[类级]\s))(?P<n>0\.\d{1,2})(?![\d万%])(?:公分|cm)?"
    r"|(?<=节)(?:有|大概|约)?(?P<m>\d\.\d)(?![\d万%])"
)


def _class(text: str) -> int:
    return _ROMAN.get(text) or DIGITS.get(text) or int(text)


def _tirads(match: re.Match[str]) -> Measure:
    """TI-RADS 3类 is of the thyroid."""
    return Measure("thyroid_nodule", grade=_class(match["g"]))


def _birads(match: re.Match[str]) -> Measure:
    """BI-RADS 4a is of the breast."""
    return Measure("breast_nodule", grade=_class(match["g"]))


def _bare_class(match: re.Match[str]) -> Measure:
    """3类, 结节3: of the condition beside it."""
    return Measure(None, grade=_class(match["g"]), establishes=False)


def _letter_class(match: re.Match[str]) -> Measure:
    """4a: only reports of nodules write so."""
    return Measure(None, grade=int(match["g"] or match["g2"]), establishes=False)


def _degree(match: re.Match[str]) -> Measure:
    """重度: of the condition beside it."""
    grade = _DEGREES[match["w"][0]]
    return Measure(None, grade=grade, establishes=False, attributes=(("_degree", grade),))


def _size(match: re.Match[str]) -> Measure | None:
    """8mm, 0.8*0.5cm: the larger of the two."""
    sizes = [s for s in (number(match["n"]), number(match["n2"])) if s is not None]
    if not sizes:
        return None
    return _size_mm(max(sizes) * (1 if match["u"] in ("mm", "毫米") else 10))


def _bare_size(match: re.Match[str]) -> Measure:
    """结节0.8: centimetres, as reports write them."""
    return _size_mm((number(match["n"] or match["m"]) or 0) * 10)


def _size_mm(size: float) -> Measure:
    value: float = round(size, 2)
    tidy = int(value) if value == int(value) else value
    return Measure(None, (("size_mm", tidy),), establishes=False)


RULES = (
    Rule(_TIRADS, _tirads),
    Rule(_BIRADS, _birads),
    Rule(_NODULE_CLASS, _bare_class),
    Rule(_BARE_CLASS, _bare_class),
    Rule(_LETTER_CLASS, _letter_class),
    Rule(_DEGREE, _degree),
    Rule(_SIZE, _size),
    Rule(_BARE_SIZE, _bare_size),
)
