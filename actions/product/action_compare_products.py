"""Compare two products by what their terms say; two kinds by the knowledge base."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.knowledge import faq_topic
from bot.dialogue.mentions import products_in
from bot.presentation.product_answer import compare


class ActionCompareProducts(JiaBaoAction):
    """Features side by side, without ranking or disparagement."""

    def name(self) -> str:
        return "action_compare_products"

    def respond(self, conversation: Conversation) -> None:
        products = products_in(conversation.turn.text, conversation.catalog)
        if len(products) >= 2 and not conversation.education_only:
            text = compare(products[0], products[1])
            conversation.utter("utter_answer_comparison", text=text)
            return
        topic = faq_topic(conversation)
        conversation.utter(topic or "utter_ask_which_two")
