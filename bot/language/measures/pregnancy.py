"""Pregnancy, with or without its weeks."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.measures.types import NUMBER, Measure, Rule, number

_MONTHS_AFTER = (
    rf"(?:{cues('expecting')}|怀(?=[二三]胎|二宝|双胞胎))(?:{repeatable('expecting_leads')}|\s)*"
    rf"(?P<n>{NUMBER})(?P<h>个半|个多)?(?P<u>周|个?月|w)(?:\+\d)?多?了?"
)
_MONTHS_BEFORE = rf"(?P<n2>{NUMBER})(?P<u2>周|个月)的?{cues('expecting_after')}"
_WEEKS = re.compile(rf"{_MONTHS_AFTER}|{_MONTHS_BEFORE}|(?P<e>{cues('trimesters')})")
_PREGNANT = re.compile(
    rf"{cues('pregnant_adverbs')}?{cues('pregnant')}(?!.{{0,3}}{cues('only_planned')})"
)


def _weeks(match: re.Match[str]) -> Measure | None:
    """怀孕12周, 五个月身孕, 孕中期."""
    if match["e"]:
        return _pregnant(match)
    said = number(match["n"] or match["n2"])
    if said is None:
        return None
    exact = said + (0.5 if match["h"] == "个半" else 0)
    weeks = int(exact if (match["u"] or match["u2"]) in ("周", "w") else exact * 4)
    if not 0 < weeks <= 45:
        return None
    return Measure(None, fields=(("pregnant", True), ("pregnant_weeks", weeks)))


def _pregnant(_match: re.Match[str]) -> Measure:
    """老婆怀孕了."""
    return Measure(None, fields=(("pregnant", True),))


RULES = (Rule(_WEEKS, _weeks), Rule(_PREGNANT, _pregnant))
