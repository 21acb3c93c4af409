"""`POST /api/messages`: take a message or a button press in, once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.engine import Connection

from bot.gateway import intake
from bot.gateway.database import now_ms
from bot.gateway.intake import Accepted
from bot.gateway.logs import correlation_id
from bot.gateway.text import MAX_LENGTH, clean
from bot.gateway.web.dependencies import gateway_of, required
from bot.gateway.web.errors import RefusedError
from bot.gateway.web.limits import check_origin

router = APIRouter()
TOKEN = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Incoming:
    """A valid request: exactly one of text and token is set."""

    client_id: str
    text: str | None
    token: str | None


@router.post("/api/messages", status_code=202)
async def post_message(request: Request) -> JSONResponse:
    """Answer 202 as soon as the message is stored."""
    gateway = gateway_of(request)
    check_origin(request, gateway.config)
    conversation = await required(request, gateway)
    gateway.limits.check(request, conversation.id)
    incoming = read_incoming(await _json(request))
    identifier = correlation_id.get()

    def take_in(connection: Connection) -> Accepted:
        accept = intake.accept_text if incoming.token is None else intake.accept_button
        content = incoming.text or incoming.token or ""
        return accept(
            connection,
            conversation.id,
            incoming.client_id,
            content,
            correlation_id=identifier,
            now=now_ms(),
        )

    try:
        accepted = await gateway.write(take_in)
    except intake.UnknownButtonError as error:
        raise RefusedError(404, "unknown_button") from error
    except intake.UnknownConversationError as error:
        raise RefusedError(401, "no_session") from error
    if accepted.repeated:
        gateway.metrics.duplicates.inc()
    else:
        gateway.metrics.messages.labels("text" if incoming.token is None else "button").inc()
        gateway.worker.wake()
        gateway.hub.notify(conversation.id)
    return JSONResponse({"status": "accepted", "id": accepted.id}, 202)


def read_incoming(document: Any) -> Incoming:
    """Check a request body; raises RefusedError with the sentence for what is wrong."""
    if not isinstance(document, dict):
        raise RefusedError(422, "bad_request")
    client_id, text, token = (document.get(key) for key in ("client_id", "text", "token"))
    if not isinstance(client_id, str) or (text is None) == (token is None):
        raise RefusedError(422, "bad_request")
    try:
        key = str(UUID(client_id))
    except ValueError as error:
        raise RefusedError(422, "bad_request") from error
    if token is not None:
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            raise RefusedError(404, "unknown_button")
        return Incoming(key, None, token)
    if not isinstance(text, str):
        raise RefusedError(422, "bad_request")
    cleaned = clean(text)
    if not cleaned:
        raise RefusedError(422, "empty_text")
    if len(cleaned) > MAX_LENGTH:
        raise RefusedError(422, "too_long")
    return Incoming(key, cleaned, None)


async def _json(request: Request) -> Any:
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type != "application/json":
        raise RefusedError(415, "bad_json")
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "bad_json") from error
