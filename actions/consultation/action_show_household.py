"""Show what is known about the family, with the customer's own words."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.presentation.household_card import household_card


class ActionShowHousehold(JiaBaoAction):
    """Answer 「你记了我啥」 and 「我家现在都有哪些保单」 from the household document."""

    def name(self) -> str:
        return "action_show_household"

    def respond(self, conversation: Conversation) -> None:
        if not conversation.household.members:
            conversation.utter("utter_explain_nothing_known")
            return
        conversation.say(
            household_card(
                conversation.household,
                conversation.condition_names,
                health_skipped=conversation.health_skipped,
            )
        )
