"""Merging of messages into one household."""

from __future__ import annotations

from datetime import date

import pytest

from bot.advisor.household import AgeRange, Household, Member, household_from_dict
from bot.advisor.merge import Change, MergeResult, merge
from bot.language import understand

AS_OF = date(2026, 11, 21)


def after(*messages: str) -> MergeResult:
    result = MergeResult(Household(), ())
    for text in messages:
        reading = understand(text, AS_OF)
        new = household_from_dict(reading.document)
        result = merge(result.household, new, reading.operations)
    return result


def ages(result: MergeResult) -> dict[str, int | None]:
    return {m.id: m.age.min if m.age else None for m in result.household.members}


def test_members_of_two_messages_stand_together() -> None:
    assert ages(after("我36老公38", "我爸66我妈64")) == {
        "self": 36, "spouse": 38, "father": 66, "mother": 64,
    }  # fmt: skip


def test_the_last_statement_wins_and_is_reported() -> None:
    result = after("我爸65", "说错了，我爸是66")
    assert ages(result)["father"] == 66
    assert Change("father", "age", AgeRange(65, 65), AgeRange(66, 66)) in result.changes


def test_the_younger_child_becomes_a_daughter() -> None:
    result = after("8岁和3岁的两个孩子", "小的是女儿")
    relations = [(m.id, m.relation, m.age.min if m.age else None) for m in result.household.members]
    assert relations == [("child_1", "child", 8), ("child_2", "daughter", 3)]


def test_one_general_child_is_refined() -> None:
    result = after("我有个孩子5岁", "我儿子哮喘")
    assert [(m.id, m.relation) for m in result.household.members] == [("child_1", "son")]
    assert result.household.members[0].conditions[0].code == "asthma"


def test_a_second_child_is_added_when_the_number_is_corrected() -> None:
    assert len(after("孩子3岁", "等等，孩子是两个").household.members) == 2


def test_a_removed_member_is_kept_but_not_insured() -> None:
    member = after("我爷爷88我爸60", "爷爷不用算了").household.member("grandfather_1")
    assert member is not None and not member.insure and member.not_insured_reason == "excluded"


def test_a_removed_member_can_come_back() -> None:
    member = after("我妈62", "我妈不用买了", "把我妈也加上").household.member("mother")
    assert member is not None and member.insure and member.not_insured_reason is None


def test_one_more_daughter_is_a_second_child() -> None:
    assert len(after("女儿9岁", "忘了说还有个女儿5岁").household.members) == 2


def test_a_condition_can_be_taken_back() -> None:
    result = after("我妈有高血压", "我妈没有高血压")
    member = result.household.member("mother")
    assert member is not None
    assert member.conditions == () and member.denied_conditions == ("hypertension",)


def test_details_join_the_condition() -> None:
    member = after("我爸高血压", "我爸血压最高165/100").household.member("father")
    assert member is not None and len(member.conditions) == 1
    assert member.conditions[0].grade == 2 and member.conditions[0].attribute("systolic") == 165


def test_what_is_inferred_never_overrides_what_was_said() -> None:
    said = Household((Member("self", "self", sex="male"),))
    guessed = Household((Member("self", "self", sex="female", inferred=("sex",)),))
    assert merge(said, guessed).household.members[0].sex == "male"
    assert merge(guessed, said).household.members[0].inferred == ()


def test_a_reset_starts_again() -> None:
    assert after("我36老公38", "上面那些都不算，重新来").household.members == ()


def test_household_money_is_replaced() -> None:
    result = after("预算一万", "刚才那个预算改成八千")
    assert result.household.annual_budget_fen is not None
    assert result.household.annual_budget_fen.min == 800_000


@pytest.mark.parametrize("text", ["我36老公38娃5岁3岁", "老大8岁老二3岁", "爸妈都65有高血压"])
def test_the_same_message_twice_changes_nothing(text: str) -> None:
    once = after(text)
    assert after(text, text).household == once.household
    assert after(text, text).changes == ()
