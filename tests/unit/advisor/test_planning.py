"""The plan: rules it keeps, what it puts first, and that it is the optimum."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from typing import Any

import pytest

from bot.advisor.advice import advice_to_dict, advice_to_json
from bot.advisor.errors import PlanningError
from bot.advisor.household import Household
from bot.advisor.planning import AdviceOptions, advise, frontier, pending_questions, tiers
from bot.advisor.problem import Problem, build_problem
from bot.advisor.product import Catalog
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
    plan,
    rule,
    term_life,
)

KNOWLEDGE = load_knowledge()
YUAN = 100


def plan_for(household: Household, products: Catalog, **options: Any) -> Any:
    return advise(household, products, KNOWLEDGE, AS_OF, AdviceOptions(**options))


def chosen(advice: Any) -> set[tuple[str, str]]:
    return {(i.member_id, i.product_id) for i in advice.items}


YOUNG = accident("young", 100, line="accident_child", plans=(plan(sum_wan=20),))
BASICS = catalog(medical(), accident(), YOUNG, term_life(), critical_illness())
COUPLE = family(
    person("self", 35, sex="male", annual_income_fen=20 * WAN),
    person("spouse", 33, sex="female", annual_income_fen=10 * WAN),
    person("child_1", 6, sex="female"),
    debts_fen=100 * WAN,
)


def test_medical_and_accident_come_before_everything_else() -> None:
    advice = plan_for(COUPLE, BASICS, budget_fen=1_200 * YUAN)
    assert {i.need for i in advice.items} == {"medical", "accident"}
    assert len(advice.items) == 6


def test_the_earners_lives_come_next_then_their_illness() -> None:
    advice = plan_for(COUPLE, BASICS, budget_fen=2_000 * YUAN)
    assert {i.member_id for i in advice.items if i.need == "term_life"} == {"self", "spouse"}
    assert not [i for i in advice.items if i.need == "critical_illness"]


def test_the_budget_is_never_exceeded_and_well_used() -> None:
    for budget in range(0, 20_000, 1_700):
        advice = plan_for(COUPLE, BASICS, budget_fen=budget * YUAN)
        assert advice.total_fen <= budget * YUAN
        assert advice.total_fen == sum(m.subtotal_fen for m in advice.members)
        if advice.left_out and budget > 3_000:
            # Nothing that is left open would fit as the smallest step (10万 of life: 50 yuan).
            assert budget * YUAN - advice.total_fen < 600 * YUAN


def test_sums_stand_on_the_grid_within_the_recommendation() -> None:
    advice = plan_for(COUPLE, BASICS, tier="full")
    for item in advice.items:
        need = next(
            n
            for m in advice.members
            if m.member_id == item.member_id
            for n in m.needs
            if n.need == item.need
        )
        if item.need in ("term_life", "critical_illness"):
            assert item.sum_fen % (10 * WAN) == 0
            assert item.sum_fen <= need.recommended_fen


def test_a_family_discount_counts_the_members_on_one_product() -> None:
    shared = medical("shared", 320, family_discounts_bp=((3, 8500),))
    advice = plan_for(COUPLE, catalog(medical("alone", 300), shared), tier="full")
    assert {i.product_id for i in advice.items} == {"shared"}
    (discount,) = advice.discounts
    assert (discount.discount_bp, discount.saved_fen) == (8500, 3 * 48 * YUAN)
    assert all(i.premium_fen == 272 * YUAN for i in advice.items)


def test_two_alone_are_cheaper_with_the_product_without_discount() -> None:
    shared = medical("shared", 320, family_discounts_bp=((3, 8500),))
    pair = family(person("self", 35), person("spouse", 33))
    advice = plan_for(pair, catalog(medical("alone", 300), shared), tier="full")
    assert {i.product_id for i in advice.items} == {"alone"}


def test_one_refusal_does_not_stop_the_others() -> None:
    strict = medical(declaration=asks("cancer"), condition_rules=(rule("cancer", "decline"),))
    last = medical(
        "city",
        100,
        line="huiminbao",
        eligible=eligibility(social_insurance="local", cities=("上海",)),
    )
    household = family(
        person("self", 40, denied_conditions=["cancer"]),
        person("father", 70, conditions=[{"code": "cancer"}]),
        city="上海",
    )
    advice = plan_for(household, catalog(strict, last), tier="full")
    assert chosen(advice) == {("self", "million"), ("father", "city")}


def test_when_nothing_fits_it_is_said() -> None:
    strict = medical(declaration=asks("cancer"), condition_rules=(rule("cancer", "decline"),))
    household = family(person("father", 70, conditions=[{"code": "cancer"}]))
    advice = plan_for(household, catalog(strict), tier="full")
    (missing, *_) = advice.members[0].not_covered
    assert missing.need == "medical"
    assert [r.code for r in missing.reasons] == ["condition_decline", "nothing_fits"]


def test_unknown_health_makes_a_plan_on_condition_or_a_plan_without_questions() -> None:
    asked = medical("asked", 300, declaration=asks("cancer"))
    free = medical("free", 500, line="medical_chronic")
    household = family(person("self", 40))
    conditional = plan_for(household, catalog(asked, free), tier="full")
    assert chosen(conditional) == {("self", "asked")}
    assert conditional.items[0].conditional
    assert [q.conditions for q in conditional.questions] == [("cancer",)]
    certain = plan_for(household, catalog(asked, free), tier="full", allow_conditional=False)
    assert chosen(certain) == {("self", "free")}


def test_a_reported_condition_of_unknown_grade_prefers_what_is_certain() -> None:
    graded = (rule("hypertension", "standard", {"grade_max": 1}), rule("hypertension", "decline"))
    strict = medical("strict", 300, declaration=asks("hypertension"), condition_rules=graded)
    chronic = medical("chronic", 900, line="medical_chronic")
    products = catalog(strict, chronic)
    unknown = family(person("self", 40, conditions=[{"code": "hypertension"}]))
    advice = plan_for(unknown, products, tier="full")
    assert chosen(advice) == {("self", "chronic")}
    assert [q.field for q in advice.questions] == ["grade"]
    known = family(person("self", 40, conditions=[{"code": "hypertension", "grade": 1}]))
    assert chosen(plan_for(known, products, tier="full")) == {("self", "strict")}


def test_no_second_indemnity_policy_but_advice_to_stop() -> None:
    household = family(person("self", 35, policies=[{"line": "medical_million"}]))
    advice = plan_for(household, BASICS, tier="full")
    assert "medical" not in {i.need for i in advice.items}
    assert [r.code for r in advice.stop_advice] == ["stop_duplicate_medical"]


@pytest.mark.parametrize(
    ("age", "policies", "sums"),
    [
        (8, [], {20}),
        (12, [], {20}),
        (8, [{"line": "accident_child", "sum_insured_fen": 10 * WAN}], {10}),
        (8, [{"line": "accident_child"}], set()),
    ],
)
def test_minors_death_cover_keeps_below_the_cap(
    age: int, policies: list[Any], sums: set[int]
) -> None:
    plans = tuple(plan(f"p{n}", n) for n in (10, 20, 50))
    products = catalog(accident(plans=plans, line="accident_child"))
    advice = plan_for(family(person("child_1", age, policies=policies)), products, tier="full")
    found = {i.sum_fen // WAN for i in advice.items}
    assert found == sums


def test_elders_get_no_critical_illness_and_poor_value_is_left_out() -> None:
    advice = plan_for(family(person("mother", 62)), BASICS, tier="full")
    assert "critical_illness" not in {i.need for i in advice.items}
    # 20 years of 5,100 a year cost more than the 100,000 that would be paid.
    dear = catalog(critical_illness(per_10_wan=5_100))
    household = family(person("self", 35, annual_income_fen=200 * WAN))
    poor = plan_for(household, dear, tier="full")
    assert not poor.items
    reasons = [r.code for n in poor.members[0].not_covered for r in n.reasons]
    assert "poor_value" in reasons


def test_unknown_age_leaves_the_others_their_plan() -> None:
    advice = plan_for(family(person("self", 35), person("spouse")), BASICS, tier="full")
    assert {i.member_id for i in advice.items} == {"self"}
    spouse = advice.member("spouse")
    assert [q.field for q in spouse.questions] == ["age"]
    assert spouse.needs


def test_an_age_range_is_priced_at_its_dearer_end() -> None:
    rates = medical().rates[0]
    by_age = (
        rates.__class__(**{**rates.__dict__, "age_max": 65, "premium_fen": 100}),
        rates.__class__(**{**rates.__dict__, "age_min": 66, "premium_fen": 900}),
    )
    made = medical(yuan=1)
    made = made.__class__(**{**made.__dict__, "rates": by_age})
    advice = plan_for(family(person("father", {"min": 61, "max": 69})), catalog(made), tier="full")
    assert advice.items[0].premium_fen == 900
    assert "age_range" in [a.code for a in advice.assumptions]


def test_what_the_customer_excludes_or_asks_for() -> None:
    without = plan_for(COUPLE, BASICS, tier="full", excluded_needs=("self:term_life",))
    assert ("self", "life") not in chosen(without)
    assert ("spouse", "life") in chosen(without)
    lines = plan_for(COUPLE, BASICS, tier="full", excluded_lines=("ci_long",))
    assert not [i for i in lines.items if i.line == "ci_long"]
    special = catalog(*BASICS.products, medical("vip", 2_000, line="medical_mid"))
    assert "vip" not in {p for _, p in chosen(plan_for(COUPLE, special, tier="full"))}
    forced = plan_for(COUPLE, special, tier="full", forced=(("self", "vip"),))
    assert ("self", "vip") in chosen(forced)
    assert ("self", "million") not in chosen(forced)


def test_what_is_forced_may_break_the_budget_and_says_so() -> None:
    advice = plan_for(COUPLE, BASICS, budget_fen=10_000, forced=(("self", "ci"),))
    assert ("self", "ci") in chosen(advice)
    assert "forced_over_budget" in [r.code for r in advice.flags]


def test_the_budget_and_its_origin() -> None:
    said = family(person("self", 35), annual_budget_fen={"min": 5_000_00, "max": 8_000_00})
    assert plan_for(said, BASICS).budget.fen == 8_000_00
    share = family(person("self", 35, annual_income_fen=20 * WAN), budget_share_of_income=0.05)
    assert plan_for(share, BASICS).budget.fen == WAN
    usual = plan_for(COUPLE, BASICS).budget
    assert (usual.fen, usual.origin) == (3 * WAN, "standard")
    low = family(person("self", 35, annual_income_fen=8 * WAN))
    assert plan_for(low, BASICS).budget.fen == 8 * WAN * 8 // 100
    assert plan_for(COUPLE, BASICS, tier="full").budget.fen is None


def test_a_budget_beyond_a_fifth_of_income_is_advised_against() -> None:
    household = family(person("self", 35, annual_income_fen=10 * WAN), annual_budget_fen=3 * WAN)
    assert "stop_budget_too_high" in [r.code for r in plan_for(household, BASICS).stop_advice]


def test_a_budget_too_small_for_the_basics_says_for_whom() -> None:
    advice = plan_for(COUPLE, BASICS, budget_fen=500 * YUAN)
    flagged = {
        (r.get("member"), r.get("need")) for r in advice.flags if r.code == "budget_below_basics"
    }
    assert flagged
    assert not flagged & {(i.member_id, i.need) for i in advice.items}


def test_left_out_names_price_and_step() -> None:
    advice = plan_for(COUPLE, BASICS, budget_fen=1_300 * YUAN)
    life = next(x for x in advice.left_out if (x.member_id, x.need) == ("self", "term_life"))
    assert life.to_fen > life.from_fen
    assert life.extra_premium_fen > 0


def test_tiers_grow() -> None:
    basic, balanced, full = tiers(COUPLE, BASICS, KNOWLEDGE, AS_OF)
    assert basic.total_fen <= balanced.total_fen <= full.total_fen
    assert {i.need for i in basic.items} <= {"medical", "accident", "term_life"}


def test_the_frontier_never_falls() -> None:
    points = frontier(COUPLE, BASICS, KNOWLEDGE, AS_OF)
    values = [tuple(v for _, v in p.objective) for p in points]
    assert values == sorted(values)
    assert [p.premium_fen for p in points] == sorted(p.premium_fen for p in points)


def test_pending_questions_are_those_of_the_plan() -> None:
    products = catalog(medical(declaration=asks("cancer")))
    questions = pending_questions(family(person("self", 40)), products, KNOWLEDGE, AS_OF)
    assert [(q.kind, q.conditions) for q in questions] == [("condition", ("cancer",))]


def test_the_same_input_gives_the_same_bytes_and_plain_json() -> None:
    first, second = (plan_for(COUPLE, BASICS) for _ in range(2))
    assert advice_to_json(first) == advice_to_json(second)
    plain = advice_to_dict(first)
    assert plain["members"][0]["items"][0]["quote"]["row"] == 1


def test_values_are_asked_only_for_products_that_could_be_better() -> None:
    """With ordinary cover accepted, the chronic product's own questions do not matter."""
    plain = medical("plain", 300)
    picky = medical(
        "picky",
        900,
        line="medical_chronic",
        declaration=asks("hypertension"),
        condition_rules=(rule("hypertension", "decline", {"complications": True}),),
    )
    household = family(person("self", 40, conditions=[{"code": "hypertension", "grade": 1}]))
    assert plan_for(household, catalog(plain, picky), tier="full").questions == ()
    only_picky = plan_for(household, catalog(picky), tier="full")
    assert [q.field for q in only_picky.questions] == ["complications"]


