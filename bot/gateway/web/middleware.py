"""Plain ASGI middleware: correlation id, security headers, body cap, request count and log.

Plain ASGI, because Starlette's BaseHTTPMiddleware buffers and delays event streams.
"""

from __future__ import annotations

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.gateway.config import GatewayConfig
from bot.gateway.logs import HEADER, correlation_id, new_correlation_id
from bot.gateway.metrics import Metrics
from bot.gateway.web.errors import error_response

log = logging.getLogger(__name__)
PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors {ancestors}"
)
UNKNOWN_ROUTE = "other"


class _BodyTooLargeError(Exception):
    """The body went over the cap while it was being read."""


class EdgeMiddleware:
    """What holds for every request, whatever its route."""

    def __init__(self, app: ASGIApp, config: GatewayConfig, metrics: Metrics) -> None:
        self._app, self._limit, self._metrics = app, config.max_body_bytes, metrics
        ancestors = " ".join(("'self'", *config.allowed_origins))
        self._policy = PAGE_POLICY.format(ancestors=ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        identifier = new_correlation_id(headers.get(HEADER))
        correlation_id.set(identifier)
        started = time.perf_counter()
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), identifier)
            await send(message)

        try:
            if self._declares_too_much(headers):
                await error_response(413, "too_large")(scope, receive, sending)
            else:
                await self._capped(scope, receive, sending)
        finally:
            self._account(scope, status, time.perf_counter() - started)

    def _declares_too_much(self, headers: Headers) -> bool:
        declared = headers.get("content-length", "")
        return declared.isdecimal() and int(declared) > self._limit

    async def _capped(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken, responding = 0, False

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise _BodyTooLargeError
            return message

        async def sending(message: Message) -> None:
            nonlocal responding
            responding = True
            await send(message)

        try:
            await self._app(scope, receiving, sending)
        except _BodyTooLargeError:
            if not responding:
                await error_response(413, "too_large")(scope, receive, send)
        except Exception:
            # Answered here and not by Starlette's outermost layer, so that the security headers
            # are on this response too.
            log.exception("a request crashed")
            if responding:
                raise
            await error_response(500, "internal")(scope, receive, send)

    def _add_headers(self, headers: MutableHeaders, identifier: str) -> None:
        headers[HEADER] = identifier
        headers.setdefault("Content-Security-Policy", self._policy)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Cache-Control", "no-store")

    def _account(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", UNKNOWN_ROUTE)
        method = scope["method"] if scope["method"] in ("GET", "POST", "HEAD") else UNKNOWN_ROUTE
        self._metrics.requests.labels(route, method, str(status)).inc()
        # The query is left out: it is the one part of an address that might hold personal data.
        details = {"route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
        log.info("%s %s", method, route, extra=details)
