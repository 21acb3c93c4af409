"""Laws of advice, for any household and on the published catalogue."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.advisor.advice import Advice, advice_to_dict, advice_to_json
from bot.advisor.compliance import check_wording
from bot.advisor.explanation import render_assumption, render_reason
from bot.advisor.household import Household, household_from_dict
from bot.advisor.planning import AdviceOptions, advise
from bot.advisor.premium import Choice, Person, price
from bot.advisor.product import Catalog, Product
from bot.advisor.underwriting import SEVERITY, underwrite
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge

AS_OF = date(2026, 11, 21)
WAN = 1_000_000
CATALOG, KNOWLEDGE = load_catalog(), load_knowledge()
CODES = sorted(KNOWLEDGE.conditions)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def ages(low: int, high: int) -> st.SearchStrategy[dict[str, int]]:
    return st.tuples(st.integers(low, high), st.integers(0, 4)).map(
        lambda pair: {"min": pair[0], "max": pair[0] + max(0, pair[1] - 2)}
    )


@st.composite
def conditions(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for code in draw(st.lists(st.sampled_from(CODES), max_size=2, unique=True)):
        grades = KNOWLEDGE.conditions[code].grades
        condition: dict[str, Any] = {"code": code}
        if grades and draw(st.booleans()):
            condition["grade"] = draw(st.sampled_from(grades))
        found.append(condition)
    return found


@st.composite
def people(draw: st.DrawFn, member_id: str, relation: str, low: int, high: int) -> dict[str, Any]:
    member: dict[str, Any] = {"id": member_id, "relation": relation}
    if draw(st.integers(0, 9)):
        member["age"] = draw(ages(low, high))
    member["conditions"] = draw(conditions())
    optional = {
        "sex": st.sampled_from(["female", "male"]),
        "social_insurance": st.sampled_from(["employee", "resident", "none"]),
        "occupation_class": st.integers(1, 6),
        "denied_conditions": st.just([c for c in CODES if draw(st.booleans())]),
        "insure": st.booleans(),
    }
    for field, values in optional.items():
        if draw(st.booleans()):
            member[field] = draw(values)
    if low >= 18 and draw(st.booleans()):
        member["annual_income_fen"] = draw(st.integers(0, 80)) * WAN
    if draw(st.integers(0, 3)) == 0:
        member["policies"] = [
            {
                "line": draw(st.sampled_from(["medical_million", "accident_child", "ci_long"])),
                "sum_insured_fen": draw(st.sampled_from([10 * WAN, 50 * WAN])),
            }
        ]
    return member


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    members = [draw(people("self", "self", 20, 60))]
    others = [
        ("spouse", "spouse", 20, 60),
        ("child_1", "child", 0, 16),
        ("child_2", "daughter", 0, 16),
        ("father", "father", 48, 85),
        ("mother_in_law", "mother_in_law", 48, 85),
    ]
    for wanted in draw(st.lists(st.sampled_from(others), max_size=3, unique=True)):
        members.append(draw(people(*wanted)))
    document: dict[str, Any] = {"members": members}
    if draw(st.booleans()):
        document["city"] = draw(st.sampled_from(["上海", "成都市", "兰州", "某县"]))
    if draw(st.booleans()):
        document["annual_income_fen"] = draw(st.integers(0, 100)) * WAN
    if draw(st.booleans()):
        document["debts_fen"] = draw(st.integers(0, 300)) * WAN
    if draw(st.booleans()):
        document["annual_budget_fen"] = draw(st.integers(0, 30_000)) * 100
    return document


def advice_for(document: dict[str, Any], **options: Any) -> Advice:
    return advise(
        household_from_dict(document), CATALOG, KNOWLEDGE, AS_OF, AdviceOptions(**options)
    )


def objective(advice: Advice) -> tuple[int, ...]:
    return tuple(value for _, value in advice.trace.objective)


@QUICK
@given(documents())
def test_the_plan_keeps_every_rule(document: dict[str, Any]) -> None:
    advice = advice_for(document)
    assert advice.budget.fen is not None
    assert advice.total_fen <= advice.budget.fen
    household = household_from_dict(document)
    needs: dict[tuple[str, str], int] = {}
    for item in advice.items:
        member, product = household.member(item.member_id), CATALOG.product(item.product_id)
        assert member is not None and product is not None
        assert member.insure and member.age is not None
        assert member.relation in product.eligibility.relations
        assert member.age.max <= product.eligibility.max_entry_age
        assert (member.occupation_class or 1) in product.eligibility.occupation_classes
        decision = underwrite(member, product, KNOWLEDGE, household.city)
        assert decision.outcome in ("standard", "not_asked", "loading", "exclusion", "ask")
        assert item.conditional or decision.outcome != "ask"
        assert product.advisable and product.on_sale and product.sellable_online
        key = (item.member_id, item.need)
        needs[key] = needs.get(key, 0) + 1
    assert all(count == 1 or key[1] == "medical" for key, count in needs.items())


@QUICK
@given(documents())
def test_minors_death_cover_stays_below_the_cap(document: dict[str, Any]) -> None:
    household = household_from_dict(document)
    advice = advice_for(document, tier="full")
    for member in household.insured:
        if member.age is None or member.age.min >= 18:
            continue
        cap = 20 * WAN if member.age.min < 10 else 50 * WAN
        mine = [i for i in advice.items if i.member_id == member.id]
        added = sum(i.sum_fen for i in mine if _product(i.product_id).death_benefit)
        owned = sum(p.sum_insured_fen or 0 for p in member.policies if p.line == "accident_child")
        assert not added or added + owned <= cap


def _product(product_id: str) -> Product:
    found = CATALOG.product(product_id)
    assert found is not None
    return found


@QUICK
@given(documents(), st.integers(0, 20_000), st.integers(0, 20_000))
def test_more_budget_is_never_worse(document: dict[str, Any], first: int, more: int) -> None:
    small = advice_for(document, budget_fen=first * 100)
    large = advice_for(document, budget_fen=(first + more) * 100)
    assert objective(small) <= objective(large)


@QUICK
@given(documents(), st.integers(0, 1_000))
def test_the_order_of_members_and_products_never_matters(
    document: dict[str, Any], seed: int
) -> None:
    rng = random.Random(seed)
    products = list(CATALOG.products)
    rng.shuffle(products)
    members = list(document["members"])
    rng.shuffle(members)
    first = advice_for(document)
    again = advise(
        household_from_dict({**document, "members": members}),
        Catalog(CATALOG.version, tuple(products)),
        KNOWLEDGE,
        AS_OF,
    )
    assert sorted(map(repr, first.items)) == sorted(map(repr, again.items))
    assert objective(first) == objective(again)


@QUICK
@given(documents())
def test_the_same_input_gives_the_same_bytes(document: dict[str, Any]) -> None:
    assert advice_to_json(advice_for(document)) == advice_to_json(advice_for(document))
    advice_to_dict(advice_for(document, tier="basic"))


GRADED = sorted(c for c, info in KNOWLEDGE.conditions.items() if len(info.grades) > 1)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(GRADED), st.sampled_from(CATALOG.products), st.integers(0, 70), st.data())
def test_a_worse_grade_never_improves_a_decision(
    code: str, product: Product, age: int, data: st.DataObject
) -> None:
    grades = KNOWLEDGE.conditions[code].grades
    low, high = sorted(data.draw(st.lists(st.sampled_from(grades), min_size=2, max_size=2)))
    better, worse = (
        underwrite(_graded(code, grade, age), product, KNOWLEDGE, "上海") for grade in (low, high)
    )
    assert SEVERITY[better.outcome] <= SEVERITY[worse.outcome]


def _graded(code: str, grade: int, age: int) -> Any:
    document = {
        "id": "self",
        "relation": "self",
        "age": age,
        "conditions": [{"code": code, "grade": grade, "complications": False}],
        "denied_conditions": [c for c in CODES if c != code],
    }
    return household_from_dict({"members": [document]}).members[0]


RANGED = [
    (product, plan)
    for product in CATALOG.products
    for plan in product.plans
    if plan.sum_min_fen is not None
]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(RANGED), st.data())
def test_a_larger_sum_never_costs_less(pair: tuple[Product, Any], data: st.DataObject) -> None:
    product, plan = pair
    count = (plan.sum_max_fen - plan.sum_min_fen) // (plan.sum_step_fen or 1)
    picks = sorted(data.draw(st.lists(st.integers(0, count), min_size=2, max_size=2)))
    row = data.draw(st.sampled_from(product.rates))
    person = Person(row.age_max, row.sex, row.social_insurance is not False)
    small, large = (
        price(
            product,
            person,
            Choice(plan, plan.sum_min_fen + (plan.sum_step_fen or 1) * n, row.term, row.pay_years),
        )
        for n in picks
    )
    assert small.premium_fen <= large.premium_fen


@QUICK
@given(documents(), st.sampled_from(["basic", "balanced", "full"]))
def test_everything_can_be_said_in_clean_words(document: dict[str, Any], tier: str) -> None:
    advice = advice_for(document, tier=tier)
    names = {m["id"]: "这位家人" for m in document["members"]}
    products = {p.product_id: p.name for p in CATALOG.products}
    reasons = [*advice.stop_advice, *advice.flags, advice.budget.basis]
    for member in advice.members:
        held = (*member.items, *member.gaps, *member.not_covered, *member.needs, *member.decisions)
        reasons += [*member.why, *(r for h in held for r in h.reasons)]
    for made in reasons:
        text = render_reason(made, KNOWLEDGE.templates, names, products)
        assert text and "{" not in text
        assert check_wording(text, KNOWLEDGE.wording, allowed=products.values()) == []
    for assumption in advice.assumptions:
        assert render_assumption(assumption, KNOWLEDGE.templates, names, products)


@QUICK
@given(documents())
def test_nobody_is_left_without_a_word(document: dict[str, Any]) -> None:
    """An open need without a product always has a reason."""
    advice = advice_for(document)
    for member in advice.members:
        planned = {i.need for i in member.items}
        explained = {n.need for n in member.not_covered if n.reasons}
        for need in member.needs:
            if need.applies and need.gap_fen:
                assert need.need in planned | explained, (member.member_id, need.need)


def test_an_empty_household_is_no_error() -> None:
    assert advise(Household(), CATALOG, KNOWLEDGE, AS_OF).items == ()
