"""Calling Rasa's REST channel on the loopback interface.

Every call carries `message_id` (stable over retries) and `attempt` in the metadata, so that a
repeated call can be recognised (`bot.rasa_seams.repeatable_rest` does so inside Rasa).
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

from bot.gateway.logs import HEADER, new_correlation_id
from bot.gateway.store.conversations import Conversation
from bot.gateway.store.inbox import Claimed

WEBHOOK = "/webhooks/rest/webhook"
CONVERSATIONS = "/webhooks/rest/conversations"


class RasaError(RuntimeError):
    """Rasa gave no usable answer; `reason` is one of a few words, for the metrics."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else reason)


class RasaClient:
    """One connection pool to Rasa."""

    def __init__(self, url: str, deadline_seconds: float) -> None:
        self._deadline = deadline_seconds
        # trust_env=False: a proxy from the environment must not see these calls.
        self._http = httpx.AsyncClient(
            base_url=url,
            trust_env=False,
            timeout=httpx.Timeout(deadline_seconds, connect=2.0),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=16),
        )

    async def send(self, conversation: Conversation, claimed: Claimed) -> Any:
        """Rasa's raw answer to one message; raises RasaError, after the deadline at the latest."""
        body = {
            "sender": conversation.rasa_sender,
            "message": claimed.rasa_text,
            "metadata": {
                "message_id": str(claimed.id),
                "attempt": claimed.attempts,
                "correlation_id": claimed.correlation_id,
                "channel": conversation.channel,
            },
        }
        headers = {HEADER: new_correlation_id(claimed.correlation_id)}
        try:
            call = self._http.post(WEBHOOK, json=body, headers=headers)
            response = await asyncio.wait_for(call, self._deadline)
        except (asyncio.TimeoutError, httpx.TimeoutException) as error:
            raise RasaError("deadline", type(error).__name__) from error
        except httpx.HTTPError as error:
            raise RasaError("unreachable", type(error).__name__) from error
        if response.status_code != httpx.codes.OK:
            raise RasaError("status", str(response.status_code))
        try:
            return response.json()
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise RasaError("not_json", type(error).__name__) from error

    async def forget(self, sender: str) -> None:
        """Have Rasa remove a conversation for good; raises RasaError when it did not."""
        try:
            response = await self._http.delete(f"{CONVERSATIONS}/{sender}")
        except httpx.HTTPError as error:
            raise RasaError("unreachable", type(error).__name__) from error
        if response.status_code != httpx.codes.OK:
            raise RasaError("status", str(response.status_code))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
