"""Buttons that were offered: the payload stays here, the channel gets a token.

A token acts once and only in its own conversation.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.messages import QuickReply
from bot.gateway.tables import buttons, outbox


@dataclass(frozen=True)
class Button:
    """An offered button; `used_by` is the inbox row of its only press."""

    token: str
    label: str
    payload: str
    used_by: int | None


def offer(
    connection: Connection,
    conversation_id: str,
    outbox_id: int,
    replies: Sequence[QuickReply],
    *,
    now: int,
) -> list[dict[str, str]]:
    """Store payloads and return what the channel may see."""
    offered = []
    for reply in replies:
        token = secrets.token_hex(16)
        connection.execute(
            buttons.insert().values(
                token=token,
                conversation_id=conversation_id,
                outbox_id=outbox_id,
                label=reply.label,
                payload=reply.payload,
                offered_ms=now,
            )
        )
        offered.append({"token": token, "label": reply.label})
    return offered


def find(connection: Connection, conversation_id: str, token: str) -> Button | None:
    """The button of this conversation with this token."""
    query = sa.select(buttons).where(
        buttons.c.token == token, buttons.c.conversation_id == conversation_id
    )
    row = connection.execute(query).first()
    return Button(row.token, row.label, row.payload, row.used_by) if row else None


def use(connection: Connection, token: str, inbox_id: int, *, now: int) -> None:
    """Mark a button as pressed; the caller holds the lock and has checked that it is unused."""
    update = buttons.update().where(buttons.c.token == token, buttons.c.used_by.is_(None))
    connection.execute(update.values(used_ms=now, used_by=inbox_id))


def erase(connection: Connection, conversation_id: str) -> None:
    """Empty the labels and payloads of erased messages: they may repeat what was said."""
    gone = sa.select(outbox.c.id).where(
        outbox.c.conversation_id == conversation_id, outbox.c.delivery == "erased"
    )
    update = buttons.update().where(buttons.c.outbox_id.in_(gone))
    connection.execute(update.values(label="", payload=""))
