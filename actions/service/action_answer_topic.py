"""Topics with one reviewed answer: after-sales, yields, rankings, privacy."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.knowledge import faq_topic
from bot.dialogue.effects import consent_effect

RESPONSES = {
    "ask_claim": "utter_explain_claim",
    "ask_policy_service": "utter_explain_policy_service",
    "ask_yield": "utter_explain_yield",
    "ask_best_insurance": "utter_explain_ranking",
    "ask_stop_sale": "utter_explain_stop_sale",
    "ask_other_insurance": "utter_explain_other_insurance",
    "ask_privacy": "utter_explain_privacy",
    "ask_commission": "utter_explain_commission",
    "stop_contact": "utter_confirm_stop_contact",
}
# Where a nearer answer of the knowledge base may replace the general one.
REFINED = frozenset({"ask_claim", "ask_policy_service"})


class ActionAnswerTopic(JiaBaoAction):
    """Give the topic's answer; for claims and services the nearest reviewed one."""

    def name(self) -> str:
        return "action_answer_topic"

    def respond(self, conversation: Conversation) -> None:
        intent = conversation.turn.intent
        refined = faq_topic(conversation) if intent in REFINED else None
        conversation.utter(refined or RESPONSES[intent])
        if intent == "stop_contact":
            conversation.effect(consent_effect("C5", False, "C5-2026-11"))
