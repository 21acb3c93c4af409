"""Refuse what must be refused, with the reason and a lawful way instead."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation


class ActionRefuseRequest(JiaBaoAction):
    """Answer concealment, rebates, fraud and the like with the domain's refusal for the intent."""

    def name(self) -> str:
        return "action_refuse_request"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter(f"utter_refuse_{conversation.turn.intent}")
