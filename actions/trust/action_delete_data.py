"""Delete what the customer told us, for real."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.dialogue.state import State


class ActionDeleteData(JiaBaoAction):
    """Forget the household at once and have the gateway delete the profile."""

    digression = False
    yields_to_answer = False

    def name(self) -> str:
        return "action_delete_data"

    def respond(self, conversation: Conversation) -> None:
        conversation.state = State()
        conversation.effect({"type": "delete_profile"})
        conversation.utter("utter_confirm_deletion")
