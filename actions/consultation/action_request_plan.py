"""The customer asks for a plan: start the interview, or give the plan at once when pressed."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor import interview


class ActionRequestPlan(JiaBaoAction):
    """A plan can be had at any moment: what is open is then assumed, listed and changeable."""

    digression = False

    def name(self) -> str:
        return "action_request_plan"

    def respond(self, conversation: Conversation) -> None:
        pressed = conversation.state.question is not None and not conversation.absorbed.changes
        if not pressed:
            conversation.go_on()
            return
        if not interview.can_plan(conversation.household):
            conversation.utter("utter_explain_minimum")
            conversation.resume()
            return
        conversation.state = replace(conversation.state, question=None)
        conversation.present_plan()
