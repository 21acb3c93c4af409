"""Handing a conversation to a person and back.

    bot ──queue──▶ queued ──claim──▶ claimed ──release──▶ bot
                     └──────cancel────┴────────────────▶ bot

While the owner is `human` the bot is silent; the customer can always cancel. Every step
appends a row to `handoffs`. The functions lock the conversation, so two agents cannot claim it
at once. They run inside the caller's transaction.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.gateway.messages import Message, QuickReply
from bot.gateway.sentences import phrases, sentence
from bot.gateway.store import conversations, outbox
from bot.gateway.store.conversations import BOT, HUMAN, Conversation
from bot.gateway.tables import conversations as conversation_table
from bot.gateway.tables import handoffs

QUEUED, CLAIMED, RELEASED, CANCELLED = "queued", "claimed", "released", "cancelled"
# Payloads that the gateway answers itself. Rasa never sees them, and no customer can type them:
# they are reachable only through an offered button.
CANCEL_PAYLOAD = "gateway:cancel_handoff"
QUEUE_PAYLOAD = "gateway:queue_handoff"

_IGNORED = re.compile(r"[\s，。！!,.~～、?？“”\"']+")


class HandoffError(ValueError):
    """A step that the state does not allow; the message says the state and the remedy."""


def wants_cancel(text: str) -> bool:
    """Whether a whole message says: no person, go on with the bot."""
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()
    return bool(_cancel_pattern().fullmatch(plain))


@lru_cache(maxsize=1)
def _cancel_pattern() -> re.Pattern[str]:
    patterns = "|".join(f"(?:{pattern})" for pattern in phrases("cancel_patterns"))
    return re.compile(f"{sentence('cancel_padding')}(?:{patterns}){sentence('cancel_ending')}")


def cancel_button() -> QuickReply:
    """The way back to the bot, offered with every hand-off message."""
    return QuickReply(sentence("label_cancel"), CANCEL_PAYLOAD)


def queue_message() -> Message:
    """What a customer reads when a hand-off is registered and the assistant gave no words."""
    body = {"state": QUEUED, "title": sentence("handoff_title")}
    return Message("handoff_card", sentence("handoff_queued"), body, (cancel_button(),))


def queue(
    connection: Connection,
    conversation: Conversation,
    *,
    reason: str,
    summary: str,
    actor: str,
    now: int,
    caused_by: int | None = None,
) -> bool:
    """Register that a person is wanted; False when one is already waited for or present."""
    if conversation.owner == HUMAN:
        return False
    _append(
        connection,
        conversation.id,
        QUEUED,
        reason=reason,
        summary=summary,
        actor=actor,
        caused_by=caused_by,
        now=now,
    )
    conversations.set_owner(connection, conversation.id, HUMAN, QUEUED)
    return True


def claim(connection: Connection, conversation_id: str, agent: str, *, now: int) -> None:
    """An agent takes the conversation, queued or not; raises HandoffError when another has it."""
    conversation = _locked(connection, conversation_id, now)
    if conversation.handoff_state == CLAIMED and conversation.owner == HUMAN:
        holder = holder_of(connection, conversation_id)
        if holder == agent:
            return
        raise HandoffError(f"already claimed by {holder}: ask them to release it")
    _append(connection, conversation_id, CLAIMED, actor=agent, now=now)
    conversations.set_owner(connection, conversation_id, HUMAN, CLAIMED)
    _say(connection, conversation_id, sentence("handoff_claimed"), now, (cancel_button(),))


def release(connection: Connection, conversation_id: str, agent: str, *, now: int) -> None:
    """The agent gives the conversation back to the bot."""
    conversation = _locked(connection, conversation_id, now)
    _require_holder(connection, conversation, agent)
    _append(connection, conversation_id, RELEASED, actor=agent, now=now)
    conversations.set_owner(connection, conversation_id, BOT, RELEASED)
    _say(connection, conversation_id, sentence("handoff_released"), now)


def cancel(
    connection: Connection,
    conversation: Conversation,
    *,
    now: int,
    caused_by: int | None = None,
) -> bool:
    """The customer goes on with the bot; False when the bot is already the owner."""
    if conversation.owner != HUMAN:
        return False
    _append(connection, conversation.id, CANCELLED, actor="customer", caused_by=caused_by, now=now)
    conversations.set_owner(connection, conversation.id, BOT, CANCELLED)
    return True


def agent_send(
    connection: Connection, conversation_id: str, agent: str, text: str, *, key: str, now: int
) -> int:
    """Show an agent's words to the customer; the same key again sends nothing new."""
    conversation = _locked(connection, conversation_id, now)
    _require_holder(connection, conversation, agent)
    if not text.strip():
        raise HandoffError("an agent's message is empty: write something")
    known = outbox.find_by_client_id(connection, conversation_id, outbox.AGENT, key)
    if known is not None:
        return known
    origin = outbox.Origin(caused_by=None, sequence=None, client_id=key)
    message = Message("text", text)
    return outbox.append(connection, conversation_id, outbox.AGENT, message, origin=origin, now=now)


