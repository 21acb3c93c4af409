"""The plan as a document."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionRequestReport(JiaBaoAction):
    """Show the plan again and say how to keep it."""

    def name(self) -> str:
        return "action_request_report"

    def respond(self, conversation: Conversation) -> None:
        if not conversation.state.planned:
            conversation.utter("utter_explain_no_plan_yet")
            return
        conversation.show(conversation.advise())
        conversation.utter("utter_explain_report")
