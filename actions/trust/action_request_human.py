"""Hand the conversation to a person: recorded as a state, told honestly."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.handoff import hand_off


class ActionRequestHuman(JiaBaoAction):
    """One turn from anywhere."""

    digression = False
    yields_to_answer = False

    def name(self) -> str:
        return "action_request_human"

    def respond(self, conversation: Conversation) -> None:
        hand_off(conversation, "asked")
