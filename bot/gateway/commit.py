"""Committing the outcome of a turn: messages, effects and the inbox row in one transaction.

Either everything of a turn is stored or nothing is; the lease is checked in the same
transaction, so of two workers that answered the same message only one can store an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from bot.gateway import handoff
from bot.gateway.guard import Guard, safe_replacement, violations
from bot.gateway.messages import (
    ConsentEffect,
    DeleteProfileEffect,
    Effect,
    HandoffEffect,
    Message,
    QuickReply,
    Reply,
)
from bot.gateway.sentences import sentence
from bot.gateway.store import audit, buttons, consents, conversations, inbox, outbox
from bot.gateway.store.conversations import HUMAN, Conversation
from bot.gateway.store.inbox import Claimed


def commit_replies(
    connection: Connection, claimed: Claimed, replies: Sequence[Reply], *, guard: Guard, now: int
) -> int:
    """Store the answer of Rasa; returns how many messages the guard blocked."""
    conversation = _lock(connection, claimed, now)
    sequence, blocked = outbox.FIRST_REPLY, 0
    if conversation.handoff_state == handoff.CLAIMED and conversation.owner == HUMAN:
        # An agent stepped in while Rasa was answering: one voice at a time.
        audit.record(
            connection, "reply_withheld", {"inbox": claimed.id}, now=now,
            conversation_id=conversation.id,
        )  # fmt: skip
        replies = [Reply(Message("text", ""), r.effects) for r in replies if r.effects]
    elif not any(reply.visible or reply.effects for reply in replies):
        replies = [Reply(Message("notice", sentence("silence"), {"level": "info"}))]
    for reply in replies:
        message = _completed(reply)
        found = violations(message, guard)
        if found:
            blocked += 1
            data = {"inbox": claimed.id, "kind": message.kind, "violations": found[:20]}
            audit.record(
                connection, "reply_blocked", data, now=now, conversation_id=conversation.id
            )
            message = safe_replacement(message)
        if message.text or message.body:
            _say(connection, claimed, message, sequence, now)
        for offset, effect in enumerate(reply.effects):
            place = sequence * 100 + offset
            conversation = _carry_out(connection, conversation, claimed, effect, place, now)
        sequence += 1
    inbox.finish(connection, claimed, state=inbox.DONE, now=now)
    return blocked


def commit_local(
    connection: Connection, claimed: Claimed, message: Message | None, *, now: int
) -> None:
    """Close a message that the gateway answers itself (or answers with silence)."""
    conversation = _lock(connection, claimed, now)
    if claimed.rasa_text == handoff.QUEUE_PAYLOAD:
        handoff.queue(
            connection, conversation, reason="asked", summary="", actor="customer", now=now,
            caused_by=claimed.id,
        )  # fmt: skip
    elif wants_bot(claimed):
        handoff.cancel(connection, conversation, now=now, caused_by=claimed.id)
    if message is not None:
        _say(connection, claimed, message, outbox.FIRST_REPLY, now)
    inbox.finish(connection, claimed, state=inbox.DONE, now=now)


def commit_failure(connection: Connection, claimed: Claimed, *, reason: str, now: int) -> None:
    """Give up on a message: an apology with a way to retry and a way to a person."""
    conversation = _lock(connection, claimed, now)
    offers = [QuickReply(sentence("label_handoff"), handoff.QUEUE_PAYLOAD)]
    if claimed.rasa_text:
        offers.insert(0, QuickReply(sentence("label_retry"), claimed.rasa_text))
    message = Message("notice", sentence("apology"), {"level": "warning"}, tuple(offers))
    _say(connection, claimed, message, outbox.FIRST_REPLY, now)
    data = {"inbox": claimed.id, "reason": reason, "attempts": claimed.attempts}
    audit.record(connection, "turn_failed", data, now=now, conversation_id=conversation.id)
    inbox.finish(connection, claimed, state=inbox.FAILED, now=now)


def commit_delay_notice(
    connection: Connection, claimed: Claimed, *, lease_until: int, now: int
) -> None:
    """Say once for each message that the answer takes longer."""
    _lock(connection, claimed, now)
    inbox.renew(connection, claimed, until=lease_until)
    if outbox.exists(connection, claimed.id, outbox.DELAY_NOTICE):
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


def _say(
    connection: Connection, claimed: Claimed, message: Message, sequence: int, now: int
) -> None:
    outbox.append(
        connection, claimed.conversation_id, outbox.BOT_ROLE, message,
        origin=outbox.Origin(claimed.id, sequence), now=now,
    )  # fmt: skip


def _completed(reply: Reply) -> Message:
    """A hand-off always comes with words and with the way back."""
    message = reply.message
    if not any(isinstance(effect, HandoffEffect) for effect in reply.effects):
        return message
    if not reply.visible:
        return handoff.queue_message()
    replies = (*message.quick_replies, handoff.cancel_button())
    return Message(message.kind, message.text, message.body, replies)


def _carry_out(
    connection: Connection,
    conversation: Conversation,
    claimed: Claimed,
    effect: Effect,
    place: int,
    now: int,
) -> Conversation:
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
    return conversations.get(connection, conversation.id) or conversation


def _delete_profile(
    connection: Connection, conversation: Conversation, claimed: Claimed, now: int
) -> None:
    """Empty what the customer told us before this turn; consents and states stay as evidence.

    Rasa goes on with a fresh tracker; the name of the old one is kept in the audit trail for
    the operator's purge of Rasa's own store.
    """
    last = outbox.last_before(connection, conversation.id, claimed.id)
    erased = outbox.erase(connection, conversation.id, last)
    inbox.erase(connection, conversation.id)
    buttons.erase(connection, conversation.id, up_to_outbox_id=last)
    handoff.erase(connection, conversation.id)
    fresh = f"{conversation.id}-{claimed.id}"
    conversations.set_rasa_sender(connection, conversation.id, fresh)
    data = {"messages": erased, "rasa_sender": conversation.rasa_sender}
    audit.record(connection, "profile_deleted", data, now=now, conversation_id=conversation.id)
