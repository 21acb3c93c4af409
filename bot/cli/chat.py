"""`chat`: a conversation in the terminal with the running assistant, through the gateway."""

from __future__ import annotations

import json
import sys
import threading
import uuid
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import requests

from bot.cli import CommandError
from bot.settings import get_settings

QUIET_SECONDS = 1.2  # this long without a further message, and it is the customer's turn
DEADLINE_SECONDS = 60.0


def add_commands(commands: Any) -> None:
    chat = commands.add_parser("chat", help="a conversation with the running assistant")
    chat.add_argument("--url", help="the gateway (default: this machine)")
    chat.add_argument("--say", action="append", metavar="TEXT", help="say this instead of typing")
    chat.set_defaults(run=run_chat)


class Client:
    """A customer at the gateway: posts messages and listens to the event stream."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._http = requests.Session()
        self._arrived = threading.Condition()
        self._messages: list[dict[str, Any]] = []
        self._shown = 0
        self.buttons: list[dict[str, str]] = []

    def connect(self) -> None:
        """Open a session and start listening; raises CommandError when nothing answers."""
        try:
            self._http.post(f"{self._url}/api/session", timeout=10).raise_for_status()
        except requests.RequestException as error:
            raise CommandError(
                f"no assistant at {self._url}: start it with `make run` ({type(error).__name__})"
            ) from error
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, text: str) -> None:
        """Send a text; a bare number presses the button of that number."""
        body: dict[str, Any] = {"client_id": str(uuid.uuid4())}
        number = int(text) if text.isdecimal() else 0
        if 1 <= number <= len(self.buttons):
            body["token"] = self.buttons[number - 1]["token"]
        else:
            body["text"] = text
        answer = self._http.post(f"{self._url}/api/messages", json=body, timeout=10)
        if answer.status_code >= 400:
            print(answer.json().get("error", {}).get("message", answer.text))

    def replies(self) -> Iterator[dict[str, Any]]:
        """The assistant's messages until it falls silent."""
        waited = DEADLINE_SECONDS
        while True:
            with self._arrived:
                ready = self._arrived.wait_for(
                    lambda: len(self._messages) > self._shown, timeout=waited
                )
                if not ready:
                    return
                message = self._messages[self._shown]
                self._shown += 1
            waited = QUIET_SECONDS
            yield message

    def _listen(self) -> None:
        last = 0
        while True:
            try:
                stream = self._http.get(
                    f"{self._url}/api/events",
                    headers={"Last-Event-ID": str(last)},
                    stream=True,
                    timeout=(10, 60),
                )
                for event, data in _events(stream.iter_lines(decode_unicode=False)):
                    if event != "message":
                        continue
                    last = max(last, int(data["id"]))
                    if data["role"] != "user":
                        self._take(data)
            except (requests.RequestException, ValueError):
                continue

    def _take(self, message: dict[str, Any]) -> None:
        with self._arrived:
            self._messages.append(message)
            self._arrived.notify_all()


def _events(lines: Iterator[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Server-sent events from raw lines."""
    name, data = "message", ""
    for raw in lines:
        line = raw.decode("utf-8")
        if line.startswith("event:"):
            name = line[6:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()
        elif not line and data:
            yield name, json.loads(data)
            name, data = "message", ""


def run_chat(options: Namespace) -> None:
    settings = get_settings()
    client = Client(options.url or f"http://127.0.0.1:{settings.gateway_port}")
    client.connect()
    _show(client)
    for text in options.say or _typed():
        if options.say:
            print(f"\n您> {text}")
        client.send(text)
        _show(client)


def _typed() -> Iterator[str]:
    while True:
        try:
            text = input("\n您> ").strip()
        except EOFError:
            return
        if text in ("/quit", "/exit"):
            return
        if text:
            yield text


def _show(client: Client) -> None:
    for message in client.replies():
        print(f"\n家保> {message['text']}")
        buttons = message.get("quick_replies") or []
        client.buttons = buttons
        for number, button in enumerate(buttons, start=1):
            print(f"      [{number}] {button['label']}")
    sys.stdout.flush()
