"""The range a family adviser needs: every kind of product, each different, each priced sanely."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from bot.advisor.product import Product, RateRow
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog

CATALOG = load_catalog()
each_product = pytest.mark.parametrize("product", CATALOG.products, ids=lambda p: p.product_id)
WAN = 1_000_000


def test_there_are_enough_products() -> None:
    assert len(CATALOG.products) >= 64


def _deductible(product: Product) -> int:
    return max((d.amount_fen for d in product.deductibles), default=0)


def _guaranteed(product: Product) -> int:
    return product.renewal.guaranteed_years or 0


def _speaks_of(product: Product, word: str) -> bool:
    return any(word in b.name for b in product.benefits)


# What families ask for: (line, how many, what each of them must be)
WANTED: dict[str, tuple[str, int, Callable[[Product], bool]]] = {
    "million without deductible": ("medical_million", 1, lambda p: _deductible(p) == 0),
    "million with 1万": ("medical_million", 4, lambda p: _deductible(p) == WAN),
    "million with a shared deductible": (
        "medical_million",
        2,
        lambda p: p.family_shared_deductible,
    ),
    "million for one year": ("medical_million", 4, lambda p: _guaranteed(p) == 0),
    "million guaranteed for 20 years": ("medical_million", 1, lambda p: _guaranteed(p) == 20),
    "million guaranteed for 6 years": ("medical_million", 1, lambda p: _guaranteed(p) == 6),
    "asked about health, to enter at 70": (
        "medical_chronic",
        2,
        lambda p: bool(p.declaration) and p.eligibility.max_entry_age >= 70,
    ),
    "middle tier": ("medical_mid", 2, lambda p: "特需部" in p.hospital_scope),
    "for one illness": (
        "medical_chronic",
        5,
        lambda p: len(p.eligibility.required_conditions) in (1, 2),
    ),
    "cancer medical": ("cancer_medical", 2, lambda p: "cancer" in {b.code for b in p.benefits}),
    "惠民保 of one place": ("huiminbao", 8, lambda p: p.eligibility.social_insurance == "local"),
    "outpatient for children": (
        "outpatient",
        2,
        lambda p: set(p.eligibility.relations) >= {"son", "daughter"},
    ),
    "long illness cover": ("ci_long", 3, lambda p: "life" in p.terms),
    "one-year illness cover": ("ci_1y", 2, lambda p: p.terms == ("1y",)),
    "illness cover of children": ("ci_child", 2, lambda p: p.eligibility.max_entry_age <= 17),
    "cancer only": ("cancer_ci", 1, lambda p: _speaks_of(p, "恶性肿瘤")),
    "term life to 60 and 70": ("term_life", 3, lambda p: {"to60", "to70"} <= set(p.terms)),
    "life for hard work": ("term_life", 1, lambda p: 6 in p.eligibility.occupation_classes),
    "whole life": ("whole_life", 1, lambda p: p.terms == ("life",)),
    "accident for hard work": (
        "accident_adult",
        1,
        lambda p: 6 in p.eligibility.occupation_classes,
    ),
    "accident for elders": ("accident_elder", 3, lambda p: _speaks_of(p, "骨折")),
    "accident for children": ("accident_child", 3, lambda p: p.death_benefit),
    "sport": ("sport", 2, lambda p: "1d" in p.terms),
    "travel": ("travel", 2, lambda p: _speaks_of(p, "运送")),
    "surgery and birth": ("medical_accident", 2, lambda p: p.health_class == "医疗意外保险"),
    "care to enter at 75": ("ltc", 1, lambda p: p.eligibility.max_entry_age >= 75),
    "lost income": ("disability", 2, lambda p: p.health_class == "失能收入损失保险"),
    "lost income of class 4": ("disability", 1, lambda p: 4 in p.eligibility.occupation_classes),
    "tax-favoured": ("tax_health", 1, lambda p: p.eligibility.social_insurance == "required"),
    "annuities": ("annuity", 2, lambda p: not p.advisable),
    "compulsory motor": ("auto_compulsory", 1, lambda p: bool(p.rates)),
    "own damage with the battery": ("auto_commercial", 2, lambda p: _speaks_of(p, "三电")),
    "home": ("home", 2, lambda p: bool(p.rates)),
    "care communities": ("care_community_right", 4, lambda p: not p.advisable),
}


@pytest.mark.parametrize("kind", WANTED)
def test_what_families_ask_for_is_there(kind: str) -> None:
    line, count, fits = WANTED[kind]
    assert len([p for p in CATALOG.of_line(line) if fits(p)]) >= count


def test_several_cities_and_no_city_twice() -> None:
    cities = [c for p in CATALOG.of_line("huiminbao") for c in p.eligibility.cities]
    assert len(cities) == len(set(cities)) >= 8


def _choice_of_a_family(product: Product) -> tuple[Any, ...]:
    """What a family can choose by, price and name aside."""
    rule = product.eligibility
    return (
        product.line,
        (rule.min_age_days, rule.max_entry_age, rule.max_renewal_age),
        (rule.sexes, rule.cities, rule.occupation_classes, rule.required_conditions),
        (product.deductibles, product.waiting_days, product.renewal, product.hospital_scope),
        (product.terms, product.pay_years, product.plans, product.family_discounts_bp),
        tuple((b.code, b.limit_fen, b.ratio_bp) for b in product.benefits),
    )


def test_no_two_products_are_the_same() -> None:
    seen: dict[tuple[Any, ...], str] = {}
    for product in CATALOG.products:
        if product.line != "care_community_right":
            other = seen.setdefault(_choice_of_a_family(product), product.product_id)
            assert other == product.product_id


def _tables(product: Product) -> dict[tuple[Any, ...], list[RateRow]]:
    tables: dict[tuple[Any, ...], list[RateRow]] = defaultdict(list)
    for row in sorted(product.rates, key=lambda r: r.age_min):
        key = (row.plan, row.sex, row.social_insurance, row.occupation_class)
        tables[(*key, row.term, row.pay_years)].append(row)
    return tables


@each_product
def test_adults_never_pay_less_when_they_are_older(product: Product) -> None:
    for rows in _tables(product).values():
        adults = [r.premium_fen for r in rows if r.age_min >= 18]
        assert adults == sorted(adults)


@each_product
def test_without_social_insurance_costs_more(product: Product) -> None:
    tables = _tables(product)
    for key, rows in tables.items():
        if key[2] is True:
            others = tables[(key[0], key[1], False, *key[3:])]
            assert [r.age_min for r in rows] == [r.age_min for r in others]
            for insured, other in zip(rows, others, strict=True):
                assert insured.premium_fen < other.premium_fen


@pytest.mark.parametrize("line", ["ci_long", "ci_1y", "term_life", "cancer_ci"])
def test_older_men_pay_more_than_women(line: str) -> None:
    for product in CATALOG.of_line(line):
        tables = _tables(product)
        for key, rows in tables.items():
            if key[1] == "male":
                women = tables[(key[0], "female", *key[2:])]
                for man, woman in zip(rows, women, strict=True):
                    assert man.age_min < 40 or man.premium_fen > woman.premium_fen


@each_product
def test_longer_payment_means_a_smaller_premium(product: Product) -> None:
    tables = _tables(product)
    for key, rows in tables.items():
        for longer in (p for p in product.pay_years if key[5] is not None and p > key[5]):
            by_age = {r.age_min: r.premium_fen for r in tables.get((*key[:5], longer), [])}
            assert all(by_age.get(r.age_min, 0) < r.premium_fen for r in rows)


# Names of the public reports that lead to a product or a card (see also tests/contract).
NAMES = (
    "轻平果家庭保险保障计划", "卓越守护百万住院医疗", "京东安联超惠保百万医疗险",
    "惠享e生 众惠百万医疗", "普惠百万医疗险", "飞盘运动险", "新能源车险解决方案",
    "大家意外", "大家定寿", "大家终身寿", "城心养老", "旅居疗养", "居家安养", "海外养老",
    "海外疗养", "六大社区服务", "检+医+药+康+险", "家庭画像", "慢病管理联盟", "智能顾问",
    "轻松敬老", "爱在重阳", "常易舒", "Retirement Concepts",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_the_reports_lead_somewhere(name: str) -> None:
    products = {n for p in CATALOG.products for n in (p.name, p.short_name, *p.aliases)}
    cards = {n for c in load_services() for n in (c.name, *c.aliases)}
    assert name in products | cards


def test_the_new_energy_table_follows_its_factors() -> None:
    """Base for the car plus third party, times the factor for claims."""
    product = CATALOG.product("demo-auto-nev-full")
    assert product is not None
    premium = {r.plan: r.premium_fen for r in product.rates}
    factors = {"n100": 100, "n80": 80, "n60": 60, "n120": 120}
    for car in ("w10", "w20", "w30"):
        for claims, percent in factors.items():
            assert premium[f"{car}-{claims}"] * 100 == premium[f"{car}-n100"] * percent
