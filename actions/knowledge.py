"""The reviewed answer that the retrieval found for a question."""

from __future__ import annotations

from actions.conversation import Conversation

CONFIDENT = 0.5  # below this the nearest question is no answer


def faq_topic(conversation: Conversation) -> str | None:
    """The response `utter_faq/<topic>` for the message, or None when nothing is near enough."""
    topic, score = conversation.turn.faq
    return f"utter_{topic}" if topic and score >= CONFIDENT else None
