"""Answer a general insurance question from the reviewed answers."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.knowledge import faq_topic


class ActionAnswerQuestion(JiaBaoAction):
    """Retrieve the answer beside the nearest question, or say honestly that there is none."""

    def name(self) -> str:
        return "action_answer_question"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter(faq_topic(conversation) or "utter_explain_unknown_question")
