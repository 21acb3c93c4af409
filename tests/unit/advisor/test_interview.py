"""The order of the interview: who, ages, basics, consent, health, confirmation."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor import interview
from bot.advisor.household import Household, household_from_dict
from bot.advisor.interview import HealthItem, Progress, Question, fingerprint, next_question

COUPLE = {
    "members": [
        {"id": "self", "relation": "self", "age": {"min": 36, "max": 36}},
        {"id": "spouse", "relation": "spouse", "sex": "male", "age": {"min": 38, "max": 38}},
    ]
}
KNOWN = {
    "members": [dict(m, social_insurance="employee") for m in COUPLE["members"]],
    "annual_income_fen": 30_000_000,
    "annual_budget_fen": 1_500_000,
}
ITEMS = (HealthItem("self", "hypertension"), HealthItem("spouse", "hypertension"))


def test_an_empty_household_is_asked_who_belongs_to_it() -> None:
    assert next_question(Household(), Progress(), ()) == Question(interview.MEMBERS)


def test_a_missing_age_comes_before_money() -> None:
    household = household_from_dict({"members": [*COUPLE["members"], {"relation": "father"}]})
    question = next_question(household, Progress(), ())
    assert question == Question(interview.AGES, ("father",), ("age",))


def test_fewer_members_than_announced_are_asked_for_once() -> None:
    household = household_from_dict({**COUPLE, "members_count": 4})
    assert next_question(household, Progress(), ()) == Question(interview.MEMBERS)
    skipped = Progress().skip(["members"])
    assert next_question(household, skipped, ()).kind == interview.BASICS


def test_basics_ask_only_what_is_open() -> None:
    household = household_from_dict({**COUPLE, "annual_budget_fen": 1_500_000})
    question = next_question(household, Progress(), ())
    assert question.items == ("annual_income_fen", "social_insurance")
    declined = Progress().skip(["annual_income_fen"])
    assert next_question(household, declined, ()).items == ("social_insurance",)


def test_one_member_with_income_is_income_enough() -> None:
    members = [dict(COUPLE["members"][0], annual_income_fen=12_000_000), COUPLE["members"][1]]
    question = next_question(household_from_dict({"members": members}), Progress(), ())
    assert "annual_income_fen" not in question.items


def test_no_health_question_before_consent() -> None:
    household = household_from_dict(KNOWN)
    assert next_question(household, Progress(), ITEMS).kind == interview.CONSENT
    agreed = Progress(health_consent=True)
    question = next_question(household, agreed, ITEMS)
    assert question == Question(interview.HEALTH, ("self", "spouse"), ("hypertension",))


def test_refusing_consent_leads_to_confirmation_without_health_questions() -> None:
    household = household_from_dict(KNOWN)
    refused = Progress(health_consent=False)
    assert next_question(household, refused, ITEMS).kind == interview.CONFIRM


def test_consent_names_the_children_under_fourteen() -> None:
    child = {"id": "child_1", "relation": "son", "age": {"min": 13, "max": 13}}
    teen = {"id": "child_2", "relation": "son", "age": {"min": 14, "max": 14}}
    members = [*KNOWN["members"], *(dict(c, social_insurance="resident") for c in (child, teen))]
    household = household_from_dict({**KNOWN, "members": members})
    assert next_question(household, Progress(), ITEMS).members == ("child_1",)


def test_a_detail_is_asked_after_the_list_and_can_be_skipped() -> None:
    household = household_from_dict(KNOWN)
    agreed = Progress(health_consent=True)
    detail = (HealthItem("spouse", "hypertension", "grade"),)
    question = next_question(household, agreed, detail)
    assert question == Question(interview.HEALTH_DETAIL, ("spouse",), ("hypertension", "grade"))
    skipped = agreed.skip(["spouse:hypertension:grade"])
    assert next_question(household, skipped, detail).kind == interview.CONFIRM


def test_confirmation_is_asked_again_only_when_facts_changed() -> None:
    household = household_from_dict(KNOWN)
    confirmed = Progress(health_consent=True, confirmed=fingerprint(household))
    assert next_question(household, confirmed, ()) is None
    reworded = replace(household, sources=(("city", "上海"),))
    assert next_question(reworded, confirmed, ()) is None
    moved = replace(household, city="上海")
    assert next_question(moved, confirmed, ()).kind == interview.CONFIRM


def test_progress_and_question_survive_a_slot() -> None:
    progress = Progress(True, frozenset({"age:father"}), "abc")
    assert Progress.from_dict(progress.to_dict()) == progress
    question = Question(interview.AGES, ("father",), ("age",))
    assert Question.from_dict(question.to_dict()) == question
    assert Question.from_dict(None) is None
