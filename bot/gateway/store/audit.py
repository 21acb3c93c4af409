"""The audit trail: append-only, without message texts."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.tables import audit


def record(
    connection: Connection,
    type_: str,
    data: dict[str, Any],
    *,
    now: int,
    conversation_id: str | None = None,
) -> None:
    """Append one event."""
    connection.execute(
        audit.insert().values(
            conversation_id=conversation_id,
            type=type_,
            data=json.dumps(data, ensure_ascii=False, sort_keys=True),
            at_ms=now,
        )
    )


def entries(connection: Connection, conversation_id: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a conversation, oldest first."""
    query = sa.select(audit.c.type, audit.c.data)
    query = query.where(audit.c.conversation_id == conversation_id).order_by(audit.c.id)
    return [(row.type, json.loads(row.data)) for row in connection.execute(query)]
