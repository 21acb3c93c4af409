"""Plain ages and ranges in years: 三十六岁, 三十二三, 30到35岁, 四十左右."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import AFTER, MAX_YEARS, NEAR, AgeValue, D, N, rules, whole, years
from bot.language.numerals import DIGITS

RULES, rule = rules()


@rule(rf"(?P<t>[{D}])(?P<u>[{D}])十(?:多|来|几)?岁")
def _two_tens(match: re.Match[str], as_of: date) -> AgeValue | None:
    low, high = DIGITS[match["t"]], DIGITS[match["u"]]
    return years(low * 10, high * 10 + 9, source="range") if high == low + 1 else None


@rule(rf"(?P<t>[{D}]?十)(?P<a>[{D}])(?P<b>[{D}])岁?{AFTER}(?![万千百块个年])")
@rule(rf"(?P<t>)(?P<a>[{D}])(?P<b>[{D}])岁")
def _pair(match: re.Match[str], as_of: date) -> AgeValue | None:
    base = whole(match["t"]) or 0 if match["t"] else 0
    low, high = DIGITS[match["a"]], DIGITS[match["b"]]
    return years(base + low, base + high, source="range") if high == low + 1 else None


@rule(rf"(?<!\d)(?P<a>{N})(?:岁)?(?:-|~|到|至)(?P<b>{N})(?:周岁|岁)(?!可|都能|的人|之间)")
def _from_to(match: re.Match[str], as_of: date) -> AgeValue | None:
    low, high = whole(match["a"]), whole(match["b"])
    if low is None or high is None or low >= high or high > MAX_YEARS:
        return None
    return years(low, high, source="range")


@rule(r"(?<!\d)(?P<a>\d{2})[、,]\s?(?P<b>\d)岁")
def _digit_pair(match: re.Match[str], as_of: date) -> AgeValue | None:
    low = int(match["a"])
    high = low // 10 * 10 + int(match["b"])
    return years(low, high, source="range") if high == low + 1 else None


@rule(rf"(?P<n>[{D}]十)有(?P<u>[{D}])岁?")
def _old_style(match: re.Match[str], as_of: date) -> AgeValue | None:
    return years((whole(match["n"]) or 0) + DIGITS[match["u"]])


@rule(r"(?<=[大研初高][一二三四])(?P<n>\d{1,2})\s?(?:周岁|岁)(?P<tail>了)?")
@rule(rf"(?<![\d第{D}])(?P<n>{N})\s?(?:周岁|周年岁|岁)(?P<tail>多点?|出头|左右|上下|不到|整|了)?")
def _plain_years(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    if number is None or number > MAX_YEARS:
        return None
    tail = match["tail"] or ""
    if tail.startswith("多") and number >= 20 and number % 10 == 0:
        return years(number + 1, number + 9, source="range")
    if tail == "出头":
        return years(number + 1, number + 3) if number % 10 == 0 else years(number)
    if tail in ("左右", "上下") and number >= 20:
        return years(number - 2, number + 2, source="range")
    if tail == "不到":
        return years(max(0, number - 1), number - 1)
    return years(number)


@rule(rf"(?<![\d.,])(?P<n>[{D}]十[{D}]?|\d\d)(?:{NEAR}){AFTER}(?![万千块])")
def _around(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else years(number - 2, number + 2, source="range")
