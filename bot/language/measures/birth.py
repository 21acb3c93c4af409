"""A child's birth: weeks and weight."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.measures.types import NUMBER, Measure, Rule, number

_GRAMS = {"斤": 500, "公斤": 1000, "kg": 1000, "克": 1, "g": 1}

_PREMATURE = re.compile(
    rf"(?P<w>{NUMBER})\s?周\s?(?:\+\d)?的?就?{cues('premature_births')}"
    rf"|早产(?:儿|了)?(?:,|\s|是|的)*(?P<w2>{NUMBER})周"
)
_BIRTH_WEIGHT = re.compile(
    rf"(?:{cues('born')}(?:{repeatable('birth_leads')}|\s)*)?(?P<j>{NUMBER})斤(?P<l>{NUMBER})两?"
    rf"|{cues('born')}(?:{repeatable('birth_leads')}|\s)*(?P<j2>{NUMBER})(?P<u>斤|公斤|kg|克|g)(?P<h>半)?"
    rf"|(?<=早产)儿?(?:{repeatable('birth_leads')}|\s)*(?P<j3>{NUMBER})(?P<u3>斤|公斤|kg)(?!{NUMBER}两?)"
    r"|(?<!\d)(?P<g>[4-9]\d\d|[1-5]\d{3})(?:克|g)(?![a-z])"
)
_MONTHS = re.compile(rf"(?<!\d)(?P<m>[78七八])个(?:多)?月的?就?{cues('early_births')}")


def _premature(match: re.Match[str]) -> Measure | None:
    """35周早产."""
    weeks = number(match["w"] or match["w2"])
    if weeks is None or not 20 <= weeks < 43:
        return None
    return Measure("premature_birth", (("gestation_weeks", int(weeks)),), establishes=weeks < 37)


def _birth_weight(match: re.Match[str]) -> Measure | None:
    """出生4斤2两, 出生体重2300克."""
    grams = _grams(match)
    if grams is None or not 400 <= grams <= 6500:
        return None
    attributes = (("birth_weight_g", int(grams)),)
    return Measure("low_birth_weight", attributes, establishes=grams < 2500)


def _grams(match: re.Match[str]) -> float | None:
    if match["g"]:
        return float(match["g"])
    if not match["j"]:
        unit = _GRAMS[match["u"] or match["u3"]]
        half = unit / 2 if match["h"] else 0
        return (number(match["j2"] or match["j3"]) or 0) * unit + half
    jin, liang = number(match["j"]), number(match["l"])
    return None if jin is None or liang is None else jin * 500 + liang * 50


def _by_months(_match: re.Match[str]) -> Measure:
    """八个月就生了."""
    return Measure("premature_birth")


RULES = (
    Rule(_PREMATURE, _premature),
    Rule(_MONTHS, _by_months),
    Rule(_BIRTH_WEIGHT, _birth_weight),
)
