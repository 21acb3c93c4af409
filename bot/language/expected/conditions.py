"""Asked for a detail of a condition: 150/95, 3级, 一直在吃药, 没有."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.language.cues import cues
from bot.language.expected.answer import Answer, Document
from bot.language.measures import find_measures, pressure_grade
from bot.language.numerals import find_numbers
from bot.language.yes_no import read_yes_no

HEALTH_KEYS = ("conditions", "denied_conditions", "healthy")
_BOOLEAN = frozenset(
    {
        "on_medication", "controlled", "insulin", "complications", "liver_function_normal", "stent",
        "removed", "bilateral",
    }
)  # fmt: skip
_HIGHEST_GRADE = 6
_MEDICINE = "long_term_medication"
_PRESSURES = (("systolic", 70, 280), ("diastolic", 40, 160))  # mmHg that can be a reading
_NOT_DONE = re.compile(rf"没有?在?(?:[吃服用打]|控制|并发)|{cues('care_not_done')}")
_DONE = re.compile(rf"(?:在|一直|天天|每天|按时|都|有)[吃服用打]|{cues('care_done')}")
Detail = tuple[Document, "int | None"]  # attributes, grade


def read(answer: Answer) -> None:
    """A measured value, a grade, yes or no belong to the condition that was asked about."""
    if not answer.expecting.condition or not answer.asked:
        return
    answer.hand_over(*HEALTH_KEYS)
    attributes, grade = _detail(answer)
    if attributes or grade is not None:
        _refine(answer, attributes, grade)
    else:
        _confirm(answer)
    for member in answer.members():
        _forget_answered(member, answer.expecting.condition)


def _forget_answered(member: Document, code: str) -> None:
    """天天吃药 and 没打胰岛素 answer the question; they are no illness and no denial of one."""
    conditions = member.get("conditions", [])
    if any(c["code"] == code for c in conditions):
        member["conditions"] = [
            c for c in conditions if c["code"] != _MEDICINE or code == _MEDICINE
        ]
        denied = [c for c in member.pop("denied_conditions", ()) if c != code]
        if denied:
            member["denied_conditions"] = denied


def _refine(answer: Answer, attributes: Document, grade: int | None) -> None:
    """Enter values with the condition, which they establish when it is new."""
    code = answer.expecting.condition
    for member in answer.members():
        member.setdefault("said", answer.said)
        conditions = member.setdefault("conditions", [])
        found = next((c for c in conditions if c["code"] == code), None)
        if found is None:
            found = {"code": code, "said": answer.said}
            conditions.append(found)
        found.update(attributes)
        if grade is not None:
            found["grade"] = grade


def _confirm(answer: Answer) -> None:
    """Yes or no to an attribute, or to the condition itself."""
    said = _done(answer.words) or read_yes_no(answer.text.original)
    if said not in ("yes", "no"):
        return
    code, attribute = answer.expecting.condition, answer.expecting.attribute
    for member in answer.members():
        member.setdefault("said", answer.said)
        if attribute in _BOOLEAN:
            entry = {"code": code, attribute: said == "yes", "said": answer.said}
            member.setdefault("conditions", []).append(entry)
        elif not attribute and said == "yes":
            _add(member, "conditions", {"code": code, "said": answer.said})
        elif not attribute:
            _add(member, "denied_conditions", code)


def _add(member: Document, key: str, item: Any) -> None:
    if item not in member.setdefault(key, []):
        member[key].append(item)


def _done(text: str) -> str | None:
    """在吃 and 没吃药 answer a question about medication or control."""
    if _NOT_DONE.search(text):
        return "no"
    return "yes" if _DONE.search(text) else None


def _detail(answer: Answer) -> Detail:
    """Values with their names and units, else bare numbers by the attribute asked for."""
    attributes: Document = {}
    grade: int | None = None
    for span in find_measures(answer.words):
        measure = span.measure
        if measure.code in (None, answer.expecting.condition):
            attributes.update({k: v for k, v in measure.attributes if not k.startswith("_")})
            grade = measure.grade if measure.grade is not None else grade
    if attributes or grade is not None:
        return attributes, grade
    numbers = [n.value for n in find_numbers(answer.words)]
    return _by_attribute(answer, numbers) if numbers else ({}, None)


def _by_attribute(answer: Answer, numbers: Sequence[Any]) -> Detail:
    attribute, first = answer.expecting.attribute, numbers[0]
    if answer.expecting.condition == "hypertension" and attribute != "since_years":
        return _pressure_pair(numbers)
    if attribute == "grade" and isinstance(first, int) and 0 < first <= _HIGHEST_GRADE:
        return {}, first
    if attribute == "size_mm" and first < 1:
        return {"size_mm": round(first * 10, 2)}, None  # 0.8 is told in centimetres
    return ({attribute: first}, None) if attribute else ({}, None)


def _pressure_pair(numbers: Sequence[Any]) -> Detail:
    """One or two figures as blood pressure, when they can be: 百万医疗 is none."""
    pair = {
        name: int(number)
        for (name, low, high), number in zip(_PRESSURES, numbers, strict=False)
        if low <= number <= high
    }
    if "systolic" not in pair:
        return {}, None
    return pair, pressure_grade(pair["systolic"], pair.get("diastolic"))
