"""Blood values: glucose, uric acid, lipids."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.measures.types import Measure, Rule, number

_LEADS = rf"(?:{repeatable('value_leads')}|\s)*"
_DECIMAL = r"(?P<v>\d{1,2}(?:\.\d+)?)"

_GLUCOSE = re.compile(
    rf"(?:(?:空腹)?血糖|空腹){_LEADS}(?P<v>\d{{1,2}}(?:\.\d+)?"
    r"|[一二三四五六七八九十]+点[零一二三四五六七八九]+)(?!\d)"
)
_HBA1C = re.compile(rf"{cues('hba1c')}{_LEADS}{_DECIMAL}%?")
_URIC = re.compile(rf"血?尿酸(?:{repeatable('uric_leads')}|\s)*(?P<v>\d{{3}})(?!\d)")
_CHOLESTEROL = re.compile(rf"{cues('cholesterol')}{_LEADS}(?P<v>\d{{1,2}}\.\d+)")
_TRIGLYCERIDES = re.compile(rf"{cues('triglycerides')}{_LEADS}{_DECIMAL}")


def _glucose(match: re.Match[str]) -> Measure | None:
    """空腹血糖7.8 (mmol/L): from 6.1 prediabetes, from 7 diabetes."""
    value = number(match["v"])
    if value is None or not 2 <= value <= 40:
        return None
    code = "diabetes" if value >= 7 else "prediabetes"
    return Measure(code, (("fasting_glucose", value),), establishes=value >= 6.1)


def _hba1c(match: re.Match[str]) -> Measure:
    """糖化7.5%."""
    return Measure("diabetes", (("hba1c", number(match["v"])),), establishes=False)


def _uric(match: re.Match[str]) -> Measure:
    """尿酸520 (μmol/L)."""
    value = int(match["v"])
    return Measure("hyperuricemia", (("uric_acid", value),), establishes=value > 420)


def _cholesterol(match: re.Match[str]) -> Measure:
    """总胆固醇6.5 (mmol/L)."""
    value = number(match["v"]) or 0
    return Measure("hyperlipidemia", (("tc", value),), establishes=value >= 6.2)


def _triglycerides(match: re.Match[str]) -> Measure:
    """甘油三酯3.1 (mmol/L)."""
    value = number(match["v"]) or 0
    return Measure("hyperlipidemia", (("tg", value),), establishes=value >= 2.3)


RULES = (
    Rule(_GLUCOSE, _glucose),
    Rule(_HBA1C, _hba1c),
    Rule(_URIC, _uric),
    Rule(_CHOLESTEROL, _cholesterol),
    Rule(_TRIGLYCERIDES, _triglycerides),
)
