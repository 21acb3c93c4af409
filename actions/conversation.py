"""One turn seen by an action: the state, the message, and ways to answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.services import Services
from bot.advisor import interview
from bot.advisor.advice import Advice
from bot.advisor.household import Household
from bot.advisor.interview import HealthItem, Question, can_plan, fingerprint, next_question
from bot.advisor.planning import AdviceOptions, advise
from bot.advisor.product import Catalog
from bot.dialogue.absorb import GIVE_UP_AFTER, Absorbed, decline_open_question
from bot.dialogue.changes import acknowledgement
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.presentation.format import per_year
from bot.presentation.messages import Message
from bot.presentation.plan_card import TIERS, PlanView, Speaker, plan_card
from bot.presentation.plan_diff import plan_diff
from bot.presentation.questions import question_message, reminder_message
from bot.presentation.speaking import speaker

HEALTH_KINDS = (interview.CONSENT, interview.HEALTH, interview.HEALTH_DETAIL)


class Conversation:
    """The working object of one turn; `state` is what will be written back to the slots."""

    def __init__(
        self,
        dispatcher: CollectingDispatcher,
        shared: Services,
        turn: Turn,
        absorbed: Absorbed,
        before: State,
    ) -> None:
        self._dispatcher = dispatcher
        self.shared = shared
        self.turn = turn
        self.absorbed = absorbed
        self.before = before
        self.state = absorbed.state
        self.asked = False
        self._advised: dict[tuple[Household, AdviceOptions], Advice] = {}
        for effect in absorbed.effects:
            self.effect(effect)

    # --- saying ------------------------------------------------------------------------------

    def say(self, message: Message) -> None:
        """Send a message made by the presentation."""
        self._dispatcher.utter_message(json_message=message.to_json())

    def utter(self, response: str, **values: Any) -> None:
        """Send a response of the domain, its variables filled."""
        self._dispatcher.utter_message(response=response, **values)

    def effect(self, effect: dict[str, Any]) -> None:
        """Ask the gateway to record something without saying anything."""
        self.say(Message("effect", "", effects=(effect,)))

    # --- knowing -----------------------------------------------------------------------------

    @property
    def household(self) -> Household:
        return self.state.household

    @property
    def as_of(self) -> date:
        return self.shared.settings.today

    @cached_property
    def catalog(self) -> Catalog:
        """The catalogue of this turn: one version, confirmed once."""
        return self.shared.catalog.fetch()

    def options(self, state: State | None = None, **changes: Any) -> AdviceOptions:
        """What the customer wants of the plan, now or in another state."""
        state = state or self.state
        preferences = state.preferences
        options = AdviceOptions(
            tier=preferences.tier,
            excluded_needs=preferences.excluded_needs,
            excluded_lines=preferences.excluded_lines,
            allow_conditional=state.progress.health_consent is not False,
        )
        return replace(options, **changes) if changes else options

    def advise(self, household: Household | None = None, **changes: Any) -> Advice:
        """The advice for the household as it is now, or for another one."""
        return self._advise(household or self.household, self.options(**changes))

    def _advise(self, household: Household, options: AdviceOptions) -> Advice:
        """Computed once a turn for each household and options."""
        key = (household, options)
        if key not in self._advised:
            self._advised[key] = advise(
                household, self.catalog, self.shared.knowledge, self.as_of, options
            )
        return self._advised[key]

    @property
    def speaker(self) -> Speaker:
        return speaker(self.household, self.catalog, self.shared.templates)

    @property
    def condition_names(self) -> dict[str, str]:
        return dict(self.shared.knowledge.condition_names)

    # --- going on ----------------------------------------------------------------------------

    def next_question(self) -> Question | None:
        if not can_plan(self.household):
            return next_question(self.household, self.state.progress, ())
        advice = self.advise()
        facts = tuple(q.field for q in advice.questions if q.kind == "fact")
        return next_question(self.household, self.state.progress, health_items(advice), facts)

    def go_on(self) -> None:
        """Ask the next question, or show the plan when nothing is open."""
        self._give_up_on_silence()
        question = self.next_question()
        if question is None:
            self.present_plan()
        elif self.state.planned and question.kind not in (interview.MEMBERS, interview.AGES):
            # Once a plan was shown, a change shows at once; what is open is asked after it.
            self.present_plan()
            if question.kind in HEALTH_KINDS:
                self.ask(question)
        else:
            self.ask(question)

    def ask(self, question: Question) -> None:
        """Put a question and remember it."""
        again = self.state.times_asked + 1 if question == self.before.question else 0
        self.state = replace(self.state, question=question, times_asked=again)
        self.asked = True
        self.say(
            question_message(
                question,
                self.household,
                self.condition_names,
                health_skipped=self.health_skipped,
            )
        )

    def resume(self) -> None:
        """After a digression: put the open question again, in short, if there is one."""
        if self.state.question is None or self.asked or self.state.planned:
            return
        self.asked = True
        self.say(reminder_message(self.state.question, self.household, self.condition_names))

    def present_plan(self) -> None:
        """Show the plan; after a change, what the change did first."""
        advice = self.advise()
        confirmed = replace(self.state.progress, confirmed=fingerprint(self.household))
        self.state = replace(self.state, planned=True, question=None, progress=confirmed)
        if self.before.planned and can_plan(self.before.household):
            before = self._advise(self.before.household, self.options(self.before))
            if _same_plan(before, advice):
                self.utter("utter_confirm_same_plan", premium=per_year(advice.total_fen))
                return
            self.say_difference(before, advice)
        self.show(advice)

    def show(self, advice: Advice) -> None:
        self.say(
            plan_card(
                PlanView(
                    advice,
                    self.household,
                    self.catalog,
                    self.speaker,
                    {tier: self.advise(tier=tier).total_fen for tier in TIERS},
                    self.education_only,
                )
            )
        )

    @property
    def education_only(self) -> bool:
        return self.shared.settings.licence_mode == "education_only"

    @property
    def health_skipped(self) -> bool:
        progress = self.state.progress
        return progress.health_consent is False or "health" in progress.skipped

    def acknowledge(self) -> None:
        """Repeat what a correction changed, so that a mistake is seen at once."""
        text = acknowledgement(self.household, self.absorbed.changes, self.condition_names)
        if text:
            self.utter("utter_acknowledge_changes", changes=text)

    def say_difference(self, before: Advice, after: Advice) -> None:
        """Say what changed between two plans, the price first."""
        if self.education_only:
            return
        lines = plan_diff(self.household, before, after)
        self.utter("utter_present_difference", lines="\n".join(f"· {line}" for line in lines))

    def _give_up_on_silence(self) -> None:
        waiting = self.state.question is not None and not self.absorbed.changes
        if waiting and self.state.times_asked >= GIVE_UP_AFTER:
            self.state = decline_open_question(self.state)


def _same_plan(before: Advice, after: Advice) -> bool:
    """Whether two plans buy the same for the same price."""
    bought = [
        [(i.member_id, i.product_id, i.sum_fen, i.premium_fen) for i in advice.items]
        for advice in (before, after)
    ]
    return bought[0] == bought[1] and before.tier == after.tier


def health_items(advice: Advice) -> tuple[HealthItem, ...]:
    """The health questions among those that can change the plan."""
    items: list[HealthItem] = []
    for asked in advice.questions:
        if asked.kind == "attribute" and asked.conditions:
            items.append(HealthItem(asked.member_id, asked.conditions[0], asked.field))
        elif asked.kind == "condition":
            items += [
                HealthItem(asked.member_id, code, text=asked.text) for code in asked.conditions
            ]
    return tuple(items)
