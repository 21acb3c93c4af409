"""Grades and sizes: which conditions take them, and how they are entered."""

from __future__ import annotations

from typing import Any

from bot.language.measures import Measure

# The highest grade of each condition that has one.
GRADES = {
    "hypertension": 3, "thyroid_nodule": 5, "breast_nodule": 5, "fatty_liver": 3,
    "thalassemia": 3,
}  # fmt: skip
# Which of them take a word (重度) and which a number (3级).
_GRADED_BY_WORD = frozenset({"fatty_liver", "hypertension", "thalassemia"})
_GRADED_BY_NUMBER = frozenset({"hypertension", "thyroid_nodule", "breast_nodule"})
SIZED = frozenset(
    {
        "thyroid_nodule", "breast_nodule", "lung_nodule", "kidney_stone", "gallstone",
        "gallbladder_polyp", "uterine_fibroid", "ovarian_cyst",
    }
)  # fmt: skip


def takes_class(code: str) -> bool:
    """Whether a condition is graded by a number: 结节3类, 高血压2级."""
    return code in _GRADED_BY_NUMBER


def takes(condition: dict[str, Any], measure: Measure) -> bool:
    """Whether a condition can carry the grade or the size."""
    code = condition["code"]
    if any(key == "size_mm" for key, _ in measure.attributes):
        return code in SIZED and "size_mm" not in condition
    if measure.grade is None or condition.get("grade") is not None:
        return False
    by_word = any(key == "_degree" for key, _ in measure.attributes)
    return code in (_GRADED_BY_WORD if by_word else _GRADED_BY_NUMBER)


def refine(condition: dict[str, Any], measure: Measure) -> None:
    """Add a grade or a size where the condition takes it."""
    code = condition["code"]
    by_word = any(key == "_degree" for key, _ in measure.attributes)
    if measure.grade is not None and code in (_GRADED_BY_WORD if by_word else _GRADED_BY_NUMBER):
        grade = min(measure.grade, GRADES[code])
        condition["grade"] = max(grade, condition.get("grade") or 0)
    for key, value in measure.attributes:
        if key == "size_mm" and code in SIZED:
            condition[key] = max(value, condition.get(key, 0))