def waiting(connection: Connection) -> list[tuple[str, int]]:
    """The conversations in the queue with the moment since when they wait, longest first."""
    since = sa.func.max(handoffs.c.at_ms).label("since")
    query = (
        sa.select(conversation_table.c.id, since)
        .join(handoffs, handoffs.c.conversation_id == conversation_table.c.id)
        .where(conversation_table.c.handoff_state == QUEUED, handoffs.c.state == QUEUED)
        .group_by(conversation_table.c.id)
        .order_by(since)
    )
    return [(row.id, row.since) for row in connection.execute(query)]


def history(connection: Connection, conversation_id: str) -> list[tuple[str, str, str]]:
    """(state, actor, reason) of every step, oldest first."""
    query = sa.select(handoffs).where(handoffs.c.conversation_id == conversation_id)
    rows = connection.execute(query.order_by(handoffs.c.id))
    return [(row.state, row.actor, row.reason) for row in rows]


def holder_of(connection: Connection, conversation_id: str) -> str | None:
    """The agent whose claim is the last step, if it is one."""
    steps = history(connection, conversation_id)
    return steps[-1][1] if steps and steps[-1][0] == CLAIMED else None


def erase(connection: Connection, conversation_id: str) -> None:
    """Empty the summaries: they repeat what the customer told."""
    update = handoffs.update().where(handoffs.c.conversation_id == conversation_id)
    connection.execute(update.values(summary=""))


def _append(
    connection: Connection,
    conversation_id: str,
    state: str,
    *,
    actor: str,
    now: int,
    reason: str = "",
    summary: str = "",
    caused_by: int | None = None,
) -> None:
    connection.execute(
        handoffs.insert().values(
            conversation_id=conversation_id,
            state=state,
            reason=reason,
            summary=summary,
            actor=actor,
            caused_by=caused_by,
            at_ms=now,
        )
    )


def _locked(connection: Connection, conversation_id: str, now: int) -> Conversation:
    conversation = conversations.lock(connection, conversation_id, now)
    if conversation is None:
        raise HandoffError(f"no conversation {conversation_id}: it may have been removed")
    return conversation


def _require_holder(connection: Connection, conversation: Conversation, agent: str) -> None:
    holder = holder_of(connection, conversation.id) if conversation.owner == HUMAN else None
    if holder != agent:
        state = conversation.handoff_state or "never handed over"
        raise HandoffError(f"{agent} does not hold the conversation ({state}): claim it first")


def _say(
    connection: Connection,
    conversation_id: str,
    text: str,
    now: int,
    buttons: tuple[QuickReply, ...] = (),
) -> None:
    message = Message("notice", text, {"level": "info"}, buttons)
    origin = outbox.Origin(caused_by=None, sequence=None)
    outbox.append(connection, conversation_id, outbox.BOT_ROLE, message, origin=origin, now=now)
