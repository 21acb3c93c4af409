"""The customer would rather go on with the assistant."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionCancelHuman(JiaBaoAction):
    """Resume with what was said; a hand-off that is under way is withdrawn by the gateway."""

    def name(self) -> str:
        return "action_cancel_human"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter("utter_confirm_cancel_human")
