"""Committing the outcome of a turn: messages, effects and the inbox row in one transaction.

Either everything of a turn is stored or nothing is; the lease is checked in the same
transaction, so of two workers that answered the same message only one can store an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.engine import Connection

from bot.gateway import handoff
from bot.gateway.answer import Outgoing
from bot.gateway.messages import (
    ConsentEffect,
    DeleteProfileEffect,
    Effect,
    HandoffEffect,
    Message,
    QuickReply,
)
from bot.gateway.sentences import sentence
from bot.gateway.store import audit, buttons, consents, conversations, inbox, outbox
from bot.gateway.store.conversations import HUMAN, Conversation
from bot.gateway.store.inbox import Claimed

EFFECTS_PER_MESSAGE = 100


def commit_replies(
    connection: Connection, claimed: Claimed, answer: Sequence[Outgoing], *, now: int
) -> None:
    """Store the answer of Rasa and carry out its effects."""
    conversation = _close(connection, claimed, inbox.DONE, now)
    # An agent stepped in while Rasa was answering: one voice at a time.
    withheld = conversation.owner == HUMAN and conversation.handoff_state == handoff.CLAIMED
    if withheld:
        _record(connection, claimed, "reply_withheld", now=now)
    for sequence, outgoing in enumerate(answer, outbox.FIRST_REPLY):
        if outgoing.findings:
            _record(
                connection,
                claimed,
                "reply_blocked" if outgoing.blocked else "reply_flagged",
                now=now,
                kind=outgoing.kind,
                findings=list(outgoing.findings),
            )
        if outgoing.message is not None and not withheld:
            _say(connection, claimed, outgoing.message, sequence, now)
        for offset, effect in enumerate(outgoing.effects):
            place = sequence * EFFECTS_PER_MESSAGE + offset
            _carry_out(connection, claimed, effect, place, now)


def commit_local(
    connection: Connection, claimed: Claimed, message: Message | None, *, now: int
) -> None:
    """Close a message that the gateway answers itself (or answers with silence)."""
    conversation = _close(connection, claimed, inbox.DONE, now)
    if claimed.rasa_text == handoff.QUEUE_PAYLOAD:
        handoff.queue(
            connection, conversation, reason="asked", summary="", actor="customer", now=now,
            caused_by=claimed.id,
        )  # fmt: skip
    elif wants_bot(claimed):
        handoff.cancel(connection, conversation, now=now, caused_by=claimed.id)
    if message is not None:
        _say(connection, claimed, message, outbox.FIRST_REPLY, now)


def commit_failure(connection: Connection, claimed: Claimed, *, reason: str, now: int) -> None:
    """Give up on a message: an apology with a way to retry and a way to a person."""
    _close(connection, claimed, inbox.FAILED, now)
    offers = [QuickReply(sentence("label_handoff"), handoff.QUEUE_PAYLOAD)]
    if claimed.rasa_text:
        offers.insert(0, QuickReply(sentence("label_retry"), claimed.rasa_text))
    message = Message("notice", sentence("apology"), {"level": "warning"}, tuple(offers))
    _say(connection, claimed, message, outbox.FIRST_REPLY, now)
    _record(connection, claimed, "turn_failed", now=now, reason=reason, attempts=claimed.attempts)


def commit_delay_notice(
    connection: Connection, claimed: Claimed, *, lease_until: int, quiet_ms: int, now: int
) -> None:
    """Say that the answer takes longer: once for each message, and not again for the messages
    that queue up behind it (`quiet_ms`)."""
    _lock(connection, claimed, now)
    inbox.renew(connection, claimed, until=lease_until)
    if outbox.delay_announced(connection, claimed.conversation_id, claimed.id, now - quiet_ms):
        return
    message = Message("notice", sentence("delay"), {"level": "info"})
    _say(connection, claimed, message, outbox.DELAY_NOTICE, now)


def local_answer(conversation: Conversation, claimed: Claimed) -> tuple[bool, Message | None]:
    """Whether the gateway answers itself, and with what (None: silence)."""
    if claimed.rasa_text == handoff.QUEUE_PAYLOAD:
        fresh = conversation.owner != HUMAN
        return True, handoff.queue_message() if fresh else None
    if claimed.rasa_text == handoff.CANCEL_PAYLOAD or (
        conversation.owner == HUMAN and wants_bot(claimed)
    ):
        message = Message("notice", sentence("handoff_cancelled"), {"level": "info"})
        return True, message if conversation.owner == HUMAN else None
    if conversation.owner == HUMAN:
        return True, None
    return False, None


def wants_bot(claimed: Claimed) -> bool:
    """Whether the message asks to leave the queue or the agent."""
    if claimed.kind == inbox.BUTTON:
        return claimed.rasa_text == handoff.CANCEL_PAYLOAD
    return claimed.kind == inbox.TEXT and handoff.wants_cancel(claimed.text)


def _lock(connection: Connection, claimed: Claimed, now: int) -> Conversation:
    conversation = conversations.lock(connection, claimed.conversation_id, now)
    if conversation is None:
        raise inbox.LeaseLostError(f"conversation of message {claimed.id} does not exist")
    return conversation


def _close(connection: Connection, claimed: Claimed, state: str, now: int) -> Conversation:
    """Lock, and close the inbox row first: a worker without the lease stops here."""
    conversation = _lock(connection, claimed, now)
    inbox.finish(connection, claimed, state=state, now=now)
    return conversation


def _say(
    connection: Connection, claimed: Claimed, message: Message, sequence: int, now: int
) -> None:
    outbox.append(
        connection, claimed.conversation_id, outbox.BOT_ROLE, message,
        origin=outbox.Origin(claimed.id, sequence), now=now,
    )  # fmt: skip


def _record(connection: Connection, claimed: Claimed, type_: str, *, now: int, **data: Any) -> None:
    details = {"inbox": claimed.id, **data}
    audit.record(connection, type_, details, now=now, conversation_id=claimed.conversation_id)


def _carry_out(
    connection: Connection, claimed: Claimed, effect: Effect, place: int, now: int
) -> None:
    conversation = conversations.get(connection, claimed.conversation_id)
    if conversation is None:
        return
    if isinstance(effect, HandoffEffect):
        handoff.queue(
            connection, conversation, reason=effect.reason, summary=effect.summary,
            actor="bot", now=now, caused_by=claimed.id,
        )  # fmt: skip
    elif isinstance(effect, ConsentEffect):
        consents.append(
            connection, conversation, effect, now=now, caused_by=claimed.id, sequence=place
        )
    elif isinstance(effect, DeleteProfileEffect):
        _delete_profile(connection, conversation, claimed, now)


def _delete_profile(
    connection: Connection, conversation: Conversation, claimed: Claimed, now: int
) -> None:
    """Empty what the customer told us before this turn; consents and states stay as evidence.

    Rasa goes on with a fresh tracker; the name of the old one is kept in the audit trail for
    the operator's purge of Rasa's own store.
    """
    erased = outbox.erase(connection, conversation.id, before_inbox_id=claimed.id)
    inbox.erase(connection, conversation.id)
    buttons.erase(connection, conversation.id)
    handoff.erase(connection, conversation.id)
    fresh = f"{conversation.id}-{claimed.id}"
    conversations.set_rasa_sender(connection, conversation.id, fresh)
    sender = conversation.rasa_sender
    _record(connection, claimed, "profile_deleted", now=now, messages=erased, rasa_sender=sender)
