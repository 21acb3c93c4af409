"""Describe services and the lines that are handed to a person: care, health, motor, travel."""

from __future__ import annotations

from typing import Any

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.knowledge import faq_topic
from bot.advisor.product import Product
from bot.dialogue.mentions import plain, products_in
from bot.presentation.names import texts
from bot.presentation.product_answer import describe

# Where to look when nothing is named: the kinds of service and the lines of product.
SUBJECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "ask_elder_care": {"services": ("dajia-home",), "lines": ()},
    "ask_health_service": {"services": ("china-screening-tour",), "lines": ()},
    "ask_car_insurance": {"services": (), "lines": ("auto_commercial", "auto_compulsory")},
    "ask_sport_insurance": {"services": (), "lines": ("sport",)},
    "ask_travel_insurance": {"services": (), "lines": ("travel",)},
    "ask_home_insurance": {"services": (), "lines": ("home",)},
    "ask_social_insurance": {"services": (), "lines": ("huiminbao",)},
    "ask_company": {"services": (), "lines": ()},
}


class ActionDescribeService(JiaBaoAction):
    """The service named, else the reviewed answer, else the products of the subject."""

    def name(self) -> str:
        return "action_describe_service"

    def respond(self, conversation: Conversation) -> None:
        intent = conversation.turn.intent
        text = _of_service(conversation) or _of_product(conversation)
        topic = faq_topic(conversation)
        if text is None and topic is None:
            text = _of_lines(conversation, SUBJECTS[intent]["lines"])
        if text is not None:
            conversation.utter("utter_answer_service", text=text)
        elif intent == "ask_company" and topic is None:
            settings = conversation.shared.settings
            conversation.utter(
                "utter_explain_company",
                institution=settings.institution,
                licence=settings.licence_number,
                phone=settings.complaint_phone,
            )
        else:
            conversation.utter(topic or "utter_explain_unknown_question")


def _of_service(conversation: Conversation) -> str | None:
    services = conversation.shared.catalog.services()
    default = SUBJECTS[conversation.turn.intent]["services"]
    service = _named(conversation.turn.text, services) or next(
        (s for s in services if s["service_id"] in default), None
    )
    if service is None:
        return None
    return f"{service['answer']}{texts('service')['offer_human'] if service.get('handoff') else ''}"


def _of_product(conversation: Conversation) -> str | None:
    if conversation.education_only:
        return None
    named = products_in(conversation.turn.text, conversation.catalog)
    return _described(named[0]) if named else None


def _described(product: Product) -> str:
    """The product; one that only a licensed person may quote says so."""
    text = describe(product)
    return text if product.advisable else f"{text}\n{texts('service')['needs_person']}"


def _named(text: str, services: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The service whose longest name occurs in the text."""
    folded = plain(text)
    names = [
        (plain(name), service)
        for service in services
        for name in (service["name"], *(service.get("aliases") or ()))
        if plain(name) in folded
    ]
    return max(names, key=lambda pair: len(pair[0]))[1] if names else None


def _of_lines(conversation: Conversation, lines: tuple[str, ...]) -> str | None:
    products = [p for p in conversation.catalog.products if p.line in lines]
    if not products or conversation.education_only:
        return None
    return _described(products[0])
