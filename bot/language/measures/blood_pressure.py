"""Blood pressure: one or two readings, in digits or words."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.measures.types import Measure, Rule, number

_LEADS = rf"(?:{repeatable('value_leads')}|\s)*"
_HUNDREDS = r"一百[零一二三四五六七八九十]+|两百[零一二三四五六七八九十]*"

_PAIR = re.compile(
    rf"(?:血压)?(?:{repeatable('pressure_leads')}|\s)*(?:高压|收缩压)?\s?"
    rf"(?P<s>\d{{2,3}})\s?[/／\\比-]\s?(?:低压)?(?P<d>\d{{2,3}})(?!\d|[./]\d|岁)(?:mmhg)?"
)
_NAMED_PAIR = re.compile(
    rf"{cues('systolic')}{_LEADS}(?P<s>\d{{3}}|{_HUNDREDS})多?(?:\s|,|、|和)*"
    rf"{cues('diastolic_after')}{_LEADS}(?P<d>\d{{2,3}}|[零一二三四五六七八九十百]+)多?"
)
_SYSTOLIC = re.compile(
    rf"{cues('systolic')}{_LEADS}(?P<s>1[0-9]\d|2[0-4]\d|{_HUNDREDS})(?!\d|/)多?"
)
_DIASTOLIC = re.compile(rf"{cues('diastolic')}{_LEADS}(?P<d>\d{{2,3}})(?!\d)")
_CONTROLLED = re.compile(cues("controlled_pressure"))


def pressure_grade(systolic: float | None, diastolic: float | None) -> int | None:
    """Grade by the worse of the two readings (140/90, 160/100, 180/110 mmHg)."""
    grade = 0
    for value, limits in ((systolic, (140, 160, 180)), (diastolic, (90, 100, 110))):
        if value is not None:
            grade = max(grade, sum(value >= limit for limit in limits))
    return grade or None


def _pressure(
    systolic: float | None, diastolic: float | None, controlled: bool = False
) -> Measure | None:
    if systolic is not None and not 70 <= systolic <= 280:
        return None
    if diastolic is not None and not 30 <= diastolic <= 180:
        return None
    pairs = [("systolic", systolic), ("diastolic", diastolic)]
    values = tuple((k, int(v)) for k, v in pairs if v is not None)
    if controlled:
        return Measure("hypertension", (*values, ("controlled", True)), establishes=False)
    grade = pressure_grade(systolic, diastolic)
    return Measure("hypertension", values, grade, establishes=grade is not None)


def _pair(match: re.Match[str]) -> Measure | None:
    """血压150/95; 平时120/80 is a controlled pressure."""
    systolic, diastolic = float(match["s"]), float(match["d"])
    if systolic < 90 or diastolic >= systolic:
        return None
    normal = pressure_grade(systolic, diastolic) is None
    calm = _CONTROLLED.search(match[0]) is not None
    return _pressure(systolic, diastolic, calm and normal)


def _named_pair(match: re.Match[str]) -> Measure | None:
    """高压150，低压95."""
    return _pressure(number(match["s"]), number(match["d"]))


def _systolic(match: re.Match[str]) -> Measure | None:
    """血压最高160."""
    return _pressure(number(match["s"]), None)


def _diastolic(match: re.Match[str]) -> Measure | None:
    """低压100."""
    return _pressure(None, number(match["d"]))


RULES = (
    Rule(_PAIR, _pair),
    Rule(_NAMED_PAIR, _named_pair),
    Rule(_SYSTOLIC, _systolic),
    Rule(_DIASTOLIC, _diastolic),
)
