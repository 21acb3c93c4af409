"""What a message changes: facts, answers to the open question, consent, corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.advisor import interview
from bot.advisor.household import Household, household_from_dict
from bot.advisor.interview import Progress, Question, fingerprint
from bot.dialogue.absorb import Absorbed, absorb, decline_open_question
from bot.dialogue.state import State
from bot.dialogue.turn import read_turn

AS_OF = date(2026, 11, 21)
VERSIONS = ("C2-test", "C3-test")
FAMILY = household_from_dict(
    {
        "members": [
            {"id": "self", "relation": "self", "sex": "female", "age": {"min": 36, "max": 36}},
            {"id": "father", "relation": "father", "sex": "male", "age": {"min": 66, "max": 66},
             "conditions": [{"code": "hypertension", "said": "高血压"}]},
            {"id": "child_1", "relation": "son", "sex": "male", "age": {"min": 8, "max": 8}},
        ],
        "annual_budget_fen": 1_500_000,
    }
)  # fmt: skip
CONSENT = Question(interview.CONSENT, ("child_1",))
HEALTH = Question(interview.HEALTH, ("self", "father"), ("hypertension", "diabetes"))


def say(state: State, text: str, intent: str = "inform_household") -> Absorbed:
    turn = read_turn(text, intent, 0.9, state.question, AS_OF, household=state.household)
    return absorb(state, turn, VERSIONS)


def after(question: Question | None, **changes: object) -> State:
    return replace(State(household=FAMILY, question=question), **changes)


def test_a_first_message_becomes_the_household() -> None:
    state = say(State(), "我36，老公38，一年预算1.5万").state
    assert {m.id for m in state.household.members} == {"self", "spouse"}
    assert state.household.annual_budget_fen is not None


def test_consent_is_recorded_per_purpose_with_its_text_version() -> None:
    absorbed = say(after(CONSENT), "/affirm", "affirm")
    assert absorbed.state.progress.health_consent is True
    layers = [(e["layer"], e["given"], e["text_version"]) for e in absorbed.effects]
    assert layers == [("C2", True, "C2-test"), ("C3", True, "C3-test")]
    assert absorbed.state.household == FAMILY


@pytest.mark.parametrize(
    ("text", "intent"), [("/deny", "deny"), ("不同意", "deny"), ("不想说", "refuse_to_say")]
)
def test_refusing_consent_drops_what_was_volunteered(text: str, intent: str) -> None:
    absorbed = say(after(CONSENT), text, intent)
    assert absorbed.state.progress.health_consent is False
    assert not any(m.conditions for m in absorbed.state.household.members)
    assert [(e["layer"], e["given"]) for e in absorbed.effects] == [("C2", False)]


def test_volunteering_after_a_refusal_opens_consent_again() -> None:
    state = State(household=FAMILY, progress=Progress(health_consent=False))
    absorbed = say(state, "我爸有糖尿病")
    assert absorbed.state.progress.health_consent is None


def test_none_of_these_denies_every_item_for_everyone_asked() -> None:
    state = say(after(HEALTH, progress=Progress(True)), "/deny", "deny").state
    denied = {m.id: m.denied_conditions for m in state.household.members}
    assert denied["self"] == ("hypertension", "diabetes")
    assert denied["father"] == ("diabetes",)
    assert denied["child_1"] == ()
    assert state.question is None


def test_naming_one_condition_denies_the_rest_as_inferred() -> None:
    state = say(after(HEALTH, progress=Progress(True)), "我有糖尿病").state
    me = state.household.member("self")
    assert me is not None
    assert [c.code for c in me.conditions] == ["diabetes"]
    assert me.denied_conditions == ("hypertension",)
    assert "denied_conditions" in me.inferred


@pytest.mark.parametrize("intent", ["skip_question", "refuse_to_say", "dont_know"])
def test_a_skipped_question_is_closed_and_never_denied(intent: str) -> None:
    state = say(after(HEALTH, progress=Progress(True)), f"/{intent}", intent).state
    assert state.question is None
    assert not state.household.members[0].denied_conditions
    assert "health" in state.progress.skipped


def test_confirming_remembers_exactly_this_household() -> None:
    state = say(after(Question(interview.CONFIRM)), "/affirm", "affirm").state
    assert state.progress.confirmed == fingerprint(FAMILY)


def test_a_correction_is_no_confirmation() -> None:
    absorbed = say(after(Question(interview.CONFIRM)), "不对，我爸是67", "correct_household")
    assert absorbed.state.progress.confirmed == ""
    father = absorbed.state.household.member("father")
    assert father is not None and father.age is not None and father.age.min == 67
    assert [(c.member_id, c.field) for c in absorbed.changes] == [("father", "age")]


def test_after_the_plan_a_statement_is_its_own_confirmation() -> None:
    state = after(None, planned=True, progress=Progress(True, confirmed=fingerprint(FAMILY)))
    changed = say(state, "预算改成8000", "change_budget").state
    assert changed.household.annual_budget_fen is not None
    assert changed.household.annual_budget_fen.min == 800_000
    assert changed.progress.confirmed == fingerprint(changed.household)
    assert changed.previous == FAMILY


def test_the_last_change_can_be_taken_back() -> None:
    state = after(None, planned=True, progress=Progress(True, confirmed=fingerprint(FAMILY)))
    changed = say(state, "预算改成8000", "change_budget").state
    back = say(changed, "算了还是按原来的", "revert_change")
    assert back.reverted
    assert back.state.household == FAMILY


def test_a_question_left_open_twice_is_closed_with_its_default() -> None:
    question = Question(interview.BASICS, ("self",), ("annual_income_fen", "social_insurance"))
    state = decline_open_question(after(question))
    assert state.progress.skipped == {"annual_income_fen", "social_insurance"}


def test_the_memory_survives_the_slots() -> None:
    state = after(HEALTH, planned=True, previous=Household(), times_asked=1)
    assert State.from_slots(state.to_slots()) == state


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("高血压能买百万医疗吗", "ask_underwriting"),
        ("为什么没给我妈配重疾", "ask_why_not"),
        ("要是再生一个孩子呢", "ask_what_if"),
        ("糖尿病不写行不行", "conceal_condition"),
        ("能偷偷给公公买个意外吗", "uninsurable_interest"),
    ],
)
def test_a_question_or_supposition_states_nothing(text: str, intent: str) -> None:
    before = State(household=FAMILY)
    assert say(before, text, intent).state.household == FAMILY


def test_a_fact_beside_a_question_counts() -> None:
    state = say(State(), "我爸66有糖尿病，能买什么", "ask_underwriting").state
    father = state.household.member("father")
    assert father is not None
    assert [c.code for c in father.conditions] == ["diabetes"]


def basics(*items: str) -> State:
    couple = household_from_dict(
        {"members": [{"relation": "self", "age": 35}, {"relation": "spouse", "age": 33}]}
    )
    question = Question(interview.BASICS, ("self", "spouse"), items)
    return State(household=couple, question=question)


def test_a_bare_kind_of_insurance_is_read_beside_an_open_budget() -> None:
    state = say(basics("annual_budget_fen", "social_insurance"), "职工").state
    assert {m.social_insurance for m in state.household.members} == {"employee"}
    assert "annual_budget_fen" in state.progress.skipped


def test_what_is_undecided_is_not_asked_again() -> None:
    absorbed = say(basics("annual_income_fen", "annual_budget_fen"), "年收入25万，没想好预算")
    assert absorbed.answered
    assert absorbed.state.household.annual_income_fen is not None
    assert "annual_budget_fen" in absorbed.state.progress.skipped
    only = say(basics("annual_budget_fen", "social_insurance"), "没想好预算", "nlu_fallback")
    assert only.state.progress.skipped == {"annual_budget_fen"}


def test_an_ownerless_fact_is_about_the_one_to_be_insured() -> None:
    mother = {"id": "mother", "relation": "mother", "sex": "female", "age": 58}
    state = State(household=household_from_dict({"members": [mother]}))
    told = say(state, "有职工医保").state.household
    assert [(m.id, m.social_insurance) for m in told.members] == [("mother", "employee")]


def test_an_unasked_pressure_is_about_the_known_hypertension() -> None:
    state = say(after(Question(interview.CONFIRM)), "最高150/95").state
    father = state.household.member("father")
    assert father is not None
    assert [(c.code, c.grade) for c in father.conditions] == [("hypertension", 1)]
    unchanged = say(after(Question(interview.CONFIRM)), "她能买百万医疗吗", "ask_eligibility")
    assert unchanged.state.household.member("father") == FAMILY.member("father")


@pytest.mark.parametrize("text", ["年收入25万，没想好预算", "没想好", "30万吧，没概念"])
def test_undecided_is_never_read_as_uninsured(text: str) -> None:
    state = say(basics("annual_income_fen", "annual_budget_fen", "social_insurance"), text).state
    assert {m.social_insurance for m in state.household.members} == {None}
    alone = say(basics("social_insurance"), text).state
    assert {m.social_insurance for m in alone.household.members} == {None}


def test_an_undo_never_brings_refused_health_facts_back() -> None:
    refused = say(after(CONSENT), "/deny", "deny").state
    assert refused.previous is None or not any(m.conditions for m in refused.previous.members)
    back = say(refused, "算了还是按原来的", "revert_change").state
    assert not any(m.conditions for m in back.household.members)


@pytest.mark.parametrize(
    ("text", "needs", "lines"),
    [
        ("不要重疾险了", ("critical_illness",), ()),
        ("惠民保就不要了", (), ("huiminbao",)),
    ],
)
def test_what_is_left_out_is_a_need_or_one_line_of_products(
    text: str, needs: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    absorbed = say(after(None, planned=True), text, "change_lines")
    kept = State.from_slots(absorbed.state.to_slots()).preferences
    assert absorbed.left_out
    assert (kept.excluded_needs, kept.excluded_lines) == (needs, lines)
    assert not say(absorbed.state, text, "change_lines").left_out
