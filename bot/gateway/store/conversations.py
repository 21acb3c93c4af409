"""Conversations: who speaks, on which channel, and who owns the answer (bot or human)."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.tables import conversations

BOT, HUMAN = "bot", "human"


_GET = sa.select(conversations).where(conversations.c.id == sa.bindparam("id"))
_LOCK = (
    conversations.update()
    .where(conversations.c.id == sa.bindparam("row"))
    .values(version=conversations.c.version + 1, last_seen_ms=sa.bindparam("now"))
)


@dataclass(frozen=True)
class Conversation:
    """One row of `conversations`; `id` is secret, `public_id` may be shown."""

    id: str
    public_id: str
    customer_id: str
    channel: str
    rasa_sender: str
    owner: str
    handoff_state: str | None
    version: int
    created_ms: int
    last_seen_ms: int


def new_id() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def create(
    connection: Connection, *, channel: str, now: int, customer_id: str | None = None
) -> Conversation:
    """Start a conversation owned by the bot; all its identifiers are made here."""
    identifier = new_id()
    conversation = Conversation(
        id=identifier,
        public_id=new_id(),
        customer_id=customer_id or new_id(),
        channel=channel,
        rasa_sender=identifier,
        owner=BOT,
        handoff_state=None,
        version=1,
        created_ms=now,
        last_seen_ms=now,
    )
    connection.execute(conversations.insert().values(**conversation.__dict__))
    return conversation


def get(connection: Connection, conversation_id: str) -> Conversation | None:
    """Read a conversation without locking it."""
    row = connection.execute(_GET, {"id": conversation_id}).mappings().first()
    return Conversation(**row) if row else None


def lock(connection: Connection, conversation_id: str, now: int) -> Conversation | None:
    """Lock a conversation until the end of the transaction and count the change.

    Everything that adds inbox or outbox rows locks first: within one conversation row ids
    then appear in the order of commit, and a reader that resumes after an id misses nothing.
    """
    if connection.execute(_LOCK, {"row": conversation_id, "now": now}).rowcount == 0:
        return None
    return get(connection, conversation_id)


def set_owner(
    connection: Connection, conversation_id: str, owner: str, handoff_state: str | None
) -> None:
    """Record who answers from now on; the caller holds the lock."""
    update = conversations.update().where(conversations.c.id == conversation_id)
    connection.execute(update.values(owner=owner, handoff_state=handoff_state))


def set_rasa_sender(connection: Connection, conversation_id: str, sender: str) -> None:
    """Give the conversation a fresh, empty tracker in Rasa; the caller holds the lock."""
    update = conversations.update().where(conversations.c.id == conversation_id)
    connection.execute(update.values(rasa_sender=sender))


def versions(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The change counters of some conversations."""
    query = sa.select(conversations.c.id, conversations.c.version)
    rows = connection.execute(query.where(conversations.c.id.in_(list(ids))))
    return {row.id: row.version for row in rows}
