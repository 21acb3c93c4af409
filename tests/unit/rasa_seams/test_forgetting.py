"""A deleted conversation is gone from Rasa's own store, and only that one."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_seams.forgetting import CannotForgetError, forget


async def test_a_conversation_is_removed_from_the_sql_store(tmp_path: Path) -> None:
    store = SQLTrackerStore(Domain.empty(), db=str(tmp_path / "tracker.db"))
    for sender in ("gone", "kept"):
        said = [UserUttered("我爸66有高血压")]
        await store.save(DialogueStateTracker.from_events(sender, said))
    assert forget(store, "gone") >= 1
    assert await store.retrieve("gone") is None
    assert await store.retrieve("kept") is not None
    assert "高血压".encode("unicode_escape") not in b"".join(
        row.data.encode()
        for row in store.engine.execute("select data from events where sender_id = 'gone'")
    )
    assert forget(store, "gone") == 0


async def test_the_store_in_memory_and_an_unknown_one() -> None:
    store = InMemoryTrackerStore(Domain.empty())
    await store.save(DialogueStateTracker.from_events("gone", [UserUttered("你好")]))
    assert forget(store, "gone") == 1
    assert await store.retrieve("gone") is None
    with pytest.raises(CannotForgetError, match="object"):
        forget(object(), "gone")
