"""Ages with their unit: 三岁, 两岁半, 十八个月大, 5周大, 快四十了, 虚岁五十八."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.language.ages import AgeSpan, find_ages
from bot.language.quantities.numbers import Item

_YEARS = re.compile(r"\s?个?(?:周岁|岁)(?P<half>半)?")
_MONTHS_TOO = re.compile(r"(?:零|又|加|过|\s)?")
_MONTHS = re.compile(r"\s?个?(?P<half>半)?月(?P<old>大)?")
_UNITS = (
    ("month", re.compile(r"\s?(?:个(?P<half>半)?(?:多)?月|月)(?P<old>龄|大)?")),
    (
        "week",
        re.compile(r"\s?(?:周|个?星期|个?礼拜)(?!岁|年|一|二|三|四|五|六|日|天|末)(?P<old>龄|大)?"),
    ),
    ("day", re.compile(r"\s?(?:天|日)(?P<old>龄|大)?")),
)
_OLDER = re.compile(
    r"(?<!老)(?<!多)(?:[大小长轻](?:了|我|他|她|你|整整|差不多|将近|近)?|[早晚差隔过再])$"
)
_CHILD = re.compile(r"宝宝|婴儿|小孩|孩子|娃|儿子|女儿|闺女|出生|年龄|月龄|多大|小宝|幼儿|新生")
_TIME = re.compile(
    r"还[有剩]|期|每|工资|房贷|年假|等待|内$|前$|第|怀孕|孕|保|后$|住院|吃|买|假|过去|持续|超过|至少|不到|连续"
)
_TIME_AFTER = re.compile(r"\s?(?:后|前|内|以|之|的?(?:时间|工资|假|保|等待)|左右没|没|来)")
_EDGE = " \t,。!?.~、;:！？的了呢啊呀哦嗯刚才今年大概已经现在满约快有"
_HUNDRED_DAYS = re.compile(r"(?:刚|过|满|刚过)?(?P<w>百天|百日)(?!内|后|咳|维新|宴|誓)")
_HALF_YEAR = re.compile(r"(?<![一二两三四五六七八九十\d])半(?:周)?岁")
_MONTH_OLD = re.compile(r"刚?满月(?!酒|宴|后)")
_VAGUE = ("range", "nominal", "classical")
_BARE = re.compile(r"^(?:不到|没到|小\d)|(?:多|来|几|左右|上下|光景|样子|[一二三四五六七八九]{2})$")
_NEARLY = re.compile(r"不到|没到|还不|还没|未满|不满|不足|快|马上|将近|接近")
_BORN = re.compile(r"生|后|属|年的$|年代")
_ANY_DATE = date(2020, 1, 1)


@dataclass(frozen=True)
class Aged:
    """An age in a unit; `high` makes it a range."""

    start: int
    end: int
    unit: str
    value: Fraction
    high: Fraction | None = None


def find_aged(text: str, items: Sequence[Item], as_of: date | None) -> Iterator[Aged]:
    """Every age of a folded text; ages by birth year only where a date is given."""
    numbers = [i for i in items if i.kind == "number"]
    for index, item in enumerate(numbers):
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        found = _in_years(text, item, following) or _in_units(text, item)
        if found is not None:
            yield found
    yield from _fixed(text)
    for span in find_ages(text, as_of or _ANY_DATE):
        if _wanted(text, span, as_of):
            yield _ranged(text, span)


def _in_years(text: str, item: Item, following: Item | None) -> Aged | None:
    unit = _YEARS.match(text, item.end)
    if unit is None or item.value < 0 or item.value > 150:
        return None
    if _OLDER.search(text[max(0, item.start - 4) : item.start]):
        return None
    if unit["half"]:
        return Aged(item.start, unit.end(), "year", item.value + Fraction(1, 2))
    if following is not None and item.high is None:
        months = _with_months(text, item, unit.end(), following)
        if months is not None:
            return months
    return Aged(item.start, unit.end(), "year", item.value, item.high)


def _with_months(text: str, item: Item, end: int, following: Item) -> Aged | None:
    """一岁八个月 is twenty months."""
    gap = _MONTHS_TOO.match(text, end)
    months = _MONTHS.match(text, following.end)
    if gap is None or months is None or following.value > 12 or following.high is not None:
        return None
    if following.start not in (gap.end(), end):
        return None
    more = following.value + (Fraction(1, 2) if months["half"] else 0)
    return Aged(item.start, months.end(), "month", item.value * 12 + more)


def _in_units(text: str, item: Item) -> Aged | None:
    """Months, weeks and days: with 大, alone, or said of a child; else they are a duration."""
    if item.value <= 0 or item.value > 1000 or text[item.start - 1 : item.start] == "第":
        return None
    for unit, pattern in _UNITS:
        match = pattern.match(text, item.end)
        if match is None:
            continue
        if not (match["old"] or _of_child(text, item.start, match.end(), match[0])):
            return None
        half = Fraction(1, 2) if unit == "month" and match["half"] else Fraction(0)
        return Aged(item.start, match.end(), unit, item.value + half, item.high)
    return None


def _of_child(text: str, start: int, end: int, unit: str) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 6]
    if unit.strip() in ("月", "日") or _TIME_AFTER.match(after):
        return False
    clause = re.split(r"[,。;!?]", before)[-1]
    if not text[:start].strip(_EDGE) and not text[end:].strip(_EDGE):
        return True
    if _TIME.search(clause):
        return False
    return bool(
        _CHILD.search(clause)
        or re.match(r"的?(?:宝宝|婴儿|孩子|小孩|娃|女儿|儿子|闺女|奶娃)", after)
    )


def _fixed(text: str) -> Iterator[Aged]:
    """半岁, 满月, 百天."""
    for pattern, unit, value in (
        (_HALF_YEAR, "year", Fraction(1, 2)),
        (_MONTH_OLD, "month", Fraction(1)),
        (_HUNDRED_DAYS, "day", Fraction(100)),
    ):
        for match in pattern.finditer(text):
            yield Aged(match.start(), match.end(), unit, value)


def _wanted(text: str, span: AgeSpan, as_of: date | None) -> bool:
    value = span.value
    if not value.known or value.sign_unknown:
        return False
    said = text[span.start : span.end]
    if _BARE.search(said) and "岁" not in said and not said.startswith("虚"):
        return False
    if value.source in _VAGUE:
        return True
    dated = value.source in ("birth", "decade") and _BORN.search(text, span.start, span.end)
    if dated:
        return as_of is not None
    if value.source == "years" and "岁" in said and _NEARLY.match(said):
        return True
    return value.source == "years" and (value.min != value.max or "十有" in said)


def _ranged(text: str, span: AgeSpan) -> Aged:
    end = span.end
    while end > span.start + 1 and text[end - 1] in "了的 ":
        end -= 1
    low, high = Fraction(span.value.min), Fraction(span.value.max)
    return Aged(span.start, end, "year", low, None if low == high else high)
