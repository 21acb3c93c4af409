"""From Rasa's replies to what will be shown: hand-off completed, silence filled, wording checked.

Pure and possibly slow (a plan has hundreds of strings to check), so it runs before the
transaction that stores the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.gateway import handoff
from bot.gateway.guard import Guard, blocks, findings, safe_replacement
from bot.gateway.messages import Effect, HandoffEffect, Message, Reply
from bot.gateway.sentences import sentence


@dataclass(frozen=True)
class Outgoing:
    """A message (None: nothing to show) with its effects and what the wording guard found."""

    message: Message | None
    effects: tuple[Effect, ...] = ()
    kind: str = ""  # of the message before it was blocked
    findings: tuple[str, ...] = ()
    blocked: bool = False


def prepare(replies: Sequence[Reply], guard: Guard) -> list[Outgoing]:
    """What a turn will show and do. Never silent: a customer always gets an answer."""
    completed = _with_way_back(list(replies))
    if not any(reply.visible for reply in completed):
        completed.append(Reply(Message("notice", sentence("silence"), {"level": "info"})))
    return [_checked(reply, guard) for reply in completed]


def _with_way_back(replies: list[Reply]) -> list[Reply]:
    """Offer the way back to the bot with the words of a hand-off.

    The words are those of the reply that hands off, or else (an effect without words) the last
    ones of the answer, or else our own.
    """
    handing = [i for i, r in enumerate(replies) if _hands_off(r)]
    if not handing:
        return replies
    visible = [i for i, r in enumerate(replies) if r.visible]
    spoken = [i for i in handing if replies[i].visible] or visible[-1:]
    if not spoken:
        return [*replies, Reply(handoff.queue_message())]
    index = spoken[-1]
    message = replies[index].message
    offered = (*message.quick_replies, handoff.cancel_button())
    replies[index] = replace(replies[index], message=replace(message, quick_replies=offered))
    return replies


def _hands_off(reply: Reply) -> bool:
    return any(isinstance(effect, HandoffEffect) for effect in reply.effects)


def _checked(reply: Reply, guard: Guard) -> Outgoing:
    if not reply.visible:
        return Outgoing(None, reply.effects)
    found = findings(reply.message, guard)
    blocked = any(blocks(finding) for finding in found)
    return Outgoing(
        message=safe_replacement() if blocked else reply.message,
        effects=reply.effects,
        kind=reply.message.kind,
        findings=tuple(str(finding) for finding in found[:20]),
        blocked=blocked,
    )
