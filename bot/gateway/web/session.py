"""`POST /api/session`: make or resume a conversation."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from bot.gateway import intake
from bot.gateway.database import now_ms
from bot.gateway.logs import correlation_id
from bot.gateway.store import outbox
from bot.gateway.web.dependencies import gateway_of, resumed
from bot.gateway.web.limits import check_origin
from bot.settings import Settings

router = APIRouter()


def institution(settings: Settings) -> dict[str, str]:
    """Who offers the service, as shown on the page."""
    return {
        "name": settings.institution,
        "licence_number": settings.licence_number,
        "complaint_phone": settings.complaint_phone,
        "licence_mode": settings.licence_mode,
    }


@router.post("/api/session")
async def open_session(request: Request, response: Response) -> dict[str, Any]:
    """Set the cookie and say who we are; a new conversation gets its greeting from Rasa."""
    gateway = gateway_of(request)
    check_origin(request, gateway.config)
    gateway.limits.check(request)
    conversation = await resumed(request, gateway)
    if conversation is None:
        identifier = correlation_id.get()
        conversation = await gateway.write(
            lambda c: intake.start(c, channel="web", correlation_id=identifier, now=now_ms())
        )
        gateway.metrics.messages.labels("start").inc()
        gateway.worker.wake()
    known = conversation
    last_event_id = await gateway.read(lambda c: outbox.last_id(c, known.id))
    gateway.cookie.write(request, response, conversation.id)
    return {
        "conversation": conversation.public_id,
        "institution": institution(gateway.config.settings),
        "last_event_id": last_event_id,
    }
