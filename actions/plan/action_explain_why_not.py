"""Answer 「为什么没配」 by forcing it in and solving again."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.plan.subject import Subject, subject_of
from bot.advisor import interview
from bot.advisor.why import WhyNot, why_not
from bot.presentation.names import texts
from bot.presentation.why_text import why_not_text


class ActionExplainWhyNot(JiaBaoAction):
    """The rule in the way, or the price and what it would displace."""

    def name(self) -> str:
        return "action_explain_why_not"

    def respond(self, conversation: Conversation) -> None:
        if not conversation.state.planned or not interview.can_plan(conversation.household):
            conversation.utter("utter_explain_no_plan_yet")
            return
        subject = subject_of(conversation)
        if not subject.wanted:
            conversation.utter("utter_answer_why_not", text=texts("why")["which"])
            return
        found = [
            (person, _answer(conversation, person, subject))
            for person in _who(conversation, subject)
        ]
        missing = [f for _, f in found if f.verdict != "chosen"] or [f for _, f in found]
        text = "\n".join(
            why_not_text(conversation.household, f, subject.name, conversation.speaker)
            for f in missing
        )
        conversation.utter("utter_answer_why_not", text=text)


def _who(conversation: Conversation, subject: Subject) -> tuple[str, ...]:
    """The members named; else everybody who is insured and does not have it."""
    return subject.members or tuple(m.id for m in conversation.household.insured if m.age)


def _answer(conversation: Conversation, member_id: str, subject: Subject) -> WhyNot:
    return why_not(
        conversation.household,
        conversation.catalog,
        conversation.shared.knowledge,
        conversation.as_of,
        conversation.options(),
        member_id,
        subject.wanted,
    )