def test_an_unknown_tier_is_refused_with_a_remedy() -> None:
    with pytest.raises(PlanningError, match="use one of basic, balanced, full"):
        plan_for(COUPLE, BASICS, tier="gold")


def test_nobody_to_insure_is_an_empty_plan() -> None:
    advice = plan_for(Household(), BASICS)
    assert (advice.members, advice.total_fen) == ((), 0)


# --- against every combination -----------------------------------------------------------------


def random_problem(rng: random.Random) -> tuple[Problem, int]:
    products = [
        medical(
            f"m{i}",
            rng.randint(150, 600),
            line=rng.choice(["medical_million", "medical_chronic"]),
            score=rng.randint(30, 90),
            family_discounts_bp=rng.choice([(), ((2, 9500),), ((2, 9000), (3, 8000))]),
        )
        for i in range(rng.randint(1, 3))
    ]
    products += [accident(f"a{i}", rng.randint(50, 300)) for i in range(rng.randint(0, 2))]
    products.append(term_life(per_10_wan=rng.randint(20, 90)))
    members = [person("self", rng.randint(25, 45), annual_income_fen=rng.randint(4, 8) * WAN)]
    if rng.random() < 0.7:
        members.append(person("child_1", rng.randint(1, 15)))
    if rng.random() < 0.5:
        members.append(person("mother", rng.randint(52, 70)))
    household = family(*members, debts_fen=rng.choice([0, 30, 60]) * WAN, monthly_expense_fen=0)
    options = AdviceOptions(tier=rng.choice(["balanced", "full"]))
    problem = build_problem(household, catalog(*products), KNOWLEDGE, options)
    return problem, rng.randint(0, 3_000) * YUAN


def best_combination(problem: Problem, limit: int) -> tuple[int, int]:
    slots = problem.slots
    best = (0, 0)
    for picks in itertools.product(*[[None, *range(len(s.options))] for s in slots]):
        parts = [
            o for s, p in zip(slots, picks, strict=True) if p is not None for o in s.options[p]
        ]
        counts = Counter(o.product.product_id for o in parts)
        cost = sum(
            problem.discounted(o.product.product_id, counts[o.product.product_id], o.full_fen)
            for o in parts
        )
        if cost > limit:
            continue
        levels = [s.levels[p] for s, p in zip(slots, picks, strict=True) if p is not None]
        value = 0
        for position, base in enumerate(problem.bases):
            value = value * base + sum(level[position] for level in levels)
        best = max(best, (value, -cost))
    return best


@pytest.mark.parametrize("seed", range(80))
def test_the_plan_is_the_best_of_all_combinations(seed: int) -> None:
    problem, limit = random_problem(random.Random(seed))
    solution = problem.solve(limit).solution
    assert solution is not None
    assert (solution.value, -solution.cost) == best_combination(problem, limit)
