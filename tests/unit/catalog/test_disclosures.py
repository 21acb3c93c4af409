"""The art. 25 disclosures follow the product's own fields."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.advisor.product import Deductible, Product, Renewal
from bot.catalog.disclosures import REQUIRED_CODES, disclosures_of, term_name
from bot.catalog.sources import load_catalog
from tests.unit.catalog.conftest import MEDICAL

CATALOG = load_catalog()


def _product(product_id: str) -> Product:
    product = CATALOG.product(product_id)
    assert product is not None
    return product


def _text(product: Product, code: str) -> str:
    return next(d.text for d in disclosures_of(product) if d.code == code)


@pytest.mark.parametrize("product", CATALOG.products, ids=lambda p: p.product_id)
def test_every_product_says_everything(product: Product) -> None:
    codes = [d.code for d in product.disclosures]
    assert [c for c in REQUIRED_CODES if c not in codes] == []
    assert len(set(codes)) == len(codes)
    for disclosure in product.disclosures:
        assert disclosure.label
        assert disclosure.text.endswith("。")
        assert "。。" not in disclosure.text
        assert "{" not in disclosure.text


def test_one_year_medical_is_never_called_guaranteed() -> None:
    product = _product(MEDICAL)
    assert "本产品保险期间1年，不保证续保" in _text(product, "renewal")
    assert "停售后可能无法续保" in _text(product, "renewal")


def test_a_guarantee_says_its_years_and_that_rates_may_change() -> None:
    changed = replace(_product(MEDICAL), renewal=Renewal("guaranteed", 6, 80, True))
    assert "保证续保期为6年" in _text(changed, "renewal")
    assert "费率可能" in _text(changed, "renewal")
    fixed = replace(changed, renewal=Renewal("guaranteed", 6, 80, False))
    assert "费率可能" not in _text(fixed, "renewal")


def test_the_deductible_is_the_products_own() -> None:
    product = _product(MEDICAL)
    assert "每年1万元（同一张家庭单的家人共用）" in _text(product, "deductible")
    other = replace(product, deductibles=(Deductible("annual", 350_000, "visit", False, True),))
    text = _text(other, "deductible")
    assert "每次3500元" in text
    assert "共用" not in text
    assert "可抵扣" in text
    assert _text(replace(product, deductibles=()), "deductible") == "没有免赔额。"


def test_waiting_cooling_off_and_grace_follow_the_figures() -> None:
    product = replace(
        _product("demo-term-life"), waiting_days=77, cooling_off_days=11, grace_days=33
    )
    assert "77天" in _text(product, "waiting")
    assert "11天" in _text(product, "cooling_off")
    assert "33天" in _text(product, "grace")
    assert "现金价值" in _text(product, "surrender")
    assert "2年内" in _text(product, "lapse")


def test_a_ratio_without_settlement_is_told() -> None:
    assert "有医保但未先经医保结算的60%" in _text(_product(MEDICAL), "ratio")


def test_no_declaration_is_said() -> None:
    assert "没有健康告知" in _text(_product("demo-nohealth-medical"), "disclosure_duty")


def test_what_is_unknown_is_not_disclosed_as_fine() -> None:
    silent = replace(_product(MEDICAL), hospital_scope="", drug_scope="", preexisting="")
    codes = {d.code for d in disclosures_of(silent)}
    assert not codes & {"hospital", "drug", "preexisting"}


@pytest.mark.parametrize(
    ("term", "words"),
    [("1y", "1年"), ("90d", "90天"), ("to70", "保至70周岁"), ("life", "终身"), ("6m", "6个月")],
)
def test_terms_in_words(term: str, words: str) -> None:
    assert term_name(term) == words
