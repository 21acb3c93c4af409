"""Waking the event streams of a conversation when something new is stored.

Within the process the worker and the request handlers notify at once. Changes of another
process (a second gateway, the agent desk) are seen by one poll a second for all streams:
the version counters of the conversations that somebody watches.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from sqlalchemy.engine import Engine

from bot.gateway.database import reading
from bot.gateway.store import conversations

CHUNK = 400


class Hub:
    """Who watches which conversation. Lives in one event loop."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[asyncio.Event]] = {}
        self._versions: dict[str, int] = {}

    @contextlib.contextmanager
    def watch(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the conversation may have changed."""
        event = asyncio.Event()
        self._watchers.setdefault(conversation_id, set()).add(event)
        try:
            yield event
        finally:
            watchers = self._watchers[conversation_id]
            watchers.discard(event)
            if not watchers:
                del self._watchers[conversation_id]
                self._versions.pop(conversation_id, None)

    def notify(self, conversation_id: str) -> None:
        """Wake everybody who watches the conversation."""
        for event in self._watchers.get(conversation_id, ()):
            event.set()

    def close(self) -> None:
        """Wake everybody, at shutdown."""
        for conversation_id in list(self._watchers):
            self.notify(conversation_id)

    def watchers(self, conversation_id: str) -> int:
        return len(self._watchers.get(conversation_id, ()))

    async def poll(self, engine: Engine, seconds: float) -> None:
        """Look for changes made by other processes, for ever."""
        while True:
            await asyncio.sleep(seconds)
            watched = list(self._watchers)
            for start in range(0, len(watched), CHUNK):
                chunk = watched[start : start + CHUNK]
                found = await asyncio.to_thread(_versions, engine, chunk)
                for conversation_id, version in found.items():
                    if self._versions.get(conversation_id) != version:
                        self._versions[conversation_id] = version
                        self.notify(conversation_id)


def _versions(engine: Engine, ids: list[str]) -> dict[str, int]:
    with reading(engine) as connection:
        return conversations.versions(connection, ids)
