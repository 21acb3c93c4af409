"""Reading what Rasa answers: raw JSON to typed replies; what is malformed is said, not raised.

Rasa's REST channel gives a list of objects: `{"custom": {...}}` from `json_message` (the shape
of docs/architecture.md), `{"text", "buttons"}` from a domain response, or an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.presentation.messages import Message, QuickReply

__all__ = [
    "ConsentEffect", "DeleteProfileEffect", "Effect", "HandoffEffect", "Message", "QuickReply",
    "Reply", "read_replies",
]  # fmt: skip

KIND = re.compile(r"[a-z][a-z_]{0,39}")
LAYERS = ("C0", "C1", "C2", "C3", "C4", "C5")
MAX_SHORT = 64


@dataclass(frozen=True)
class HandoffEffect:
    """A person should take over; the summary is what the person reads first."""

    reason: str
    summary: str


@dataclass(frozen=True)
class ConsentEffect:
    """The customer gave or withdrew consent to a wording, about a subject (a member id)."""

    layer: str
    given: bool
    text_version: str
    subject: str


@dataclass(frozen=True)
class DeleteProfileEffect:
    """The customer asked for deletion of the planning profile."""


Effect = HandoffEffect | ConsentEffect | DeleteProfileEffect


@dataclass(frozen=True)
class Reply:
    """One message to show, and what has to happen with it."""

    message: Message
    effects: tuple[Effect, ...] = ()

    @property
    def visible(self) -> bool:
        return bool(self.message.text or self.message.body)


def read_replies(raw: Any) -> tuple[list[Reply], list[str]]:
    """The usable replies and, for the audit trail, what could not be used and why."""
    if not isinstance(raw, list):
        return [], [f"the answer is a {type(raw).__name__}, expected a list"]
    replies: list[Reply] = []
    problems: list[str] = []
    for index, item in enumerate(raw):
        reply = _read_reply(item, f"[{index}]", problems)
        if reply is not None:
            replies.append(reply)
    return replies, problems


def _read_reply(item: Any, path: str, problems: list[str]) -> Reply | None:
    if not isinstance(item, Mapping):
        problems.append(f"{path}: not an object")
        return None
    custom = item.get("custom")
    if isinstance(custom, Mapping):
        return _read_custom(custom, f"{path}.custom", problems)
    if isinstance(item.get("text"), str):
        buttons = _read_quick_replies(item.get("buttons"), "title", f"{path}.buttons", problems)
        return Reply(Message("text", item["text"], quick_replies=buttons))
    problems.append(f"{path}: neither text nor a known message (keys {sorted(item)})")
    return None


def _read_custom(custom: Mapping[str, Any], path: str, problems: list[str]) -> Reply | None:
    kind, text, body = custom.get("kind"), custom.get("text"), custom.get("body")
    if not isinstance(kind, str) or not KIND.fullmatch(kind):
        problems.append(f"{path}.kind: {kind!r} is not a kind of message")
        kind = "text"
    if not isinstance(text, str):
        problems.append(f"{path}.text: missing")
        text = ""
    if body is not None and not isinstance(body, Mapping):
        problems.append(f"{path}.body: not an object")
        body = {}
    buttons = _read_quick_replies(
        custom.get("quick_replies"), "label", f"{path}.quick_replies", problems
    )
    effects = _read_effects(custom.get("effects"), f"{path}.effects", problems)
    reply = Reply(Message(kind, text, dict(body or {}), buttons), effects)
    return reply if reply.visible or effects else None


def _read_quick_replies(
    raw: Any, label_key: str, path: str, problems: list[str]
) -> tuple[QuickReply, ...]:
    replies = []
    for index, item in enumerate(raw if isinstance(raw, list) else []):
        label = item.get(label_key) if isinstance(item, Mapping) else None
        payload = item.get("payload") if isinstance(item, Mapping) else None
        if isinstance(label, str) and label and isinstance(payload, str) and payload:
            replies.append(QuickReply(label, payload))
        else:
            problems.append(f"{path}[{index}]: needs a {label_key} and a payload")
    return tuple(replies)


def _read_effects(raw: Any, path: str, problems: list[str]) -> tuple[Effect, ...]:
    effects = []
    for index, item in enumerate(raw if isinstance(raw, list) else []):
        effect = _read_effect(item) if isinstance(item, Mapping) else None
        if effect is None:
            problems.append(f"{path}[{index}]: {item!r} is not an effect")
        else:
            effects.append(effect)
    return tuple(effects)


def _read_effect(raw: Mapping[str, Any]) -> Effect | None:
    kind = raw.get("type")
    if kind == "handoff":
        return HandoffEffect(_short(raw.get("reason")), str(raw.get("summary") or ""))
    if kind == "consent" and raw.get("layer") in LAYERS and isinstance(raw.get("given"), bool):
        return ConsentEffect(
            layer=raw["layer"],
            given=raw["given"],
            text_version=_short(raw.get("text_version")),
            subject=_short(raw.get("subject")) or "self",
        )
    if kind == "delete_profile":
        return DeleteProfileEffect()
    return None


def _short(raw: Any) -> str:
    return str(raw or "")[:MAX_SHORT]
