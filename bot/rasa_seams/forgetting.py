"""Removing a conversation from Rasa's tracker store, which has no call for it."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore


class CannotForgetError(RuntimeError):
    """The tracker store in use cannot remove a conversation; the operator has to."""


def forget(store: Any, sender: str) -> int:
    """Remove every event of `sender`; returns how many rows (or trackers) were removed.

    Rasa wraps the store that endpoints.yml names; the innermost one is meant. Raises
    CannotForgetError for a store of another kind.
    """
    while hasattr(store, "_tracker_store"):
        store = store._tracker_store
    if isinstance(store, SQLTrackerStore):
        with store.session_scope() as session:
            events = session.query(store.SQLEvent).filter(store.SQLEvent.sender_id == sender)
            removed = int(events.delete(synchronize_session=False))
            session.commit()
        return removed
    if isinstance(store, InMemoryTrackerStore):
        return int(store.store.pop(sender, None) is not None)
    raise CannotForgetError(f"{type(store).__name__} cannot remove a conversation")
