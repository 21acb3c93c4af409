"""Questions of the interview as messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.advisor import interview
from bot.advisor.household import Household
from bot.advisor.interview import Question
from bot.presentation.household_card import household_card
from bot.presentation.messages import Message, QuickReply, text_message
from bot.presentation.names import member_name, texts


def question_message(
    question: Question,
    household: Household,
    condition_names: Mapping[str, str],
    *,
    health_skipped: bool = False,
) -> Message:
    """Ask `question`. `condition_names` maps a condition code to its Chinese name."""
    if question.kind == interview.MEMBERS:
        return _members(household)
    if question.kind == interview.AGES:
        return _ages(question, household)
    if question.kind == interview.BASICS:
        return _basics(question, household)
    if question.kind == interview.CONSENT:
        return _consent(question, household)
    if question.kind == interview.HEALTH:
        return _health(question, household, condition_names)
    if question.kind == interview.HEALTH_DETAIL:
        return _detail(question, household, condition_names)
    return household_card(household, condition_names, health_skipped=health_skipped)


def reminder_message(
    question: Question, household: Household, condition_names: Mapping[str, str]
) -> Message:
    """Put `question` again after a digression: long ones in one sentence, with their buttons."""
    short = texts("questions")["reminders"].get(question.kind)
    message = question_message(question, household, condition_names)
    return text_message(short, *message.quick_replies) if short else message


def names(household: Household, ids: Iterable[str]) -> str:
    """The members' names, listed."""
    found = (household.member(i) for i in ids)
    return "、".join(member_name(household, m) for m in found if m)


def _members(household: Household) -> Message:
    words = texts("questions")
    if not household.members:
        return text_message(words["members"])
    if not household.insured:
        return text_message(words["members_excluded"])
    known = names(household, (m.id for m in household.members))
    text = words["members_missing"].format(
        count=household.members_count, known=len(household.members), names=known
    )
    return text_message(text, _button("skip"))


def _ages(question: Question, household: Household) -> Message:
    words = texts("questions")
    members = [household.member(i) for i in question.members]
    if all(m is not None and "age" in m.conflicts for m in members):
        who = names(household, question.members)
        return text_message(words["ages_conflict"].format(name=who))
    return text_message(words["ages"].format(names=names(household, question.members)))


def _basics(question: Question, household: Household) -> Message:
    words = texts("questions")
    everyone = len(question.members) == len(household.insured) > 1
    who = "家里人都" if everyone else names(household, question.members)
    asks = [words["basics"][item].format(names=who) for item in question.items]
    if len(asks) == 1:
        text = asks[0]
    else:
        numbered = [f"{words['numerals'][i]} {ask}" for i, ask in enumerate(asks)]
        text = "\n".join([words["basics_lead"].format(count=len(asks)), *numbered])
    buttons = [_button("skip"), _button("plan_now")]
    if question.items == ("social_insurance",):
        buttons.insert(0, _button("all_insured"))
    return text_message(text, *buttons)


def _consent(question: Question, household: Household) -> Message:
    words = texts("questions")["consent"]
    points = list(words["points"])
    if any(m.conditions for m in household.members):
        points.append(words["volunteered"])
    if question.members:
        points.append(words["guardian"].format(names=names(household, question.members)))
    body = {"title": words["title"], "purpose": words["purpose"], "points": points}
    lines = [f"{words['title']}。{words['purpose']}", *(f"· {p}" for p in points)]
    lines.append(words["question"])
    return Message("consent_card", "\n".join(lines), body, (_button("agree"), _button("disagree")))


def _health(
    question: Question, household: Household, condition_names: Mapping[str, str]
) -> Message:
    words = texts("questions")["health"]
    everyone = len(question.members) == len(household.insured) > 1
    who = "全家人" if everyone else names(household, question.members)
    asked = question.texts or tuple(condition_names.get(c, c) for c in question.items)
    numbered = [f"{number}. {item}" for number, item in enumerate(asked, start=1)]
    text = "\n".join([words["lead"].format(names=who), *numbered, words["note"]])
    return text_message(text, _button("none_of_these"), _button("dont_know"), _button("skip"))


def _detail(
    question: Question, household: Household, condition_names: Mapping[str, str]
) -> Message:
    forms: dict[str, Any] = texts("questions")["details"]
    code, *attributes = question.items
    form = next((forms[f"{code}.{a}"] for a in attributes if f"{code}.{a}" in forms), None)
    text = str(form or forms.get(code) or forms["default"]).format(
        name=names(household, question.members), condition=condition_names.get(code, code)
    )
    return text_message(text, _button("dont_know"))


def _button(key: str) -> QuickReply:
    raw = texts("questions")["buttons"][key]
    return QuickReply(raw["label"], raw["payload"])
