"""Taking a customer's message in: stored first, in one transaction, before any work.

The same key again changes nothing and gives the same answer; a button acts once.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.gateway.messages import Message
from bot.gateway.store import buttons, conversations, inbox, outbox
from bot.gateway.store.conversations import Conversation
from bot.gateway.text import neutralise

START_PAYLOAD = "/start_conversation"


class UnknownButtonError(LookupError):
    """The token was not offered in this conversation."""


class UnknownConversationError(LookupError):
    """The conversation does not exist (any more)."""


@dataclass(frozen=True)
class Accepted:
    """The answer to a message: its inbox id, and whether it had been taken in before."""

    id: int
    repeated: bool


def start(connection: Connection, *, channel: str, correlation_id: str, now: int) -> Conversation:
    """A new conversation with the internal message that asks Rasa for the greeting."""
    conversation = conversations.create(connection, channel=channel, now=now)
    payload = {"text": "", "rasa_text": START_PAYLOAD, "correlation_id": correlation_id}
    inbox.store(connection, conversation.id, inbox.START_KEY, inbox.START, payload, now=now)
    return conversation


def accept_text(
    connection: Connection,
    conversation_id: str,
    client_id: str,
    text: str,
    *,
    correlation_id: str,
    now: int,
) -> Accepted:
    """Store what was typed. A leading slash is text, never a command."""
    known = _known(connection, conversation_id, client_id, now)
    if known is not None:
        return known
    payload = {"text": text, "rasa_text": neutralise(text), "correlation_id": correlation_id}
    return _store(connection, conversation_id, client_id, inbox.TEXT, payload, now)


def accept_button(
    connection: Connection,
    conversation_id: str,
    client_id: str,
    token: str,
    *,
    correlation_id: str,
    now: int,
) -> Accepted:
    """Store a button press; a second press of the same button returns the first one's id."""
    known = _known(connection, conversation_id, client_id, now)
    if known is not None:
        return known
    button = buttons.find(connection, conversation_id, token)
    if button is None or not button.payload:
        raise UnknownButtonError(token)
    if button.used_by is not None:
        return Accepted(button.used_by, repeated=True)
    payload = {
        "text": button.label,
        "rasa_text": button.payload,
        "correlation_id": correlation_id,
    }
    accepted = _store(connection, conversation_id, client_id, inbox.BUTTON, payload, now)
    buttons.use(connection, token, accepted.id, now=now)
    return accepted


def _known(connection: Connection, conversation_id: str, key: str, now: int) -> Accepted | None:
    if conversations.lock(connection, conversation_id, now) is None:
        raise UnknownConversationError(conversation_id)
    known = inbox.find(connection, conversation_id, key)
    return None if known is None else Accepted(known, repeated=True)


def _store(
    connection: Connection,
    conversation_id: str,
    client_id: str,
    kind: str,
    payload: dict[str, str],
    now: int,
) -> Accepted:
    inbox_id = inbox.store(connection, conversation_id, client_id, kind, payload, now=now)
    echo = Message("text", payload["text"])
    origin = outbox.Origin(inbox_id, outbox.ECHO, client_id)
    outbox.append(connection, conversation_id, outbox.USER, echo, origin=origin, now=now)
    return Accepted(inbox_id, repeated=False)
