"""Families in, expected advice out: every case of this folder on the published catalogue.

A case states what a careful adviser would insist on, not the exact premium: lines per need,
needs in 万, reasons, questions, warnings. `tests/cases/*.yml` lists them by topic.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.advisor.advice import Advice
from bot.advisor.household import household_from_dict
from bot.advisor.planning import AdviceOptions, advise
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge

AS_OF = date(2026, 11, 21)
WAN = 1_000_000
FOLDER = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{file.stem}:{case['name']}")
    for file in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
CHECKS = (
    "lines",
    "without",
    "needs",
    "sums_at_most",
    "reasons",
    "questions",
    "no_questions",
    "stop",
    "flags",
    "assumptions",
    "total_at_most",
    "total_at_least",
    "outcomes",
    "discount_members",
)


def advice_for(case: dict[str, Any]) -> Advice:
    options = dict(case.get("options") or {})
    if "forced" in options:
        options["forced"] = tuple(tuple(f) for f in options["forced"])
    made = AdviceOptions(**{k: tuple(v) if isinstance(v, list) else v for k, v in options.items()})
    household = household_from_dict(case["household"])
    return advise(household, load_catalog(), load_knowledge(), AS_OF, made)


@pytest.mark.parametrize("case", CASES)
def test_case(case: dict[str, Any]) -> None:
    expected = case["expect"]
    assert set(expected) <= set(CHECKS), "unknown check"
    advice = advice_for(case)
    for name, value in expected.items():
        globals()[f"check_{name}"](advice, value)
    if advice.budget.fen is not None and not (case.get("options") or {}).get("forced"):
        assert advice.total_fen <= advice.budget.fen
    assert advice.trace.proved_optimal


def items(advice: Advice, member: str, need: str) -> list[Any]:
    return [i for i in advice.items if (i.member_id, i.need) == (member, need)]


def check_lines(advice: Advice, value: dict[str, dict[str, list[str]]]) -> None:
    """The lines chosen for a member and need, exactly."""
    for member, needs in value.items():
        for need, lines in needs.items():
            assert sorted(i.line for i in items(advice, member, need)) == sorted(lines)


def check_without(advice: Advice, value: dict[str, list[str]]) -> None:
    """Needs for which a member gets nothing."""
    for member, needs in value.items():
        for need in needs:
            assert not items(advice, member, need), (member, need)


def check_needs(advice: Advice, value: dict[str, dict[str, float]]) -> None:
    """Recommended sums in 万; 0 means that the need does not apply."""
    for member, needs in value.items():
        advised = advice.member(member)
        assert advised is not None
        found = {n.need: n.recommended_fen / WAN for n in advised.needs}
        assert {need: found[need] for need in needs} == needs


def check_sums_at_most(advice: Advice, value: dict[str, dict[str, float]]) -> None:
    for member, needs in value.items():
        for need, limit in needs.items():
            assert sum(i.sum_fen for i in items(advice, member, need)) <= limit * WAN


def check_reasons(advice: Advice, value: dict[str, dict[str, list[str]]]) -> None:
    """Codes among the reasons of what is not covered, or of the items."""
    for member, needs in value.items():
        advised = advice.member(member)
        assert advised is not None
        for need, codes in needs.items():
            held = (*advised.items, *advised.not_covered, *advised.needs, *advised.gaps)
            found = {r.code for h in held if h.need == need for r in h.reasons}
            assert set(codes) <= found, (member, need, found)


def check_questions(advice: Advice, value: dict[str, list[str]]) -> None:
    """Fields asked of a member."""
    for member, wanted in value.items():
        asked = {q.field for q in advice.questions if q.member_id == member}
        assert set(wanted) <= asked


def check_no_questions(advice: Advice, value: list[str]) -> None:
    """Conditions that nobody is asked about."""
    asked = {c for q in advice.questions for c in q.conditions}
    assert not asked & set(value)


def check_stop(advice: Advice, value: list[str]) -> None:
    assert [r.code for r in advice.stop_advice] == value


def check_flags(advice: Advice, value: list[str]) -> None:
    assert set(value) <= {r.code for r in advice.flags}


def check_assumptions(advice: Advice, value: list[str]) -> None:
    assert set(value) <= {a.code for a in advice.assumptions}


def check_total_at_most(advice: Advice, value: int) -> None:
    assert advice.total_fen <= value * 100


def check_total_at_least(advice: Advice, value: int) -> None:
    assert advice.total_fen >= value * 100


def check_outcomes(advice: Advice, value: dict[str, dict[str, str]]) -> None:
    """Decisions per member and product."""
    for member, products in value.items():
        advised = advice.member(member)
        assert advised is not None
        found = {d.product_id: d.outcome for d in advised.decisions}
        assert {p: found.get(p) for p in products} == products


def check_discount_members(advice: Advice, value: int) -> None:
    assert max((len(d.members) for d in advice.discounts), default=0) >= value
