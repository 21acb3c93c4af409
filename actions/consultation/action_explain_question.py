"""Explain what a question is for."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionExplainQuestion(JiaBaoAction):
    """Say why the open question matters, then put it again."""

    def name(self) -> str:
        return "action_explain_question"

    def respond(self, conversation: Conversation) -> None:
        question = conversation.state.question
        topic = question.kind if question else "general"
        conversation.utter(f"utter_explain_question_{topic}")
