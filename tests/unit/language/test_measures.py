"""Measured values, and values that cannot be meant."""

from __future__ import annotations

import pytest

from bot.language.measures import Measure, find_measures


def only(text: str) -> Measure:
    (span,) = find_measures(text)
    return span.measure


@pytest.mark.parametrize(
    ("text", "code", "grade"),
    [
        ("血压150/95", "hypertension", 1),
        ("血压现在165", "hypertension", 2),
        ("高压一百八,低压110", "hypertension", 3),
        ("ti-rads 3类", "thyroid_nodule", 3),
        ("birads 4a", "breast_nodule", 4),
    ],
)
def test_a_reading_has_its_grade(text: str, code: str, grade: int) -> None:
    found = only(text)
    assert (found.code, found.grade) == (code, grade)


@pytest.mark.parametrize(
    ("text", "code", "establishes"),
    [
        ("空腹血糖7.8", "diabetes", True),
        ("空腹血糖5.2", "prediabetes", False),
        ("尿酸520", "hyperuricemia", True),
        ("尿酸360", "hyperuricemia", False),
        ("35周早产", "premature_birth", True),
        ("bmi 29", "obesity", True),
    ],
)
def test_only_a_high_value_establishes_a_condition(text: str, code: str, establishes: bool) -> None:
    found = only(text)
    assert (found.code, found.establishes) == (code, establishes)


@pytest.mark.parametrize(
    ("text", "field"),
    [("身高一米七五", ("height_cm", 175)), ("体重140斤", ("weight_kg", 70.0))],
)
def test_body(text: str, field: tuple[str, float]) -> None:
    assert only(text).fields == (field,)


@pytest.mark.parametrize("text", ["血压95/120", "怀孕99周", "身高300"])
def test_what_cannot_be_meant_is_no_measure(text: str) -> None:
    assert all(
        "pregnant_weeks" not in dict(s.measure.fields)
        and s.measure.grade is None
        and "height_cm" not in dict(s.measure.fields)
        for s in find_measures(text)
    )
