"""Answer 「要是……」: the plan for the imagined family beside the present one; nothing is stored."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor import interview
from bot.dialogue.what_if import imagine
from bot.presentation.names import texts
from bot.presentation.plan_diff import plan_diff


class ActionExplainWhatIf(JiaBaoAction):
    """Facts in a supposition are not facts: the household is put back after the comparison."""

    def name(self) -> str:
        return "action_explain_what_if"

    def respond(self, conversation: Conversation) -> None:
        household = conversation.before.household
        if not conversation.before.planned or not interview.can_plan(household):
            conversation.utter("utter_explain_no_plan_yet")
            return
        conversation.state = replace(conversation.before, question=conversation.state.question)
        supposed = imagine(household, conversation.turn)
        if supposed is None or supposed == household:
            conversation.utter("utter_explain_what_if_more")
            return
        lines = plan_diff(supposed, conversation.advise(household), conversation.advise(supposed))
        text = "\n".join([*(f"· {line}" for line in lines), texts("why")["whatif_keep"]])
        conversation.utter("utter_answer_what_if", text=text)
