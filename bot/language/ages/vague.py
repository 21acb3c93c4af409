"""Approximate and classical ages: 奔四, 三十出头, 花甲, 快六十了, 下个月六十, 虚岁五十八."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import (
    AFTER,
    MAX_YEARS,
    TENS,
    AgeValue,
    D,
    N,
    from_year,
    rules,
    whole,
    years,
)
from bot.language.numerals import DIGITS

RULES, rule = rules()


@rule(r"奔(?P<n>[三四五六七八九]|\d)(?:十|0)?(?:去|走|张|的人)?(?!波)")
def _heading(match: re.Match[str], as_of: date) -> AgeValue | None:
    tens = whole(match["n"]) or 0
    return years(tens * 10 - 4, tens * 10 - 1, source="range")


@rule(
    r"(?:(?:三十|四十|五十|六十|七十)(?=而立|不惑|知天命|知命|花甲|古稀))?年?过?(?P<n>半百|花甲|古稀|耄耋|而立|不惑|知天命|知命)(?:之年)?"
)
def _classical(match: re.Match[str], as_of: date) -> AgeValue | None:
    table = {"半百": 50, "花甲": 60, "古稀": 70, "而立": 30, "不惑": 40, "知天命": 50, "知命": 50}
    if match["n"] == "耄耋":
        return years(80, 90, source="range")
    return years(table[match["n"]], source="classical")


@rule(rf"(?P<near>年近|将近|近|年过|过)?(?P<n>[{D}])旬(?P<more>多|老人)?")
def _ten_days(match: re.Match[str], as_of: date) -> AgeValue | None:
    tens = DIGITS[match["n"]] * 10
    if match["near"] in ("年近", "将近", "近"):
        return years(tens - 2, tens - 1, source="range")
    return years(tens + 1, tens + 9) if match["near"] or match["more"] else years(tens)


@rule(
    rf"(?P<n>{TENS})(?:岁)?(?:刚)?(?P<k>出头|好几|大几|来岁|来(?=[,。!?\s]|$)|多岁|多(?=[,。、!?\s的了吧跟和与身在也就还没退]|$)|几岁|几(?=[,。、!?\s了的]|$)|挂零|冒头|开外)(?:岁|了)?{AFTER}(?!个|号|天|年|斤|公)"
)
def _tens_more(match: re.Match[str], as_of: date) -> AgeValue | None:
    base = whole(match["n"])
    if base is None:
        return None
    low, high = _SPREAD.get(match["k"][0], (1, 9))
    if match["k"] == "开外":
        low, high = 1, 9
    return years(base + low, base + high, source="range")


_SPREAD = {"出": (1, 3), "好": (5, 9), "大": (5, 9), "来": (-2, 3), "挂": (1, 3), "冒": (1, 3)}


@rule(rf"(?<!最)小(?P<n>[{D}]十|\d0)(?:岁)?(?:的人)?了?{AFTER}(?![万千块个几多年{D}])")
def _small(match: re.Match[str], as_of: date) -> AgeValue | None:
    base = whole(match["n"])
    return None if base is None else years(base - 3, base - 1, source="range")


@rule(rf"(?:还)?(?:不到|没到|未满|不满|不足)(?P<n>{N})(?:周岁|岁)")
@rule(rf"(?:还)?(?:不到|没到)(?P<n>[{D}]十){AFTER}(?![万千块个年])")
@rule(rf"(?:快|马上|差点|眼看|将近|快要|接近|临近)(?:要|就|到|满|够)*(?P<n>{N})(?:周岁|岁)(?:了)?")
@rule(
    rf"(?:快|眼看|将近|快要|马上)(?:要|就|到|满)*(?P<n>[{D}]十(?:[{D}])?|[2-9]\d)(?:了|的人|(?=[,。、;!\s]|$))"
)
def _under(match: re.Match[str], as_of: date) -> AgeValue | None:
    limit = whole(match["n"])
    if limit is None:
        return None
    if limit <= 3:
        return years(limit - 1)
    return years(max(0, limit - 2), limit - 1, source="range")


@rule(
    rf"(?P<when>下个?月|下周|下星期|下礼拜|过几天|后天|明天|月底|年底|过完?年)(?:就|要|该|才|满|是|到|整)*(?P<xu>虚岁)?(?:满|是|有)?(?P<n>{N})(?:周岁|岁)?(?:生日)?(?:了)?{AFTER}(?![万千块个年月号\d])"
)
def _soon(match: re.Match[str], as_of: date) -> AgeValue | None:
    target = whole(match["n"])
    if target is None or target < 1 or target > MAX_YEARS:
        return None
    if match["xu"]:
        born = as_of.year + 1 - target + 1
        return from_year(born, as_of, source="nominal")
    return years(target - 1)


@rule(
    rf"(?:明年|来年)(?:就|要|该|满|是|到|整)*(?P<xu>虚岁)?(?:满|是)?(?P<n>{N})(?:周岁|岁)?(?:了)?{AFTER}(?![万千块个年月号\d])"
)
def _next_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    target = whole(match["n"])
    if target is None or target < 1 or target > MAX_YEARS:
        return None
    return from_year(as_of.year + 1 - target + (1 if match["xu"] else 0), as_of)


@rule(rf"虚岁?(?:是|有|都|已经|今年|快|算)*(?P<n>{N})(?:岁)?(?:了)?")
@rule(rf"(?P<n>{N})(?:虚岁|岁?\(?虚岁?\)?|岁虚的|岁?(?:是|那是|算)(?:按)?虚岁?)")
def _nominal(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if not number else years(max(0, number - 2), number - 1, source="nominal")
