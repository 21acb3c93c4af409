"""`GET /api/events`: the conversation as server-sent events, replayed and then live.

The stream keeps nothing in memory: at each wake it reads from the outbox what is newer than
the last id it sent. A reload, a second tab and a second process therefore see the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy.engine import Connection
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.gateway.runtime import Gateway
from bot.gateway.store import conversations, inbox, outbox
from bot.gateway.store.conversations import BOT
from bot.gateway.web.dependencies import gateway_of, required
from bot.gateway.web.errors import RefusedError

router = APIRouter()
RECONNECT_MILLISECONDS = 2000
# Look again at least this often, whatever the notifications say.
LONGEST_REST_SECONDS = 10.0


@router.get("/api/events")
async def events(request: Request) -> EventSourceResponse:
    """Open the stream; continues after `Last-Event-ID`, or `?after=` for the first time."""
    gateway = gateway_of(request)
    conversation = await required(request, gateway)
    if gateway.hub.watchers(conversation.id) >= gateway.config.max_streams_per_session:
        raise RefusedError(429, "too_many_streams", retry_after=5)
    return EventSourceResponse(
        _stream(gateway, conversation.id, starting_point(request)),
        ping=int(gateway.config.heartbeat_seconds),
        ping_message_factory=lambda: ServerSentEvent(comment="ping"),
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def starting_point(request: Request) -> int:
    """The id after which to begin; raises RefusedError when it is not a number."""
    raw = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if not raw.isascii() or not raw.isdecimal() or len(raw) > 18:
        raise RefusedError(422, "bad_request")
    return int(raw)


async def _stream(
    gateway: Gateway, conversation_id: str, last_id: int
) -> AsyncIterator[ServerSentEvent]:
    shown: dict[str, Any] = {}
    gateway.metrics.streams.inc()
    try:
        with gateway.hub.watch(conversation_id) as changed:
            while True:
                changed.clear()
                start = last_id

                def snapshot(connection: Connection, start: int = start) -> _Snapshot:
                    return _read(connection, conversation_id, start)

                messages, state, typing = await gateway.read(snapshot)
                for message in messages:
                    last_id = message["id"]
                    yield _event("message", message, identifier=last_id)
                if messages:
                    changed.set()  # there may be more than one page
                for name, data in (("state", state), ("typing", typing)):
                    if shown.get(name) != data:
                        shown[name] = data
                        yield _event(name, data)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(changed.wait(), LONGEST_REST_SECONDS)
    finally:
        gateway.metrics.streams.dec()


_Snapshot = tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any]]


def _read(connection: Connection, conversation_id: str, last_id: int) -> _Snapshot:
    """New messages, who answers, and whether an answer is being made: one consistent read."""
    conversation = conversations.get(connection, conversation_id)
    owner = conversation.owner if conversation else BOT
    working = owner == BOT and inbox.pending(connection, conversation_id) > 0
    messages = outbox.after(connection, conversation_id, last_id)
    return messages, {"owner": owner}, {"on": working}


def _event(name: str, data: dict[str, Any], identifier: int | None = None) -> ServerSentEvent:
    return ServerSentEvent(
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        event=name,
        id=None if identifier is None else str(identifier),
        retry=RECONNECT_MILLISECONDS if name == "state" else None,
    )
