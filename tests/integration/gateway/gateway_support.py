"""Real servers for the gateway's tests: a scriptable stand-in for Rasa, and gateway processes.

The stand-in speaks Rasa's REST contract over HTTP. It exists only to inject failures that a
real Rasa cannot be asked for: slow answers, errors, a dead port, repeated calls.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from bot.gateway.app import create_app
from bot.gateway.config import GatewayConfig
from bot.gateway.guard import allow_all
from bot.gateway.runtime import Gateway
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
Answer = Callable[[dict[str, Any]], Any]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def custom(text: str, **more: Any) -> dict[str, Any]:
    """One reply in the shape of `json_message`."""
    return {"recipient_id": "x", "custom": {"kind": "text", "text": text, "body": {}, **more}}


@dataclass
class FakeRasa:
    """Answers by a function; remembers each call. `status` other than 200 fails the call."""

    port: int
    answer: Answer = lambda body: [custom(f"答:{body['message']}")]
    status: int = 200
    delay: float = 0.0
    calls: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    active: int = 0
    most_active: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def said(self) -> list[str]:
        return [call["message"] for call in self.calls]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def serving_rasa(port: int | None = None, **options: Any) -> Iterator[FakeRasa]:
    fake = FakeRasa(port or free_port(), **options)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # one packet for head and body: two would wait for a delayed ACK

        def do_GET(self) -> None:
            self._send(200, b"Hello from Rasa: 3.6.21")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/webhooks/rest/webhook"
            with fake.lock:
                fake.calls.append(body)
                fake.headers.append(dict(self.headers))
                fake.active += 1
                fake.most_active = max(fake.most_active, fake.active)
            try:
                time.sleep(fake.delay)
                answer = fake.answer(body) if fake.status == 200 else {"error": "x"}
            finally:
                with fake.lock:
                    fake.active -= 1
            self._send(fake.status, json.dumps(answer, ensure_ascii=False).encode())

        def _send(self, status: int, content: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                pass

        def log_message(self, *_args: Any) -> None:
            pass

    server = _Server(("127.0.0.1", fake.port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


class GatewayProcess:
    """`python -m bot.gateway` on a free port with a database of its own."""

    def __init__(self, state_dir: Path, rasa_port: int, **environment: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.log = state_dir / "gateway.log"
        self._environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("JIABAO_")},
            "JIABAO_GATEWAY_PORT": str(self.port),
            "JIABAO_RASA_PORT": str(rasa_port),
            "JIABAO_ACTIONS_PORT": str(free_port()),
            "JIABAO_CATALOG_PORT": str(free_port()),
            "JIABAO_STATE_DIR": str(state_dir),
            "JIABAO_RATE_LIMIT_PER_MINUTE": "6000",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> GatewayProcess:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot.gateway"],
                cwd=ROOT, env=self._environment, stderr=log, stdout=log,
            )  # fmt: skip
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.base}/healthz", trust_env=False).status_code == 200:
                    return self
            except httpx.HTTPError:
                time.sleep(0.1)
        raise AssertionError(f"the gateway did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=20)


class Customer:
    """A browser: a cookie jar, posting messages and reading the event stream."""

    def __init__(self, base: str) -> None:
        self.http = httpx.Client(base_url=base, trust_env=False, timeout=20)

    def open(self) -> dict[str, Any]:
        response = self.http.post("/api/session")
        assert response.status_code == 200, response.text
        return response.json()

    def say(self, text: str, client_id: str | None = None) -> httpx.Response:
        document = {"client_id": client_id or str(uuid.uuid4()), "text": text}
        return self.http.post("/api/messages", json=document)

    def press(self, token: str, client_id: str | None = None) -> httpx.Response:
        document = {"client_id": client_id or str(uuid.uuid4()), "token": token}
        return self.http.post("/api/messages", json=document)

    def events(
        self, until: Callable[[list[dict[str, Any]]], bool], *, after: int | None = None,
        last_event_id: int | None = None, seconds: float = 15,
    ) -> list[dict[str, Any]]:  # fmt: skip
        """Read events until a condition on the list holds; fails after some seconds."""
        headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
        params = {} if after is None else {"after": str(after)}
        found: list[dict[str, Any]] = []
        deadline = time.monotonic() + seconds
        timeout = httpx.Timeout(seconds, read=seconds)
        with self.http.stream(
            "GET", "/api/events", headers=headers, params=params, timeout=timeout
        ) as response:
            assert response.status_code == 200, response.read()
            event: dict[str, Any] = {}
            for line in response.iter_lines():
                if time.monotonic() > deadline:
                    break
                if line.startswith(":"):
                    found.append({"event": "comment"})
                elif line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                elif "data" in event:
                    found.append({**event, "data": json.loads(event["data"])})
                    event = {}
                if until(found):
                    return found
        raise AssertionError(f"condition not met; events: {found}")

    def messages(self, count: int, **options: Any) -> list[dict[str, Any]]:
        """The first `count` messages of the stream."""
        events = self.events(lambda found: len(only(found)) >= count, **options)
        return only(events)


def only(events: list[dict[str, Any]], name: str = "message") -> list[dict[str, Any]]:
    return [event["data"] for event in events if event.get("event") == name]


@contextmanager
def serving_gateway(state_dir: Path, rasa_port: int, **options: Any) -> Iterator[InProcess]:
    """The real application under a real uvicorn in a thread, with shortened times."""
    guard = options.pop("guard", allow_all)
    settings = options.pop("settings", {})
    port = free_port()
    config = GatewayConfig(
        Settings(
            gateway_port=port, rasa_port=rasa_port, state_dir=state_dir,
            actions_port=free_port(), catalog_port=free_port(),
            **{"rate_limit_per_minute": 6000, "turn_deadline_seconds": 1.0, **settings},
        ),
        **{"web_dir": state_dir / "web", "retry_budget_seconds": 2.0,
           "delay_notice_seconds": 0.6, "lease_seconds": 1.0, "poll_seconds": 0.2,
           "drain_seconds": 1.0, **options},
    )  # fmt: skip
    app = create_app(config, guard=guard)
    server = uvicorn.Server(
        uvicorn.Config(
            app, port=port, log_config=None, ws="none", access_log=False,
            timeout_graceful_shutdown=2,
        )
    )  # fmt: skip
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield InProcess(f"http://127.0.0.1:{port}", app.state.gateway)
    finally:
        server.should_exit = True
        thread.join(timeout=15)


@dataclass
class InProcess:
    """A gateway in this process: its address and its parts."""

    base: str
    gateway: Gateway
