"""Forget the household and begin again; asked for twice before anything is lost."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor.household import Household
from bot.dialogue.state import State


class ActionRestartConversation(JiaBaoAction):
    """Start over; the former household stays reachable by 「按原来的」."""

    digression = False
    yields_to_answer = False

    def name(self) -> str:
        return "action_restart_conversation"

    def respond(self, conversation: Conversation) -> None:
        before = conversation.before.household
        kept = replace(State(), previous=before if before != Household() else None)
        conversation.state = kept
        conversation.utter("utter_confirm_restart")
