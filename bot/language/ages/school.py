"""Ages by class or stage of school: 小班, 小学三年级, 初二, 高考."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import AgeValue, D, rules, whole, years
from bot.language.lexicon import load_table
from bot.language.numerals import DIGITS

RULES, rule = rules()
_TABLE = load_table("ages")
_BASES: dict[str, int] = {s["word"]: s["base"] for s in _TABLE["schools"]}
_CLASSES: dict[str, tuple[int, int]] = {
    s["short"]: (s["base"], s["classes"]) for s in _TABLE["schools"]
}
_STAGES = {s["words"]: (s["min"], s["max"]) for s in _TABLE["stages"]}


@rule(r"托班|早教班|(?:上|读|在|去|念)托儿所")
def _toddler(match: re.Match[str], as_of: date) -> AgeValue | None:
    return years(2, 3, source="school")


@rule(
    r"(?:(?:刚)?(?:上|读|念|去|进|在读?))?(?:幼儿园|幼稚园)?的?\s?(?P<c>[小中大])班(?!车|长|次)|学前班|(?:刚)?(?:上|读|念|去|进|在读?)?(?:幼儿园|幼稚园|幼儿班)(?![老教园阿工保])"
)
def _kindergarten(match: re.Match[str], as_of: date) -> AgeValue | None:
    low = _TABLE["kindergarten"].get(match["c"] or "")
    if "学前班" in match[0]:
        return years(5, 6, source="school")
    return years(low, low + 1, source="school") if low else years(3, 6, source="school")


@rule(rf"(?P<s>小学|初中|高中|大学)(?P<k>[{D}\d])年级|(?P<k2>[{D}1-9])年级(?P<s2>小学)?")
def _grade(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["k"] or match["k2"])
    base = _BASES[match["s"] or "小学"]
    return None if not number else years(base + number, base + number + 1, source="school")


@rule(
    r"(?<![最再更放长变年月岁压糖脂酸度])(?P<s>初|高|(?<!老)大|(?<![大从最很还年])小)(?P<k>[一二三四五六])(?:上学期|下学期|在读|学生|毕业班|新生)?(?!\d(?!\d(?:[,。;\s了岁]|$)))(?![些下号十岁点般套共样次辈百千万类级线家口]|年级|年\D|代|个)"
)
def _school_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = DIGITS[match["k"]]
    base, top = _CLASSES[match["s"]]
    return None if number > top else years(base + number, base + number + 1, source="school")


@rule(
    "(?:"
    + "|".join(sorted(_STAGES, key=len, reverse=True))
    + ")(?![的]?老师|毕业|教师|时候|文化|学历)"
)
def _stage(match: re.Match[str], as_of: date) -> AgeValue | None:
    low, high = _STAGES[match[0]]
    return years(low, high, source="school")
