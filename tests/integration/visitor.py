"""A customer of the running assistant, over HTTP and the event stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.integration.gateway.gateway_support import Customer

Message = dict[str, Any]


class Visitor:
    """Says something or presses a button, and waits for the answers."""

    def __init__(self, base: str) -> None:
        self.customer = Customer(base)
        self.buttons: dict[str, str] = {}
        self.seen = 0
        self.customer.open()
        self._read(_from_the_assistant, 40.0)  # the greeting

    def ask(self, text: str, seconds: float = 40.0) -> list[Message]:
        """Say something; the messages of the assistant that answer it."""
        return self._turn(text, lambda: self.customer.say(text), seconds)

    def press(self, label: str, seconds: float = 40.0) -> list[Message]:
        """Press the newest offered button of this label."""
        token = self.buttons[label]
        return self._turn(label, lambda: self.customer.press(token), seconds)

    def close(self) -> None:
        self.customer.http.close()

    def _turn(self, text: str, send: Callable[[], httpx.Response], seconds: float) -> list[Message]:
        response = send()
        assert response.status_code == 202, response.text
        return self._read(lambda messages: _after(messages, text), seconds)

    def _read(
        self, wanted: Callable[[list[Message]], list[Message]], seconds: float
    ) -> list[Message]:
        """Read the stream until the wanted messages are there and nobody is typing."""
        found: list[Message] = []

        def has_settled(events: list[dict[str, Any]]) -> bool:
            found[:] = wanted([e["data"] for e in events if e.get("event") == "message"])
            typing = [e["data"]["on"] for e in events if e.get("event") == "typing"]
            return bool(found) and not (typing and typing[-1])

        events = self.customer.events(has_settled, after=self.seen, seconds=seconds)
        self.seen = max(e["data"]["id"] for e in events if e.get("event") == "message")
        for message in found:
            self.buttons.update({b["label"]: b["token"] for b in message["quick_replies"]})
        return found


def _from_the_assistant(messages: list[Message]) -> list[Message]:
    return [m for m in messages if m["role"] == "bot"]


def _after(messages: list[Message], text: str) -> list[Message]:
    """What the assistant said after the customer's own message appeared in the stream."""
    at = [i for i, m in enumerate(messages) if m["role"] == "user" and m["text"] == text]
    return _from_the_assistant(messages[at[-1] :]) if at else []
