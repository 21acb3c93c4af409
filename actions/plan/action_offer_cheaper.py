"""Answer 「便宜点」: the basic tier when it saves enough, else concrete lower budgets."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor import interview
from bot.presentation.budgets import lower_budgets

WORTHWHILE = 0.9  # a tier above this share of the present premium is no answer to "cheaper"


class ActionOfferCheaper(JiaBaoAction):
    """Show what is cheaper and what it gives up; never cheaper by leaving somebody out."""

    digression = False

    def name(self) -> str:
        return "action_offer_cheaper"

    def respond(self, conversation: Conversation) -> None:
        if not conversation.state.planned or not interview.can_plan(conversation.household):
            conversation.utter("utter_explain_price_needs_household")
            conversation.go_on()
            return
        before = conversation.advise()
        after = conversation.advise(tier="basic")
        if after.total_fen > before.total_fen * WORTHWHILE:
            conversation.say(lower_budgets(before.total_fen))
            return
        preferences = replace(conversation.state.preferences, tier="basic")
        conversation.state = replace(conversation.state, preferences=preferences)
        conversation.say_difference(before, after)
        conversation.show(after)
