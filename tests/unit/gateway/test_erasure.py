"""A deletion is carried through to Rasa, however often something fails in between."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.gateway.database import migrate, open_engine, reading, writing
from bot.gateway.erasure import erase_pending, pending
from bot.gateway.rasa import RasaError
from bot.gateway.store import audit


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path / 'gateway.db'}")
    migrate(made)
    yield made
    made.dispose()


def order(engine: Engine, sender: str) -> None:
    with writing(engine) as connection:
        audit.record(connection, "profile_deleted", {"rasa_sender": sender}, now=1)


async def test_what_failed_is_tried_again_and_what_is_done_is_not(engine: Engine) -> None:
    asked: list[str] = []
    down = {"b"}

    async def forget(sender: str) -> None:
        asked.append(sender)
        if sender in down:
            raise RasaError("unreachable")

    order(engine, "a")
    order(engine, "b")
    assert await erase_pending(engine, forget) == 1
    with reading(engine) as connection:
        assert [sender for _, sender in pending(connection)] == ["b"]
    down.clear()
    assert await erase_pending(engine, forget) == 1
    assert await erase_pending(engine, forget) == 0
    assert asked == ["a", "b", "b"]
