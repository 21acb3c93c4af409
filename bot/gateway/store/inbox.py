"""The inbox: every incoming message is stored here before anything else happens.

States: received -> processing -> done | failed, and processing -> received for a retry. A row
is processed under a lease with a fresh token; whoever commits a result must still hold it, so
that of two workers on one message (one of them slow or presumed dead) only one has an effect.
Only the oldest open row of a conversation can be claimed: one at a time, in order.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.tables import inbox

TEXT, BUTTON, START = "text", "button", "start"
RECEIVED, PROCESSING, DONE, FAILED = "received", "processing", "done", "failed"
OPEN = (RECEIVED, PROCESSING)
START_KEY = "start"


class LeaseLostError(RuntimeError):
    """Somebody else took the message over; the result must not be stored."""


@dataclass(frozen=True)
class Claimed:
    """A message under lease. `text` is what the customer wrote, `rasa_text` what Rasa gets."""

    id: int
    conversation_id: str
    kind: str
    text: str
    rasa_text: str
    correlation_id: str
    attempts: int
    received_ms: int
    first_attempt_ms: int
    lease_token: str


def _free(now: Any) -> Any:
    """Waiting and due, or left behind by a worker whose lease ran out."""
    return sa.or_(
        sa.and_(inbox.c.state == RECEIVED, inbox.c.not_before_ms <= now),
        sa.and_(inbox.c.state == PROCESSING, inbox.c.lease_until_ms < now),
    )


def _next_claimable() -> Any:
    earlier = inbox.alias("earlier")
    blocked = (
        sa.select(earlier.c.id)
        .where(
            earlier.c.conversation_id == inbox.c.conversation_id,
            earlier.c.id < inbox.c.id,
            earlier.c.state.in_(OPEN),
        )
        .exists()
    )
    free = _free(sa.bindparam("now", type_=sa.BigInteger))
    return sa.select(inbox.c.id).where(free, ~blocked).order_by(inbox.c.id).limit(1)


_NEXT_CLAIMABLE = _next_claimable()


def find(connection: Connection, conversation_id: str, key: str) -> int | None:
    """The id of the message with this key, when it was received before."""
    query = sa.select(inbox.c.id)
    query = query.where(inbox.c.conversation_id == conversation_id, inbox.c.message_key == key)
    row = connection.execute(query).first()
    return int(row.id) if row else None


def store(
    connection: Connection,
    conversation_id: str,
    key: str,
    kind: str,
    payload: dict[str, Any],
    *,
    now: int,
) -> int:
    """Add a message; the caller holds the lock and has checked that the key is new."""
    insert = inbox.insert().values(
        conversation_id=conversation_id,
        message_key=key,
        kind=kind,
        payload=json.dumps(payload, ensure_ascii=False),
        state=RECEIVED,
        attempts=0,
        lease_until_ms=0,
        not_before_ms=now,
        received_ms=now,
    )
    return int(connection.execute(insert).inserted_primary_key[0])


def next_claimable(connection: Connection, now: int) -> int | None:
    """The oldest message that may be worked on now, or None."""
    row = connection.execute(_NEXT_CLAIMABLE, {"now": now}).first()
    return int(row.id) if row else None


def claim(
    connection: Connection, inbox_id: int, *, now: int, lease_ms: int, budget_ms: int
) -> Claimed | None:
    """Take the lease; None when another worker was faster.

    A message that nobody worked on for longer than the retry budget (the gateway was down)
    starts a new budget.
    """
    token = secrets.token_hex(16)
    stale = sa.or_(
        inbox.c.first_attempt_ms.is_(None),
        inbox.c.state == PROCESSING,
        inbox.c.not_before_ms < now - budget_ms,
    )
    update = inbox.update().where(inbox.c.id == inbox_id, _free(now))
    update = update.values(
        state=PROCESSING,
        attempts=inbox.c.attempts + 1,
        lease_token=token,
        lease_until_ms=now + lease_ms,
        first_attempt_ms=sa.case((stale, now), else_=inbox.c.first_attempt_ms),
    )
    if connection.execute(update).rowcount == 0:
        return None
    row = connection.execute(sa.select(inbox).where(inbox.c.id == inbox_id)).one()
    payload = json.loads(row.payload)
    return Claimed(
        id=row.id,
        conversation_id=row.conversation_id,
        kind=row.kind,
        text=payload.get("text", ""),
        rasa_text=payload.get("rasa_text", ""),
        correlation_id=payload.get("correlation_id", ""),
        attempts=row.attempts,
        received_ms=row.received_ms,
        first_attempt_ms=row.first_attempt_ms,
        lease_token=token,
    )


def renew(connection: Connection, claimed: Claimed, *, until: int) -> None:
    """Keep the lease while the work goes on; raises LeaseLostError."""
    _update_leased(connection, claimed, lease_until_ms=until)


def finish(connection: Connection, claimed: Claimed, *, state: str, now: int) -> None:
    """Close the message as done or failed; raises LeaseLostError."""
    _update_leased(connection, claimed, state=state, finished_ms=now, lease_token=None)


def retry(connection: Connection, claimed: Claimed, *, not_before: int) -> None:
    """Give the message back, to be taken again from a moment on; raises LeaseLostError."""
    _update_leased(connection, claimed, state=RECEIVED, not_before_ms=not_before, lease_token=None)


def pending(connection: Connection, conversation_id: str | None = None) -> int:
    """How many messages are not finished, in one conversation or in all."""
    query = sa.select(sa.func.count()).select_from(inbox).where(inbox.c.state.in_(OPEN))
    if conversation_id is not None:
        query = query.where(inbox.c.conversation_id == conversation_id)
    return int(connection.execute(query).scalar() or 0)


def next_moment(connection: Connection) -> int | None:
    """The earliest moment at which a waiting retry is due."""
    query = sa.select(sa.func.min(inbox.c.not_before_ms)).where(inbox.c.state == RECEIVED)
    moment = connection.execute(query).scalar()
    return None if moment is None else int(moment)


def erase(connection: Connection, conversation_id: str) -> None:
    """Empty what the customer wrote in finished messages."""
    update = inbox.update().where(
        inbox.c.conversation_id == conversation_id, inbox.c.state.in_((DONE, FAILED))
    )
    connection.execute(update.values(payload="{}"))


def _update_leased(connection: Connection, claimed: Claimed, **values: Any) -> None:
    update = inbox.update().where(
        inbox.c.id == claimed.id,
        inbox.c.state == PROCESSING,
        inbox.c.lease_token == claimed.lease_token,
    )
    if connection.execute(update.values(**values)).rowcount != 1:
        raise LeaseLostError(f"message {claimed.id} was taken over by another worker")
