"""Handing a conversation to a person, shared by the actions that do it."""

from __future__ import annotations

from actions.conversation import Conversation
from bot.presentation.messages import Message
from bot.presentation.names import member_name, texts


def hand_off(conversation: Conversation, reason: str, *, silent: bool = False) -> None:
    """Record the hand-off with a short summary; `silent` leaves the words to the caller."""
    words = texts("handoff")
    effect = {"type": "handoff", "reason": reason, "summary": _summary(conversation)}
    if silent:
        conversation.effect(effect)
        return
    body = {"state": "queued", "title": words["title"]}
    conversation.say(Message("handoff_card", words["text"], body, effects=(effect,)))


def _summary(conversation: Conversation) -> str:
    """Who the family is, for the person who takes over; health stays out of the summary."""
    household = conversation.household
    names = "、".join(
        f"{member_name(household, m)}{m.age.min if m.age else ''}" for m in household.members
    )
    return str(texts("handoff")["summary"]).format(
        members=names or texts("handoff")["nobody"], planned=conversation.state.planned
    )
