"""Answer 「便宜点」: show the basic tier beside the present plan, with what it gives up."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor import interview


class ActionOfferCheaper(JiaBaoAction):
    """Step down one tier, or say that a lower budget decides when the lowest is shown."""

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
        if after.total_fen >= before.total_fen:
            conversation.utter("utter_ask_lower_budget")
            return
        preferences = replace(conversation.state.preferences, tier="basic")
        conversation.state = replace(conversation.state, preferences=preferences)
        conversation.say_difference(before, after)
        conversation.show(after)
