"""Explain an insurance word."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.knowledge import faq_topic


class ActionExplainTerm(JiaBaoAction):
    """Terms stand among the reviewed answers."""

    def name(self) -> str:
        return "action_explain_term"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter(faq_topic(conversation) or "utter_explain_term_unknown")
