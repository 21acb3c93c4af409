"""Ages of small children: 一岁八个月, 两岁半, 刚满月, 百天, 三个月大."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import MAX_YEARS, AgeValue, D, N, from_months, rules, whole

RULES, rule = rules()


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
    r"刚(?:刚)?(?:出生|生下来|落地|生完?|降生)(?:才|有|了)?(?P<n>\d+|[一二三四五六七八九十]+)?(?P<u>天|个?多?月|周)?|出生(?:才|有|刚)?(?P<n2>\d+|[一二三四五六七八九十]+)(?P<u2>天|个?多?月|周)|新生儿|(?:还在)?(?:坐)?月子里的?娃|(?:未|没|还没|不到)满月"
)
def _newborn(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"] or match["n2"] or "0") or 0
    unit = match["u"] or match["u2"] or "天"
    days = number * (1 if unit == "天" else 7 if unit == "周" else 30)
    return from_months(days // 30)


@rule(r"(?:刚)?(?:抓周|断奶|周岁宴|满周岁|一周岁)|刚会走(?:路)?")
def _about_one(match: re.Match[str], as_of: date) -> AgeValue | None:
    return AgeValue(1, 1, None, source="stage") if "断奶" not in match[0] else AgeValue(0, 1)


@rule(rf"(?<![\d第])(?P<n>{N})(?P<u>天|周)大")
def _days_old(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else from_months(number * (7 if match["u"] == "周" else 1) // 30)


@rule(
    rf"(?<![\d第怀孕])(?P<n>\d{{1,2}}|[{D}十]{{1,3}})(?P<half>个半|个多|个)月(?P<big>大|(?<=[儿子女娃宝孩才刚奶在二三幺]\d个月)(?![薪工前后内])|(?<=[儿子女娃宝孩才刚奶在三幺][一二两三四五六七八九十]个月)(?![薪工前后内])|(?<=[儿子女娃宝孩才刚奶在二三幺]\d\d个月)(?![薪工前后内])|的(?=[宝娃孩儿女小崽婴])|(?=宝|娃|孩|婴|女儿|女宝|男宝|儿子|闺女))"
)
def _months_old(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else from_months(number)
