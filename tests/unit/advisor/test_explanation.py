"""Every code has a clean sentence; why and why-not give figures, not arguments."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from bot.advisor import advice as advice_module
from bot.advisor.advice import FormulaLine, reason
from bot.advisor.compliance import check_wording
from bot.advisor.errors import KnowledgeError
from bot.advisor.explanation import (
    render_assumption,
    render_formula_line,
    render_reason,
    write_money,
)
from bot.advisor.planning import AdviceOptions, advise
from bot.advisor.why import why, why_not
from bot.knowledge.loader import load_knowledge
from tests.unit.advisor.builders import (
    AS_OF,
    WAN,
    accident,
    asks,
    catalog,
    critical_illness,
    eligibility,
    family,
    medical,
    person,
    rule,
    term_life,
)

KNOWLEDGE = load_knowledge()
TEMPLATES = KNOWLEDGE.templates
CORE = Path(advice_module.__file__).parent
SENTENCES = {**TEMPLATES.reasons, **TEMPLATES.assumptions, **TEMPLATES.labels}
OUTCOMES = ("standard", "exclusion", "loading", "postpone", "decline", "refer")
ROLES = ("earner", "spouse", "child", "elder", "adult")


def codes_in_core() -> set[str]:
    """The codes that the core writes, f-strings spelt out."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in CORE.glob("*.py"))
    codes = set(re.findall(r'(?:reason|_no)\(\s*"([a-z_]+)"', text))
    codes |= set(re.findall(r'_none\(\s*"[a-z_]+", "([a-z_]+)"', text))
    codes |= {f"condition_{outcome}" for outcome in OUTCOMES}
    codes |= {f"why_{line}" for line in KNOWLEDGE.planning.medical_adequacy}
    codes |= {f"why_{n}_{r}" for n in ("accident", "critical_illness") for r in ROLES}
    codes -= {"why_critical_illness_elder"}
    return codes | {f"idea_{role}" for role in ROLES}


def test_every_code_of_the_core_has_a_sentence() -> None:
    assert codes_in_core() - set(TEMPLATES.reasons) == set()


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_is_clean(code: str) -> None:
    text = SENTENCES[code]
    assert check_wording(text, KNOWLEDGE.wording, scopes=("any", "short_health")) == []
    fields = [f for _, f, _, _ in Formatter().parse(text) if f is not None]
    assert all(re.fullmatch(r"[a-z_]+", f) for f in fields)


def test_parameters_are_written_by_their_names() -> None:
    made = reason("gap_budget")
    assert render_reason(made, TEMPLATES)
    left = reason("left_for_budget", premium_fen=123_400)
    assert "1,234元" in render_reason(left, TEMPLATES)
    stop = reason("stop_duplicate_medical", member="father")
    assert render_reason(stop, TEMPLATES, {"father": "爸爸"}).startswith("爸爸")
    asked = reason("value_needed", condition="hypertension", field="grade")
    assert "高血压的分级" in render_reason(asked, TEMPLATES)


def test_an_unknown_code_is_an_error_with_a_remedy() -> None:
    with pytest.raises(KnowledgeError, match=r"reasons\.yml: no template"):
        render_reason(reason("nonsense"), TEMPLATES)
    with pytest.raises(KnowledgeError, match="has no parameter"):
        render_reason(reason("too_old"), TEMPLATES)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (50 * WAN, "50万元"),
        (1_234_500, "12,345元"),
        (48_550, "485.5元"),
        (-5_000, "-50元"),
        (0, "0元"),
    ],
)
def test_money(fen: int, text: str) -> None:
    assert write_money(fen) == text


def test_formula_lines() -> None:
    assert render_formula_line(FormulaLine("debts", 120 * WAN, "fen", "user"), TEMPLATES) == (
        "房贷等负债",
        "120万元",
    )
    assert render_formula_line(FormulaLine("income_share", 6250, "bp", "user"), TEMPLATES)[1] == (
        "62.5%"
    )


BASICS = catalog(medical(), accident(), term_life(), critical_illness())
COUPLE = family(
    person("self", 35, sex="male", annual_income_fen=20 * WAN),
    person("spouse", 33, sex="female", annual_income_fen=10 * WAN),
    debts_fen=100 * WAN,
)


def refuse(household: Any, products: Any, member: str, wanted: str, **options: Any) -> Any:
    return why_not(household, products, KNOWLEDGE, AS_OF, AdviceOptions(**options), member, wanted)


def test_why_shows_need_item_and_reasons() -> None:
    advice = advise(COUPLE, BASICS, KNOWLEDGE, AS_OF)
    explained = why(advice, "self", "term_life")
    assert explained.need is not None
    assert explained.need.formula
    assert [i.product_id for i in explained.items] == ["life"]
    by_product = why(advice, "self", product_id="life")
    assert by_product.need == explained.need
    for made in explained.reasons:
        assert render_reason(made, TEMPLATES, {}, {})


def test_everything_an_advice_says_can_be_written() -> None:
    advice = advise(COUPLE, BASICS, KNOWLEDGE, AS_OF, AdviceOptions(budget_fen=100_000))
    made = [*advice.stop_advice, *advice.flags, advice.budget.basis]
    for member in advice.members:
        made += [*member.why]
        for holder in (*member.items, *member.gaps, *member.not_covered, *member.needs):
            made += holder.reasons
    for each in made:
        assert render_reason(each, TEMPLATES)
    for assumption in advice.assumptions:
        assert render_assumption(assumption, TEMPLATES)


def test_not_needed() -> None:
    assert refuse(COUPLE, BASICS, "self", "life").verdict == "chosen"
    elders = family(person("self", 35), person("mother", 66))
    answer = refuse(elders, BASICS, "mother", "critical_illness")
    assert (answer.verdict, answer.reasons[0].code) == ("not_needed", "ci_elder")


def test_ineligible_declined_and_open() -> None:
    young = medical("young", eligible=eligibility(max_entry_age=30))
    strict = medical(
        "strict", declaration=asks("cancer"), condition_rules=(rule("cancer", "decline"),)
    )
    products = catalog(young, strict, medical("other", line="medical_chronic"))
    sick = family(person("self", 35, conditions=[{"code": "cancer"}]))
    assert refuse(sick, products, "self", "young").verdict == "ineligible"
    declined = refuse(sick, products, "self", "strict")
    assert (declined.verdict, declined.extra_fen) == ("declined", None)
    unknown = family(person("self", 35))
    asked = refuse(unknown, products, "self", "strict", allow_conditional=False)
    assert asked.verdict == "ask"


def test_not_in_the_catalogue() -> None:
    assert refuse(COUPLE, BASICS, "self", "ltc").verdict == "no_product"
    assert refuse(COUPLE, BASICS, "self", "nonsense").verdict == "no_product"


def test_the_budget_shows_the_price_and_what_gives_way() -> None:
    budget = 2_000 * 100
    plan = advise(COUPLE, BASICS, KNOWLEDGE, AS_OF, AdviceOptions(budget_fen=budget))
    answer = refuse(COUPLE, BASICS, "spouse", "ci", budget_fen=budget)
    assert answer.verdict == "displaced"
    assert answer.extra_fen is not None and answer.extra_fen > 0
    assert answer.total_fen == plan.total_fen + answer.extra_fen
    assert answer.displaced
    assert all(d.to_fen < d.from_fen for d in answer.displaced)
    tiny = refuse(COUPLE, BASICS, "spouse", "ci", budget_fen=500 * 100)
    assert tiny.verdict == "budget"
