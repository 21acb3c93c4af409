"""The body: height, weight, eyes, tobacco, body mass index."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.measures.types import NUMBER, Measure, Rule, number
from bot.language.numerals import DIGITS

_HEIGHT = re.compile(
    r"身高\s?(?:是|有|:)?\s?(?P<a>1[.米]\d{1,2}|\d{2,3})\s?(?:cm|厘米|公分|米)?"
    r"|(?<![\d.])(?P<b>1[3-9]\d)\s?(?:cm|厘米|公分)"
    r"|(?<![\d.])(?P<c>1[.米][3-9]\d?)\s?(?:m|米)?"
    r"(?=[,\s]*(?:体重|\d{2,3}斤|\d{2,3}\s?kg|\d{2,3}公斤|的个子|高))"
    r"|(?P<d>一米[四五六七八九][零一二三四五六七八九]?)"
)
_WEIGHT = re.compile(
    rf"体重\s?{cues('weight_leads')}?\s?(?P<a>{NUMBER})\s?(?P<u>斤|公斤|kg|千克)?"
    r"|(?<![\d.])(?P<b>\d{2,3}(?:\.\d)?|[一二两三]百[零一二三四五六七八九十]*"
    r"|[四五六七八九]十[一二三四五六七八九]?)\s?(?P<u2>斤|公斤|kg|千克)"
)
_MYOPIA = re.compile(
    rf"{cues('eyes')}(?:{repeatable('eyes_leads')}|\s)*(?P<a>\d{{3,4}}"
    r"|[一二两三四五六七八九]百[一二三四五六七八九]?十?|一千[一二三四五六七八九]?百?)多?度"
    r"|(?P<b>\d{3,4})度的?(?:近视)?"
)
_SMOKING = re.compile(
    rf"{cues('daily')}(?:抽|吸)?(?P<n>{NUMBER})?(?P<u>包|根|支)(?:多|左右)?烟"
    rf"|抽烟(?:一天|每天)(?P<n2>{NUMBER})(?P<u2>包|根|支)"
)
_BMI = re.compile(r"(?<!\d)bmi(?:是|有|:|\s)*(?P<v>\d{2}(?:\.\d+)?)")


def _height(match: re.Match[str]) -> Measure | None:
    """身高175, 一米七五."""
    height = _centimetres(match)
    return Measure(None, fields=(("height_cm", height),)) if 45 <= height <= 230 else None


def _centimetres(match: re.Match[str]) -> int:
    if match["d"]:
        digits = [DIGITS[c] for c in match["d"][2:]]
        return 100 + digits[0] * 10 + (digits[1] if len(digits) > 1 else 0)
    text = match["a"] or match["b"] or match["c"]
    if "." in text or "米" in text:
        return round(float((text.replace("米", ".") + "00")[:4]) * 100)
    return int(text)


def _weight(match: re.Match[str]) -> Measure | None:
    """体重140斤; without a unit above 110 it is 斤."""
    value = number(match["a"] or match["b"])
    if value is None:
        return None
    unit = match["u"] or match["u2"] or ("斤" if value > 110 else "kg")
    kilos = value / 2 if unit == "斤" else value
    return Measure(None, fields=(("weight_kg", float(kilos)),)) if 2 <= kilos <= 300 else None


def _myopia(match: re.Match[str]) -> Measure | None:
    """近视800度."""
    degrees = number(match["a"] or match["b"])
    return None if degrees is None else Measure("myopia", (("degrees", int(degrees)),))


def _smoking(match: re.Match[str]) -> Measure:
    """一天一包烟: twenty."""
    said = number(match["n"] or match["n2"] or "1") or 1
    per_day = said * (20 if (match["u"] or match["u2"]) == "包" else 1)
    return Measure("smoking", (("per_day", int(per_day)),))


def _bmi(match: re.Match[str]) -> Measure:
    """BMI 29: from 28 obesity."""
    value = number(match["v"]) or 0
    return Measure("obesity", (("bmi", value),), establishes=value >= 28)


RULES = (
    Rule(_HEIGHT, _height),
    Rule(_WEIGHT, _weight),
    Rule(_MYOPIA, _myopia),
    Rule(_SMOKING, _smoking),
    Rule(_BMI, _bmi),
)
