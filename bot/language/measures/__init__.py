"""Measured values: blood pressure, nodule grades and sizes, weeks, height and weight.

Each module holds the rules of one subject and lists them in `RULES`, in order of
priority. A condition's grade is computed here only from numbers that were said.
"""

from __future__ import annotations

from bot.language.measures import birth, blood, blood_pressure, body, nodules, pregnancy
from bot.language.measures.blood_pressure import pressure_grade
from bot.language.measures.types import Measure, MeasureSpan, Rule

__all__ = ["RULES", "Measure", "MeasureSpan", "find_measures", "pressure_grade"]

RULES: tuple[Rule, ...] = (
    *blood_pressure.RULES,
    *nodules.RULES,
    *blood.RULES,
    *birth.RULES,
    *pregnancy.RULES,
    *body.RULES,
)


def find_measures(text: str) -> tuple[MeasureSpan, ...]:
    """Every measured value of a normalised text; of rules that overlap the earlier wins."""
    taken = [False] * len(text)
    found = []
    for rule in RULES:
        for match in rule.guarded.finditer(text):
            start, end = match.span()
            start += len(match[0]) - len(match[0].lstrip(" ,"))
            if any(taken[start:end]):
                continue
            measure = rule.make(match)
            if measure is not None and end > start:
                taken[start:end] = [True] * (end - start)
                found.append(MeasureSpan(start, end, measure))
    return tuple(sorted(found, key=lambda span: span.start))
