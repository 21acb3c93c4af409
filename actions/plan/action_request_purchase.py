"""The customer wants to buy: demonstration products are not sold, a licensed person takes over."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.handoff import hand_off


class ActionRequestPurchase(JiaBaoAction):
    """Say honestly what cannot be bought here and hand over."""

    digression = False

    def name(self) -> str:
        return "action_request_purchase"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter("utter_explain_purchase")
        hand_off(conversation, "purchase")
