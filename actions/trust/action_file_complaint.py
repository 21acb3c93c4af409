"""Take a complaint: the channels, and a person."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.handoff import hand_off


class ActionFileComplaint(JiaBaoAction):
    """Name the complaint channels, then hand over."""

    digression = False
    yields_to_answer = False

    def name(self) -> str:
        return "action_file_complaint"

    def respond(self, conversation: Conversation) -> None:
        conversation.utter(
            "utter_explain_complaint", phone=conversation.shared.settings.complaint_phone
        )
        hand_off(conversation, "complaint")
