"""The consent ledger: what a customer agreed to or withdrew, and to which wording."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.messages import ConsentEffect
from bot.gateway.store.conversations import Conversation
from bot.gateway.tables import consents


def append(
    connection: Connection,
    conversation: Conversation,
    effect: ConsentEffect,
    *,
    now: int,
    caused_by: int | None = None,
    sequence: int | None = None,
) -> None:
    """Add one entry; (caused_by, sequence) is unique, so a repeated turn cannot add it twice."""
    connection.execute(
        consents.insert().values(
            conversation_id=conversation.id,
            customer_id=conversation.customer_id,
            layer=effect.layer,
            given=effect.given,
            text_version=effect.text_version,
            subject=effect.subject,
            caused_by=caused_by,
            sequence=sequence,
            at_ms=now,
        )
    )


def current(connection: Connection, customer_id: str) -> dict[tuple[str, str], bool]:
    """What stands now: the last entry for each (layer, subject)."""
    query = sa.select(consents).where(consents.c.customer_id == customer_id)
    rows = connection.execute(query.order_by(consents.c.id))
    return {(row.layer, row.subject): row.given for row in rows}
