"""The plan in words and as a card, made from real advice over the real catalogue."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from bot.advisor.advice import Advice
from bot.advisor.household import Household, household_from_dict
from bot.advisor.planning import AdviceOptions, advise
from bot.advisor.why import why, why_not
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge, load_templates
from bot.presentation.budgets import lower_budgets
from bot.presentation.plan_card import PlanView, plan_card, together
from bot.presentation.plan_diff import plan_diff
from bot.presentation.product_answer import attribute_answer, compare, describe
from bot.presentation.speaking import speaker
from bot.presentation.why_text import overall_text, why_not_text, why_text

AS_OF = date(2026, 11, 21)
CATALOG, KNOWLEDGE = load_catalog(), load_knowledge()
FAMILY = household_from_dict(
    {
        "members": [
            {"id": "self", "relation": "self", "sex": "female", "age": 36},
            {"id": "spouse", "relation": "spouse", "sex": "male", "age": 38},
            {"id": "child_1", "relation": "daughter", "sex": "female", "age": 8},
            {"id": "father", "relation": "father", "sex": "male", "age": 66,
             "conditions": [{"code": "hypertension", "grade": 2}]},
        ],
        "annual_income_fen": 30_000_000,
        "annual_budget_fen": 1_500_000,
    }
)  # fmt: skip


@cache
def advice_for(household: Household, budget_fen: int | None = None) -> Advice:
    return advise(household, CATALOG, KNOWLEDGE, AS_OF, AdviceOptions(budget_fen=budget_fen))


def card(**changes: Any) -> Any:
    voice = speaker(FAMILY, CATALOG, load_templates())
    return plan_card(PlanView(advice_for(FAMILY), FAMILY, CATALOG, voice, **changes))


def test_the_card_adds_up_and_carries_every_duty_of_disclosure() -> None:
    body = card(tier_totals={"balanced": 1_400_000}).body
    items = [item for member in body["members"] for item in member["items"]]
    assert sum(item["fen"] for item in items) == body["total"]["fen"] <= body["budget"]["fen"]
    assert [m["name"] for m in body["members"]] == ["您本人", "您丈夫", "女儿", "爸爸"]
    for item in items:
        labels = {d["label"] for d in item["disclosures"]}
        assert {"等待期", "责任免除摘要", "犹豫期", "续保条件", "如实告知", "服务与投诉"} <= labels
        assert item["rate_source"].startswith("费率表第")
    assert body["labels"] == ["演示产品", "示例费率", "AI生成"]
    assert body["tiers"] == [
        {"tier": "balanced", "title": "均衡方案", "premium": "1.4万元/年"}
    ]  # fmt: skip
    assert any("不保证续保" in n for n in body["notices"])


def test_an_open_declaration_is_a_condition_of_the_item() -> None:
    items = [i for m in card().body["members"] for i in m["items"]]
    assert any("以通过健康告知为前提" in i["conditions"] for i in items)


def test_the_words_say_what_the_card_shows() -> None:
    message = card()
    for member in message.body["members"]:
        assert member["name"] in message.text
        for item in member["items"]:
            assert item["product"] in message.text and item["premium"] in message.text
    assert message.body["total"]["premium"] in message.text


def test_education_only_shows_needs_and_never_a_product_or_price() -> None:
    message = card(education_only=True)
    names = [p.name for p in CATALOG.products] + [p.short_name for p in CATALOG.products]
    assert not [n for n in names if n in message.text or n in str(message.body)]
    assert "元/年" not in message.text
    assert "重疾保障" in message.text


def test_the_same_assumption_about_several_people_is_said_once() -> None:
    assumptions = advice_for(FAMILY).assumptions
    joined = together(assumptions)
    assert len(joined) < len(assumptions)
    texts = [a["text"] for a in card().body["assumptions"]]
    assert len(texts) == len(set(texts))


def test_the_difference_names_price_and_people() -> None:
    lines = plan_diff(FAMILY, advice_for(FAMILY), advice_for(FAMILY, 800_000))
    assert "少" in lines[0]
    assert any("您本人" in line or "您丈夫" in line for line in lines[1:])
    same = plan_diff(FAMILY, advice_for(FAMILY), advice_for(FAMILY))
    assert "没有变化" in same[0] and len(same) == 2


def test_why_shows_reason_formula_and_rate_row() -> None:
    voice, advice = speaker(FAMILY, CATALOG, load_templates()), advice_for(FAMILY)
    text = why_text(FAMILY, why(advice, "self", "term_life"), voice, load_templates())
    assert "定期寿险" in text and "费率表第" in text and "建议保额" in text
    overall = overall_text(FAMILY, advice, voice)
    assert all(name in overall for name in ("您本人", "爸爸"))


def test_why_not_names_the_rule_or_the_price() -> None:
    voice = speaker(FAMILY, CATALOG, load_templates())
    found = why_not(FAMILY, CATALOG, KNOWLEDGE, AS_OF, None, "father", "critical_illness")
    text = why_not_text(FAMILY, found, "重疾保障", voice)
    assert text.startswith("爸爸没有配重疾保障，原因是")
    chosen = why_not(FAMILY, CATALOG, KNOWLEDGE, AS_OF, None, "self", "medical")
    assert "已经在方案里" in why_not_text(FAMILY, chosen, "医疗保障", voice)


def test_cheaper_offers_lower_budgets_as_buttons() -> None:
    message = lower_budgets(1_497_660)
    assert [b.label for b in message.quick_replies] == ["预算1.2万元", "预算9,000元"]
    assert all(b.payload.startswith("预算改成") for b in message.quick_replies)
    assert lower_budgets(40_000).quick_replies == ()


@pytest.mark.parametrize("product", CATALOG.products, ids=lambda p: p.product_id)
def test_every_product_answers_for_itself(product: Any) -> None:
    assert product.insurer in describe(product) and "演示产品" in describe(product)
    for attribute in ("waiting", "deductible", "renewal", "exclusions", "hospital", "eligibility"):
        answer = attribute_answer(product, attribute)
        assert product.short_name in answer or product.name in answer


def test_a_comparison_shows_only_what_differs_and_no_verdict() -> None:
    left, right = CATALOG.of_line("medical_million")[:2]
    text = compare(left, right)
    assert left.short_name in text and right.short_name in text
    assert "不排名" in text
    assert "写法一样" in compare(left, left)


def test_a_budget_that_cannot_cover_everyone_is_said_under_notices() -> None:
    poor = advice_for(FAMILY, 50_000)
    voice = speaker(FAMILY, CATALOG, load_templates())
    body = plan_card(PlanView(poor, FAMILY, CATALOG, voice)).body
    assert poor.flags
    assert any("预算还不够" in notice for notice in body["notices"])
    assert not any("预算还不够" in stop for stop in body["stop_advice"])
    assert body["total"]["fen"] <= 50_000
