"""Describe a product, or answer one attribute of it."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.product.focus import product_in_question
from bot.dialogue.mentions import attribute_in
from bot.dialogue.state import Focus
from bot.presentation.product_answer import attribute_answer, describe


class ActionDescribeProduct(JiaBaoAction):
    """The product named, else the one in focus, else the ones of the plan of that line."""

    def name(self) -> str:
        return "action_describe_product"

    def respond(self, conversation: Conversation) -> None:
        if conversation.education_only:
            conversation.utter("utter_explain_education_only")
            return
        products = product_in_question(conversation)
        if not products:
            conversation.utter("utter_ask_which_product")
            return
        attribute = attribute_in(conversation.turn.text)
        if attribute is None:
            answer = describe(products[0])
        else:
            answer = "\n".join(attribute_answer(p, attribute) for p in products)
        conversation.state = replace(
            conversation.state, focus=Focus(product_id=products[0].product_id)
        )
        conversation.utter("utter_answer_product", text=answer)
