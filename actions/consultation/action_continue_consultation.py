"""Continue the consultation after a message that states, corrects or answers something."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction, continue_consultation
from actions.conversation import Conversation
from bot.advisor import interview


class ActionContinueConsultation(JiaBaoAction):
    """Take the facts in and ask the next question, or show the plan when nothing is open."""

    digression = False

    def name(self) -> str:
        return "action_continue_consultation"

    def respond(self, conversation: Conversation) -> None:
        if conversation.absorbed.reverted:
            conversation.utter("utter_confirm_revert")
        question = conversation.state.question
        if question is not None and not conversation.absorbed.changes:
            _answer_without_facts(conversation, question.kind)
            return
        if conversation.state.planned and not _anything_new(conversation):
            conversation.utter("utter_ask_after_plan")
            return
        continue_consultation(conversation)


def _anything_new(conversation: Conversation) -> bool:
    absorbed = conversation.absorbed
    return bool(absorbed.changes or absorbed.left_out or absorbed.reverted)


def _answer_without_facts(conversation: Conversation, kind: str) -> None:
    """The open question got a reply that says nothing about it: say what would help."""
    if kind == interview.CONFIRM and conversation.turn.says_no:
        conversation.utter("utter_ask_correction")
        return
    if conversation.turn.says_yes or conversation.turn.says_no:
        conversation.utter("utter_explain_expected_answer")
    conversation.state = replace(
        conversation.state, misunderstood=conversation.state.misunderstood + 1
    )
    conversation.go_on()
