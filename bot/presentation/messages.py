"""Channel-neutral messages: what an action says, before any channel renders it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class QuickReply:
    """A button: what it shows, and what reaches the assistant when it is pressed."""

    label: str
    payload: str


@dataclass(frozen=True)
class Message:
    """One message. `text` says everything in words; `body` is the same as data for a card."""

    kind: str
    text: str
    body: dict[str, Any] = field(default_factory=dict)
    quick_replies: tuple[QuickReply, ...] = ()
    effects: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The `json_message` of docs/architecture.md."""
        return {
            "kind": self.kind,
            "text": self.text,
            "body": self.body,
            "quick_replies": [{"label": q.label, "payload": q.payload} for q in self.quick_replies],
            "effects": list(self.effects),
        }


def text_message(text: str, *quick_replies: QuickReply) -> Message:
    return Message("text", text, quick_replies=tuple(quick_replies))
