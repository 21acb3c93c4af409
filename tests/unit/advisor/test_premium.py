"""Premiums by hand: rate row, sum, occupation, loading, family discount, rounding."""

from __future__ import annotations

import pytest

from bot.advisor.errors import CatalogError, RateNotFoundError
from bot.advisor.premium import Person, family_discount_bp, quote
from tests.unit.advisor.builders import WAN, accident, medical, plan, product, rate, term_life


def test_a_flat_rate_is_the_premium() -> None:
    quoted = quote(medical(yuan=308), Person(30), "p")
    assert quoted.premium_fen == 30_800
    assert quoted.sum_fen == 400 * WAN


def test_a_rate_per_sum_is_scaled() -> None:
    quoted = quote(term_life(per_10_wan=80.8), Person(36), "p", 110 * WAN, "30y", 20)
    assert quoted.base_fen == 8_080 * 11
    assert (quoted.row, quoted.per_sum_fen) == (1, 10 * WAN)


def test_every_factor_in_its_order() -> None:
    made = accident(
        yuan=100.01,
        occupation_factors_bp=((1, 10_000), (4, 25_000)),
        family_discounts_bp=((2, 9500), (3, 9000)),
    )
    quoted = quote(made, Person(30, occupation_class=4), "p", family_count=3, loading_bp=2500)
    # 10001 x 2.5 = 25002.5 -> 25003; x 1.25 = 31253.75 -> 31254; x 0.9 = 28128.6 -> 28129
    assert quoted.premium_fen == 28_129
    assert quoted.family_discount_bp == 9000


def test_the_most_specific_row_counts_then_the_first() -> None:
    rows = (rate(100, row=1), rate(90, sex="female", row=2), rate(80, sex="female", row=3))
    made = product("x", "medical_million", (plan(sum_wan=1),), rows)
    assert quote(made, Person(30, "female"), "p").row == 2
    assert quote(made, Person(30, "male"), "p").row == 1


def test_social_insurance_has_its_own_rows() -> None:
    rows = (rate(100, social_insurance=True), rate(250, social_insurance=False))
    made = product("x", "medical_million", (plan(sum_wan=1),), rows)
    assert quote(made, Person(30, social_insurance=False), "p").premium_fen == 25_000


@pytest.mark.parametrize(("count", "bp"), [(1, 10_000), (2, 9500), (3, 9000), (9, 9000)])
def test_discount_by_number_of_members(count: int, bp: int) -> None:
    assert family_discount_bp(medical(family_discounts_bp=((2, 9500), (3, 9000))), count) == bp


def test_what_is_not_offered_is_refused_with_a_remedy() -> None:
    with pytest.raises(CatalogError, match="no plan 'gold'"):
        quote(medical(), Person(30), "gold")
    with pytest.raises(CatalogError, match="steps of"):
        quote(term_life(), Person(30), "p", 15 * WAN, "30y", 20)
    with pytest.raises(CatalogError, match="fixed sum"):
        quote(medical(), Person(30), "p", 100 * WAN)
    with pytest.raises(CatalogError, match="use one of 30y"):
        quote(term_life(), Person(30), "p", 10 * WAN, "life", 20)


def test_no_row_for_the_age_is_an_error_that_names_the_product() -> None:
    made = product("x", "medical_million", (plan(sum_wan=1),), (rate(1, (0, 60)),))
    with pytest.raises(RateNotFoundError, match=r"^x: no rate"):
        quote(made, Person(61), "p")
