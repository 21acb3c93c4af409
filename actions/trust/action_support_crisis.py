"""Help before anything else: crisis and violence stop every sales talk."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.handoff import hand_off


class ActionSupportCrisis(JiaBaoAction):
    """Give the help lines in plain words and call a person in; ask nothing, sell nothing."""

    digression = False
    yields_to_answer = False

    def name(self) -> str:
        return "action_support_crisis"

    def respond(self, conversation: Conversation) -> None:
        intent = conversation.turn.intent
        conversation.utter(f"utter_support_{intent}")
        hand_off(conversation, intent, silent=True)
