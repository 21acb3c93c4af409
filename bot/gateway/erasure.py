"""Carrying a deletion through to Rasa's tracker store.

`delete_profile` empties the gateway's own rows in the turn's transaction and leaves the name of
the old tracker in the audit trail (`profile_deleted`). This task has Rasa remove that tracker and
records it (`tracker_erased`). What is not recorded is tried again, also after a restart: a
deletion that the customer was told of is carried out however often something fails in between.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.gateway.database import now_ms, reading, writing
from bot.gateway.rasa import RasaError
from bot.gateway.store import audit as trail
from bot.gateway.tables import audit

log = logging.getLogger(__name__)

ORDERED, DONE = "profile_deleted", "tracker_erased"
Forget = Callable[[str], Awaitable[None]]
Pending = tuple[str, str]  # conversation id, name of the tracker


def pending(connection: Connection) -> list[Pending]:
    """The trackers whose removal was ordered and is not recorded yet, oldest first."""
    rows = connection.execute(
        sa.select(audit.c.conversation_id, audit.c.type, audit.c.data)
        .where(audit.c.type.in_([ORDERED, DONE]))
        .order_by(audit.c.id)
    )
    found: dict[str, str] = {}
    for row in rows:
        sender = str(json.loads(row.data)["rasa_sender"])
        if row.type == ORDERED:
            found[sender] = row.conversation_id
        else:
            found.pop(sender, None)
    return [(conversation, sender) for sender, conversation in found.items()]


async def erase_pending(engine: Engine, forget: Forget) -> int:
    """Have Rasa remove what is pending; returns how many trackers were removed."""

    def read() -> list[Pending]:
        with reading(engine) as connection:
            return pending(connection)

    erased = 0
    for conversation, sender in await asyncio.to_thread(read):
        try:
            await forget(sender)
        except RasaError as error:
            log.warning("a tracker is not erased yet: %s", error.reason)
            continue
        await asyncio.to_thread(_record, engine, conversation, sender)
        erased += 1
    return erased


async def keep_erasing(engine: Engine, forget: Forget, seconds: float) -> None:
    """Look for deletions to carry through, until cancelled."""
    while True:
        try:
            await erase_pending(engine, forget)
        except Exception:
            log.exception("deletions cannot be carried through")
        await asyncio.sleep(seconds)


def _record(engine: Engine, conversation: str, sender: str) -> None:
    with writing(engine) as connection:
        data = {"rasa_sender": sender}
        trail.record(connection, DONE, data, now=now_ms(), conversation_id=conversation)
