"""Short, friendly answers that need no knowledge: thanks, farewell, small talk, help."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionAnswerSmalltalk(JiaBaoAction):
    """Answer with the domain's response for the intent, then resume the interview."""

    def name(self) -> str:
        return "action_answer_smalltalk"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter(f"utter_{conversation.turn.intent}")
