"""Whom and what a question about the plan means."""

from __future__ import annotations

from dataclasses import dataclass

from actions.conversation import Conversation
from bot.dialogue.mentions import lines_in, members_in, needs_in, products_in
from bot.presentation.names import name_of


@dataclass(frozen=True)
class Subject:
    """Members asked about (none named: empty) and the need, line or product in question.

    `wanted` is a product id, a line or a need; `need` the need it serves; `name` what to call it.
    """

    members: tuple[str, ...]
    wanted: str = ""
    need: str = ""
    product_id: str = ""
    name: str = ""


def subject_of(conversation: Conversation) -> Subject:
    """Read the subject from the text; what is not named comes from the focus."""
    text = conversation.turn.text
    members = members_in(conversation.turn.document, conversation.household)
    products = products_in(text, conversation.catalog)
    if products:
        product = products[0]
        return Subject(members, product.product_id, "", product.product_id, product.short_name)
    needs, lines = needs_in(text), lines_in(text)
    if needs:
        line = lines[0] if lines else ""
        specific = line if line and name_of("lines", line) in text else ""
        name = name_of("lines", specific) if specific else name_of("needs", needs[0])
        return Subject(members, needs[0], needs[0], "", name)
    if lines:
        return Subject(members, lines[0], "", "", name_of("lines", lines[0]))
    return Subject(members)
