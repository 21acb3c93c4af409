"""Which product a question is about."""

from __future__ import annotations

from actions.conversation import Conversation
from bot.advisor import interview
from bot.advisor.product import Product
from bot.dialogue.mentions import lines_in, products_in

MOST = 3  # products answered at once


def product_in_question(conversation: Conversation) -> tuple[Product, ...]:
    """Named in the text; else of a line named, from the plan first; else the one in focus."""
    catalog = conversation.catalog
    named = products_in(conversation.turn.text, catalog)
    if named:
        return named[:MOST]
    lines = lines_in(conversation.turn.text)
    planned = _planned(conversation)
    if lines:
        in_plan = tuple(p for p in planned if p.line in lines)
        return (in_plan or catalog.of_line(*lines))[:MOST]
    focused = catalog.product(conversation.state.focus.product_id)
    if focused is not None:
        return (focused,)
    return planned[:MOST]


def _planned(conversation: Conversation) -> tuple[Product, ...]:
    if not conversation.state.planned or not interview.can_plan(conversation.household):
        return ()
    catalog = conversation.catalog
    ids = dict.fromkeys(item.product_id for item in conversation.advise().items)
    return tuple(p for p in (catalog.product(i) for i in ids) if p is not None)
