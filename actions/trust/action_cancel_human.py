"""The customer would rather go on with the assistant."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionCancelHuman(JiaBaoAction):
    """Withdraw the hand-off and resume with what was said."""

    def name(self) -> str:
        return "action_cancel_human"

    def respond(self, conversation: Conversation) -> None:
        conversation.effect({"type": "handoff_cancelled"})
        conversation.utter("utter_confirm_cancel_human")
