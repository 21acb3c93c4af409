"""Rate limits and the Origin check."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request

from bot.gateway.config import GatewayConfig
from bot.gateway.web.errors import RefusedError

ADDRESS_FACTOR = 5  # many customers may share one address (offices, mobile carriers)
REMEMBERED = 20_000


class RateLimiter:
    """A token bucket for each key; forgets the longest unused keys."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._capacity = float(max(per_minute, 1))
        self._per_second = self._capacity / 60
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Take one token; returns 0, or after how many seconds to come again."""
        now = self._clock()
        tokens, since = self._buckets.pop(key, (self._capacity, now))
        tokens = min(self._capacity, tokens + (now - since) * self._per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - tokens) / self._per_second


class Limits:
    """The limits of one gateway process."""

    def __init__(self, per_minute: int) -> None:
        self._session = RateLimiter(per_minute)
        self._address = RateLimiter(per_minute * ADDRESS_FACTOR)

    def check(self, request: Request, conversation_id: str | None = None) -> None:
        """Raise RefusedError when this session or this address sends too fast."""
        wait = self._address.take(request.client.host if request.client else "unknown")
        if conversation_id is not None:
            wait = max(wait, self._session.take(conversation_id))
        if wait:
            raise RefusedError(429, "too_fast", retry_after=math.ceil(wait))


def check_origin(request: Request, config: GatewayConfig) -> None:
    """Refuse a POST that another site's page makes in the customer's browser.

    Programs that are no browsers send neither Origin nor Sec-Fetch-Site; they have no cookie of
    somebody else to abuse.
    """
    origin = request.headers.get("origin")
    if origin is None:
        if request.headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
            return
        raise RefusedError(403, "bad_origin")
    if origin.rstrip("/") in config.allowed_origins:
        return
    parts = urlsplit(origin)
    if parts.scheme in ("http", "https") and parts.netloc == request.headers.get("host"):
        return
    raise RefusedError(403, "bad_origin")
