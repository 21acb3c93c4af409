"""Answer 「为什么这样配」 from the plan itself."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.plan.subject import subject_of
from bot.advisor.why import why
from bot.presentation.why_text import overall_text, why_text


class ActionExplainWhy(JiaBaoAction):
    """The reason of an item, the formula of its sum and the row of its price; or the whole idea."""

    def name(self) -> str:
        return "action_explain_why"

    def respond(self, conversation: Conversation) -> None:
        if not conversation.state.planned:
            question = conversation.state.question
            conversation.utter(
                f"utter_explain_question_{question.kind}"
                if question
                else "utter_explain_no_plan_yet"
            )
            return
        subject = subject_of(conversation)
        advice, household = conversation.advise(), conversation.household
        if not subject.members and not subject.wanted:
            text = overall_text(household, advice, conversation.speaker)
            conversation.utter("utter_answer_why", text=text)
            return
        people = subject.members or tuple(m.member_id for m in advice.members)
        found = [
            why(advice, person, subject.need or None, subject.product_id or None)
            for person in people
        ]
        told = [f for f in found if f.items] or found[:1]
        text = "\n\n".join(
            why_text(household, f, conversation.speaker, conversation.shared.templates)
            for f in told
        )
        conversation.utter("utter_answer_why", text=text)
