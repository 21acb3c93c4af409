"""The confirmation card: names, figures and the customer's own words."""

from __future__ import annotations

import pytest

from bot.advisor.household import AgeRange, MoneyRange, household_from_dict
from bot.presentation import format as fmt
from bot.presentation.household_card import household_card
from bot.presentation.names import member_name

HIGH_PRESSURE = {"code": "hypertension", "grade": 1, "systolic": 150, "said": "血压高"}
FAMILY = household_from_dict(
    {
        "members": [
            {"id": "self", "relation": "self", "sex": "female", "inferred": ["sex"]},
            {"id": "spouse", "relation": "spouse", "sex": "male", "sources": {"age": "老公38"},
             "age": {"min": 38, "max": 38}},
            {"id": "child_1", "relation": "child", "age": {"min": 3, "max": 3}},
            {"id": "child_2", "relation": "child", "age": {"min": 8, "max": 8}},
            {"id": "father_in_law", "relation": "father_in_law", "sex": "male",
             "insure": False, "not_insured_reason": "deceased"},
            {"id": "father", "relation": "father", "sex": "male", "age": {"min": 66, "max": 66},
             "conditions": [HIGH_PRESSURE]},
        ],
        "annual_budget_fen": 1_500_000,
    }
)  # fmt: skip
NAMES = {"hypertension": "高血压"}


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (1_500_000, "1.5万元"),
        (123_450, "1,234.5元"),
        (100_000_000, "100万元"),
        (1_234_567, "12,345.67元"),
        (0, "0元"),
    ],
)
def test_amounts_read_as_a_person_says_them(fen: int, written: str) -> None:
    assert fmt.yuan(fen) == written


def test_ranges_and_infants_keep_what_was_said() -> None:
    assert fmt.age(AgeRange(61, 69)) == "61到69岁"
    assert fmt.age(AgeRange(0, 0, 3)) == "3个月"
    assert fmt.age(AgeRange(1, 1, 20)) == "1岁8个月"
    assert fmt.money_range(MoneyRange(20_000_000, 30_000_000)) == "20万元到30万元"


def test_children_are_told_apart_by_age_and_in_laws_by_the_speaker() -> None:
    names = [member_name(FAMILY, m) for m in FAMILY.members]
    assert names == ["您本人", "您丈夫", "孩子(小的)", "孩子(大的)", "公公", "爸爸"]


def test_every_fact_carries_its_words_and_inferences_are_marked() -> None:
    card = household_card(FAMILY, NAMES)
    members = {m["id"]: m["facts"] for m in card.body["members"]}
    assert {
        "field": "age",
        "label": "年龄",
        "value": "38岁",
        "said": "老公38",
        "inferred": False,
    } in (members["spouse"])
    assert any(f["field"] == "sex" and f["inferred"] for f in members["self"])
    health = next(f for f in members["father"] if f["field"] == "conditions")
    assert (health["value"], health["said"]) == ("高血压1级(收缩压150)", "血压高")
    assert "1.5万元" in card.text


def test_a_deceased_member_is_a_fact_and_not_insured() -> None:
    card = household_card(FAMILY, NAMES)
    facts = next(m["facts"] for m in card.body["members"] if m["id"] == "father_in_law")
    assert [f["value"] for f in facts if f["field"] == "insure"] == ["已故"]
