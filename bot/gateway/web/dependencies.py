"""What the routes ask for: the running gateway and the conversation of the cookie."""

from __future__ import annotations

from fastapi import Request

from bot.gateway.runtime import Gateway
from bot.gateway.store import conversations
from bot.gateway.store.conversations import Conversation
from bot.gateway.web.errors import RefusedError


def gateway_of(request: Request) -> Gateway:
    """The gateway that serves this request."""
    gateway: Gateway = request.app.state.gateway
    return gateway


async def resumed(request: Request, gateway: Gateway) -> Conversation | None:
    """The conversation of the cookie, when the cookie is genuine and the row exists."""
    identifier = gateway.cookie.read(request)
    if identifier is None:
        return None
    return await gateway.read(lambda c: conversations.get(c, identifier))


async def required(request: Request, gateway: Gateway) -> Conversation:
    """The conversation of the cookie; raises RefusedError (401) without one."""
    conversation = await resumed(request, gateway)
    if conversation is None:
        raise RefusedError(401, "no_session")
    return conversation
