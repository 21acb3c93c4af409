"""Greet: who is speaking, that it is an AI, what it can do, how to reach a person."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.dialogue.effects import consent_effect


class ActionGreetCustomer(JiaBaoAction):
    """The first words of a conversation, and the answer to a greeting in it."""

    def name(self) -> str:
        return "action_greet_customer"

    def respond(self, conversation: Conversation) -> None:
        settings = conversation.shared.settings
        if conversation.turn.intent == "start_conversation":
            conversation.utter(
                "utter_introduce_assistant",
                institution=settings.institution,
                licence=settings.licence_number,
            )
            conversation.effect(consent_effect("C0", True, "C0-2026-11"))
            return
        if conversation.absorbed.changes:
            conversation.go_on()
        elif conversation.state.question is None:
            conversation.utter("utter_greet_again")
