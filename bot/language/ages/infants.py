"""Ages of small children: 一岁八个月, 两岁半, 刚满月, 百天, 三个月大."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import MAX_YEARS, AgeValue, D, N, from_months, rules, whole
from bot.language.cues import cues, repeatable

RULES, rule = rules()
_CLAUSE = re.compile(r"[,。;!?\n]")
_PADDING = rf"(?:{repeatable('age_padding')}|[\s:、()])*"
_CHILD = re.compile(cues("newborn_heads"))
_CHILD_BEFORE = re.compile(
    rf"(?:{cues('newborn_heads')}|[儿女二三幺奶仔崽囡]){_PADDING}(?:不是|应该)?(?:一个)?$"
)
# 一个5岁一个11个月; 不是7个月是9个月
_ANOTHER = re.compile(
    rf"(?:(?:岁|周岁)(?:半|多|了)?|(?P<not>不是[\d{D}十]{{1,2}}个(?:半|多)?月))[、和,的]?(?:而?是|应该是|{cues('one_of_children')})$"
)
_CHILD_AFTER = re.compile(rf"\s?的?(?:{cues('newborn_heads')}|[宝娃孩儿女婴崽奶])")
_SINCE = re.compile(r"^(?:现在|今年|如今|刚|才|已经|都|也)*(?:满|才|刚|有|已经|现在)$")
_DONE = re.compile(r"\s?了?(?:$|[,。;!?\s])")
_TAKES = re.compile(rf"\s?(?:薪|工资|前|内|后|来|以|之|没|一次|[\d{D}十几挣赚拿到发给])")
_EXPECTED = re.compile(r"怀|孕|胎龄")
_LASTS = re.compile(r"每|交|还|住|吃|停|等|休|假|工作|[第近过]$")


@rule(rf"(?P<y>{N})(?:周岁|岁)(?:零|又|过|多|加|啊)?\s?(?P<m>{N}|半)个?多?月")
def _years_months(match: re.Match[str], as_of: date) -> AgeValue | None:
    age, more = whole(match["y"]), whole(match["m"])
    if age is None or more is None or more > 12:
        return None
    return AgeValue(age, age, age * 12 + more if age < 3 else None, source="years")


@rule(rf"(?P<n>{N})岁半")
def _and_half(match: re.Match[str], as_of: date) -> AgeValue | None:
    age = whole(match["n"])
    if age is None or age > MAX_YEARS:
        return None
    return AgeValue(age, age, age * 12 + 6 if age < 3 else None)


@rule(r"半岁(?:多点?|左右|大)?|六个月大|半(?:周)?岁")
def _half_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    return from_months(6)


@rule(r"刚?满月(?!酒)|刚出月子")
def _one_month(match: re.Match[str], as_of: date) -> AgeValue | None:
    return from_months(1)


@rule(r"(?:刚)?(?:过)?(?:满)?(?:百天|百日|一百天|100天)(?!内|后)")
def _hundred_days(match: re.Match[str], as_of: date) -> AgeValue | None:
    return from_months(3)


@rule(
    r"刚(?:刚)?(?:出生|生下来|落地|生完?|降生)(?:才|有|了)?(?P<n>\d+|[一二三四五六七八九十]+)?(?P<u>天|个?多?月|周)?|出生(?:才|有|刚|不到)*(?P<n2>\d+|[半一二三四五六七八九十]+)(?P<u2>天|个?多?月|周)|新生儿|(?:还在)?(?:坐)?月子里的?娃|(?:未|没|还没|不到)满月"
)
def _newborn(match: re.Match[str], as_of: date) -> AgeValue | None:
    said = match["n"] or match["n2"] or "0"
    number = 0 if said == "半" else whole(said) or 0
    unit = match["u"] or match["u2"] or "天"
    days = number * (1 if unit == "天" else 7 if unit == "周" else 30)
    return from_months(days // 30)


@rule(r"(?:快|马上|就要|差点|还没|还不|不到|没到)(?:要|到|满|过)*(?:一?周岁|一岁)")
def _before_one(match: re.Match[str], as_of: date) -> AgeValue | None:
    return AgeValue(0, 0, None, source="stage")


@rule(r"(?:刚)?(?:抓周|断奶|周岁宴|满周岁|一周岁)|刚会走(?:路)?")
def _about_one(match: re.Match[str], as_of: date) -> AgeValue | None:
    return AgeValue(1, 1, None, source="stage") if "断奶" not in match[0] else AgeValue(0, 1)


@rule(rf"(?<![\d第])(?P<n>{N})(?P<u>天|周)大")
def _days_old(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else from_months(number * (7 if match["u"] == "周" else 1) // 30)


@rule(rf"(?<=[才刚满])(?P<n>{N})(?P<u>天|周)(?=[,。;!?了\s]|$)")
def _only_days(match: re.Match[str], as_of: date) -> AgeValue | None:
    """小外孙女才20天: beside a child only."""
    number = whole(match["n"])
    clause = _CLAUSE.split(match.string[: match.start()])[-1]
    if number is None or not _CHILD_BEFORE.search(clause):
        return None
    return from_months(number * (7 if match["u"] == "周" else 1) // 30)


@rule(rf"(?<![\d第{D}十])(?P<n>\d{{1,2}}|[{D}]?十[{D}]?)(?P<u>天|周)(?![前后内的以岁一])")
def _days(match: re.Match[str], as_of: date) -> AgeValue | None:
    """宝宝42天: right behind a child, and nothing that takes so long."""
    number = whole(match["n"])
    clause = _CLAUSE.split(match.string[: match.start()])[-1]
    if number is None or not _CHILD_BEFORE.search(clause) or _EXPECTED.search(clause):
        return None
    return from_months(number * (7 if match["u"] == "周" else 1) // 30)


@rule(rf"(?<![\d第{D}十])(?P<n>\d{{1,2}}|[{D}十]{{1,3}})(?:个半|个多|个)月(?P<old>大)?")
def _months_old(match: re.Match[str], as_of: date) -> AgeValue | None:
    """十个月大; without 大 it is an age beside a child only: 宝宝10个月, 10个月的女儿."""
    number = whole(match["n"])
    if number is None or not (match["old"] or _of_child(match)):
        return None
    return from_months(number)


def _of_child(match: re.Match[str]) -> bool:
    """Whether a number of months is said of a child, and is not how long something takes."""
    text = match.string
    clause = _CLAUSE.split(text[: match.start()])[-1]
    if _TAKES.match(text, match.end()) or _EXPECTED.search(clause):
        return False
    if _CHILD_AFTER.match(text, match.end()) or _CHILD_BEFORE.search(clause):
        return True
    if _ANOTHER.search(text[max(0, match.start() - 14) : match.start()]):
        return True
    if _LASTS.search(clause):
        return False
    grown = _SINCE.search(clause) is not None
    return grown and _DONE.match(text, match.end()) is not None and _CHILD.search(text) is not None
