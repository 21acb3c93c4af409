"""What a message changes: facts, answers to the open question, corrections, withdrawals.

Pure: the old state and a turn give the new state, the changes to acknowledge and the effects
that the gateway must record. Whatever the intent, facts are never lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.advisor import interview
from bot.advisor.household import Household, Member, household_from_dict
from bot.advisor.interview import Progress, Question, fingerprint
from bot.advisor.merge import Change, merge
from bot.dialogue.effects import Effect, consent_effect
from bot.dialogue.state import Preferences, State
from bot.dialogue.statements import stated_document, undecided
from bot.dialogue.turn import Turn

HEALTH_FIELDS: dict[str, Any] = {
    "conditions": (),
    "denied_conditions": (),
    "healthy": None,
    "pregnant": None,
    "pregnant_weeks": None,
    "height_cm": None,
    "weight_kg": None,
}
GIVE_UP_AFTER = 2  # unanswered times after which a question is closed with its default


@dataclass(frozen=True)
class Absorbed:
    """The state after a message.

    `answered`: the open question got an answer (or was declined); `left_out`: the customer wants
    a need or a line of products left out of the plan.
    """

    state: State
    changes: tuple[Change, ...] = ()
    answered: bool = False
    reverted: bool = False
    left_out: bool = False
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class _Answer:
    progress: Progress
    household: Household
    answered: bool
    effects: tuple[Effect, ...] = ()


def absorb(state: State, turn: Turn, consent_versions: tuple[str, str]) -> Absorbed:
    """Take in one message. `consent_versions` are the text versions of C2 and C3."""
    if turn.intent == "revert_change" and state.previous is not None:
        return _revert(state)
    told, changes, preferences = _facts(state, turn)
    answer = _answer(state, told, turn, bool(changes), consent_versions)
    household = answer.household
    progress = _reopen_consent(answer.progress, state, household)
    if progress.health_consent is False:
        household = without_health(household)
    if state.planned and household != state.household and progress.confirmed:
        # After the plan a plain statement is its own confirmation; the reply shows what changed.
        progress = replace(progress, confirmed=fingerprint(household))
    changed = household != state.household
    previous = state.household if changed and state.household.members else state.previous
    if progress.health_consent is False and previous is not None:
        previous = without_health(previous)  # what was refused must not come back by an undo
    return Absorbed(
        replace(
            state,
            household=household,
            progress=progress,
            preferences=preferences,
            question=None if answer.answered else state.question,
            times_asked=0 if answer.answered else state.times_asked,
            misunderstood=0 if answer.answered or changes else state.misunderstood,
            previous=previous,
        ),
        changes,
        answer.answered,
        left_out=preferences != state.preferences,
        effects=answer.effects,
    )


def without_health(household: Household) -> Household:
    """The household with every health fact removed: consent was refused or withdrawn."""
    members = tuple(replace(m, **HEALTH_FIELDS) for m in household.members)
    return replace(household, members=members)


def decline_open_question(state: State) -> State:
    """Close the open question with its default after it went unanswered too often."""
    if state.question is None:
        return state
    return replace(
        state, progress=_skip(state.progress, state.question), question=None, times_asked=0
    )


def _revert(state: State) -> Absorbed:
    household, progress = state.previous, state.progress
    assert household is not None
    if state.planned:
        progress = replace(progress, confirmed=fingerprint(household))
    return Absorbed(
        replace(state, household=household, previous=state.household, progress=progress),
        answered=True,
        reverted=True,
    )


def _facts(state: State, turn: Turn) -> tuple[Household, tuple[Change, ...], Preferences]:
    stated = stated_document(turn, state.household)
    if turn.understanding is None or stated is None:
        return state.household, (), state.preferences
    merged = merge(state.household, household_from_dict(stated), turn.understanding.operations)
    lines = [str(o.value) for o in turn.understanding.operations if o.kind == "exclude_line"]
    return merged.household, tuple(merged.changes), state.preferences.without(lines)


def _reopen_consent(progress: Progress, state: State, household: Household) -> Progress:
    """Health facts volunteered after a refusal are used only after asking once more."""
    volunteered = any(m.conditions for m in household.members)
    if state.progress.health_consent is False and progress.health_consent is False and volunteered:
        return replace(progress, health_consent=None, skipped=progress.skipped - {"health"})
    return progress


def _answer(
    state: State,
    told: Household,
    turn: Turn,
    changed: bool,
    versions: tuple[str, str],
) -> _Answer:
    question, progress = state.question, state.progress
    if question is None:
        return _Answer(progress, told, False)
    if question.kind == interview.CONSENT:
        return _consent(question, progress, told, turn, versions)
    if question.kind == interview.CONFIRM:
        return _confirm(progress, told, turn, changed)
    if question.kind == interview.HEALTH:
        return _health(question, progress, told, turn, changed)
    if _settled(question, told):
        return _Answer(progress, told, True)
    named = undecided(turn.text, question.items)
    progress = progress.skip(named)
    unsure = turn.unsure and not named  # 没想好预算 leaves the other items open
    if turn.declines or unsure or (turn.says_no and not changed):
        return _Answer(_skip(progress, question), told, True)
    touched = changed and _touches(question, state.household, told)
    if touched and question.kind == interview.BASICS:
        # The budget has a stated default: who answered the rest is not asked for it again.
        progress = progress.skip(i for i in question.items if i == "annual_budget_fen")
    return _Answer(progress, told, touched or progress != state.progress)


def _consent(
    question: Question, progress: Progress, told: Household, turn: Turn, versions: tuple[str, str]
) -> _Answer:
    if turn.says_yes:
        effects = [consent_effect("C2", True, versions[0])]
        if question.members:
            effects.append(consent_effect("C3", True, versions[1], ",".join(question.members)))
        return _Answer(replace(progress, health_consent=True), told, True, tuple(effects))
    if turn.says_no or turn.declines or turn.unsure:
        progress = replace(progress, health_consent=False)
        return _Answer(progress, told, True, (consent_effect("C2", False, versions[0]),))
    return _Answer(progress, told, False)


def _confirm(progress: Progress, told: Household, turn: Turn, changed: bool) -> _Answer:
    if turn.says_yes and not changed:
        return _Answer(replace(progress, confirmed=fingerprint(told)), told, True)
    return _Answer(progress, told, changed)


def _health(
    question: Question, progress: Progress, told: Household, turn: Turn, changed: bool
) -> _Answer:
    if turn.declines or (turn.unsure and not changed):
        return _Answer(progress.skip(["health"]), told, True)
    if turn.says_no or changed:
        # What was not named is taken as absent and shown on the confirmation card to be checked.
        guessed = changed and not turn.says_no
        return _Answer(progress, _deny_rest(told, question, inferred=guessed), True)
    return _Answer(progress, told, False)


def _deny_rest(household: Household, question: Question, *, inferred: bool) -> Household:
    def deny(member: Member) -> Member:
        if member.id not in question.members:
            return member
        reported = {c.code for c in member.conditions}
        absent = [c for c in question.items if c not in reported]
        denied = tuple(dict.fromkeys((*member.denied_conditions, *absent)))
        marks = {*member.inferred, "denied_conditions"} if inferred else set(member.inferred)
        return replace(member, denied_conditions=denied, inferred=tuple(sorted(marks)))

    return replace(household, members=tuple(deny(m) for m in household.members))


def _settled(question: Question, household: Household) -> bool:
    return not any(_open(question, item, household) for item in _items(question))


def _touches(question: Question, before: Household, after: Household) -> bool:
    """Part of a question was answered; the rest is asked again in a shorter form."""
    return any(
        _open(question, item, before) and not _open(question, item, after)
        for item in _items(question)
    )


def _items(question: Question) -> Sequence[str]:
    return question.items or (question.kind,)


def _open(question: Question, item: str, household: Household) -> bool:
    checks: dict[str, Callable[[Household], bool]] = {
        interview.MEMBERS: lambda h: not h.insured or (h.members_count or 0) > len(h.members),
        "age": lambda h: any(_member_lacks(h, i, "age") for i in question.members),
        "social_insurance": lambda h: any(
            _member_lacks(h, i, "social_insurance") for i in question.members
        ),
        "annual_income_fen": lambda h: (
            h.annual_income_fen is None and not any(m.annual_income_fen for m in h.members)
        ),
        "city": lambda h: h.city is None,
        "annual_budget_fen": lambda h: (
            h.annual_budget_fen is None and h.budget_share_of_income is None
        ),
    }
    if question.kind == interview.HEALTH_DETAIL:
        return _detail_open(question, household)
    return checks[item](household)


def _detail_open(question: Question, household: Household) -> bool:
    code, *attributes = question.items
    member = household.member(question.members[0])
    found = next((c for c in member.conditions if c.code == code), None) if member else None
    if found is None:
        return False
    return all(
        found.grade is None if name == "grade" else found.attribute(name) is None
        for name in attributes
    )


def _member_lacks(household: Household, member_id: str, field: str) -> bool:
    member = household.member(member_id)
    return member is not None and member.insure and getattr(member, field) is None


def _skip(progress: Progress, question: Question) -> Progress:
    if question.kind == interview.AGES:
        return progress.skip(f"age:{i}" for i in question.members)
    if question.kind == interview.HEALTH_DETAIL:
        code, *attributes = question.items
        return progress.skip(f"{question.members[0]}:{code}:{name}" for name in attributes)
    return progress.skip(question.items or (question.kind,))
