"""What the words around a condition add: medication, control, insulin, years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.language.clauses import SENTENCE_END
from bot.language.cues import cues, repeatable
from bot.language.link_facts.state import Facts
from bot.language.numerals import parse_number

_REACH = 20
_COUNT = r"\d{1,2}|[一二两三四五六七八九十]{1,3}"
_DENIED = re.compile(rf"{cues('attribute_denials')}$")
_HEPATITIS_B = frozenset({"hepatitis_b_carrier", "hepatitis_b_small", "hepatitis_b_big"})


@dataclass(frozen=True)
class Cue:
    """Words beside a condition with one of the codes that make its attribute true."""

    name: str
    codes: frozenset[str]
    pattern: re.Pattern[str]


def _cue(name: str, codes: set[str] | frozenset[str], pattern: str) -> Cue:
    return Cue(name, frozenset(codes), re.compile(pattern))


ATTRIBUTE_CUES = (
    _cue(
        "on_medication",
        {"hypertension", "depression", "anxiety"},
        rf"{cues('on_medication')}|吃.{{0,4}}药",
    ),
    _cue(
        "controlled",
        {"hypertension"},
        rf"控制[得的]?{cues('controlled_adverbs')}?{cues('controlled')}|控制在正常|稳定",
    ),
    _cue("insulin", {"diabetes"}, cues("insulin")),
    _cue(
        "liver_function_normal",
        _HEPATITIS_B,
        rf"肝功能?{repeatable('liver_adverbs')}*{cues('liver_normal')}",
    ),
    _cue("stent", {"coronary_heart_disease"}, cues("stent")),
    _cue("removed", {"intestinal_polyp"}, cues("removed")),
    _cue("bilateral", {"kidney_stone"}, cues("bilateral")),
)
_SINCE = re.compile(
    rf"(?P<n>{_COUNT})[来多]?年{cues('years_of_illness')}"
    rf"|{cues('ill_since')}(?P<n2>{_COUNT})[来多]?年"
)
_SINCE_TREATMENT = re.compile(
    rf"{cues('treated')}{repeatable('treated_adverbs')}*(?P<n>{_COUNT})年"
    rf"|(?P<n2>{_COUNT})年前{cues('treated_verbs')}?{cues('treatments')}"
)
# How the years of an illness are told, by its code.
YEARS = {
    "cancer": (_SINCE_TREATMENT, "years_since_treatment"),
    "hypertension": (_SINCE, "since_years"),
    "diabetes": (_SINCE, "since_years"),
}


def add_attributes(facts: Facts) -> None:
    """Read the words from each condition to the next one or the end of the sentence."""
    for i, (start, end, condition, _owner) in enumerate(facts.places):
        later = [p.start for p in facts.places[i + 1 :] if p.start > end]
        stop = min([end + _REACH, *later])
        beside = SENTENCE_END.split(facts.text[end:stop])[0]
        for cue in ATTRIBUTE_CUES:
            if condition["code"] in cue.codes and _told(cue, facts.text[start:end], beside):
                condition.setdefault(cue.name, True)
        _add_years(condition, beside)


def _told(cue: Cue, named: str, beside: str) -> bool:
    """高血压，一直吃药; not 没吃药."""
    match = cue.pattern.search(named + beside)
    if match is None:
        return False
    return _DENIED.search(beside[: max(0, match.start() - len(named))]) is None


def _add_years(condition: dict[str, Any], beside: str) -> None:
    """糖尿病十年了; 甲状腺癌术后三年."""
    if condition["code"] not in YEARS:
        return
    pattern, name = YEARS[condition["code"]]
    match = pattern.search(beside)
    number = parse_number(match["n"] or match["n2"]) if match else None
    if isinstance(number, int):
        condition.setdefault(name, number)
