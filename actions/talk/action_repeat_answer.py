"""Say the last thing again."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionRepeatAnswer(JiaBaoAction):
    """Put the open question again, or show the plan again."""

    def name(self) -> str:
        return "action_repeat_answer"

    def respond(self, conversation: Conversation) -> None:
        if conversation.state.question is not None:
            return  # the base puts the open question again
        if conversation.state.planned:
            conversation.show(conversation.advise())
            return
        conversation.utter("utter_greet_again")
