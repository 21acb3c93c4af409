"""The outbox: everything the page shows, in order, each row visible once.

A row is caused by an inbox row and has a sequence within it; the pair is unique. Sequence 0
is the customer's own message, 1 the notice that the answer takes longer, replies start at 2.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.messages import Message
from bot.gateway.store import buttons
from bot.gateway.tables import outbox

USER, BOT_ROLE, AGENT = "user", "bot", "agent"
ECHO, DELAY_NOTICE, FIRST_REPLY = 0, 1, 2
STORED, ERASED = "stored", "erased"


@dataclass(frozen=True)
class Origin:
    """What a row answers: the inbox row and the place among its consequences."""

    caused_by: int | None
    sequence: int | None
    client_id: str | None = None


def append(
    connection: Connection,
    conversation_id: str,
    role: str,
    message: Message,
    *,
    origin: Origin,
    now: int,
) -> int:
    """Add a message and its buttons; returns the row id. The caller holds the lock."""
    insert = outbox.insert().values(
        conversation_id=conversation_id,
        role=role,
        kind=message.kind,
        text=message.text,
        body=json.dumps(message.body, ensure_ascii=False),
        quick_replies="[]",
        client_id=origin.client_id,
        caused_by=origin.caused_by,
        sequence=origin.sequence,
        delivery=STORED,
        created_ms=now,
    )
    row_id = int(connection.execute(insert).inserted_primary_key[0])
    if message.quick_replies:
        offered = buttons.offer(connection, conversation_id, row_id, message.quick_replies, now=now)
        update = outbox.update().where(outbox.c.id == row_id)
        connection.execute(update.values(quick_replies=json.dumps(offered, ensure_ascii=False)))
    return row_id


def delay_announced(
    connection: Connection, conversation_id: str, inbox_id: int, since_ms: int
) -> bool:
    """Whether a delay was announced for this message, or for any of the conversation lately."""
    query = sa.select(outbox.c.id).where(
        outbox.c.conversation_id == conversation_id,
        outbox.c.sequence == DELAY_NOTICE,
        sa.or_(outbox.c.caused_by == inbox_id, outbox.c.created_ms >= since_ms),
    )
    return connection.execute(query.limit(1)).first() is not None


def find_by_client_id(
    connection: Connection, conversation_id: str, role: str, client_id: str
) -> int | None:
    """The row that a sender already stored under its own key."""
    query = sa.select(outbox.c.id).where(
        outbox.c.conversation_id == conversation_id,
        outbox.c.role == role,
        outbox.c.client_id == client_id,
    )
    row = connection.execute(query).first()
    return int(row.id) if row else None


def after(
    connection: Connection, conversation_id: str, last_id: int, limit: int = 200
) -> list[dict[str, Any]]:
    """The messages after an id, oldest first, as the page receives them."""
    query = sa.select(outbox).where(
        outbox.c.conversation_id == conversation_id,
        outbox.c.id > last_id,
        outbox.c.delivery != ERASED,
    )
    rows = connection.execute(query.order_by(outbox.c.id).limit(limit)).mappings()
    return [_as_event(dict(row)) for row in rows]


def last_id(connection: Connection, conversation_id: str) -> int:
    """The newest row id of a conversation, 0 when it has none."""
    query = sa.select(sa.func.max(outbox.c.id)).where(outbox.c.conversation_id == conversation_id)
    return int(connection.execute(query).scalar() or 0)


def erase(connection: Connection, conversation_id: str, *, before_inbox_id: int) -> int:
    """Empty for good what belongs to earlier messages, and an agent's words; returns how many."""
    update = outbox.update().where(
        outbox.c.conversation_id == conversation_id,
        sa.or_(outbox.c.caused_by < before_inbox_id, outbox.c.caused_by.is_(None)),
        outbox.c.delivery != ERASED,
    )
    emptied = {"text": "", "body": "{}", "quick_replies": "[]", "delivery": ERASED}
    return int(connection.execute(update.values(**emptied)).rowcount)


def _as_event(row: dict[str, Any]) -> dict[str, Any]:
    moment = datetime.fromtimestamp(row["created_ms"] / 1000, tz=timezone.utc)
    event = {
        "id": row["id"],
        "role": row["role"],
        "kind": row["kind"],
        "text": row["text"],
        "body": json.loads(row["body"]),
        "quick_replies": json.loads(row["quick_replies"]),
        "created_at": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if row["client_id"]:
        event["client_id"] = row["client_id"]
    return event
