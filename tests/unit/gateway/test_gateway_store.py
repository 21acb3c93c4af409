"""Schema, ledgers, hand-off states and limits on a real SQLite file."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from bot.gateway import commit, handoff, intake
from bot.gateway.answer import prepare
from bot.gateway.database import DatabaseError, migrate, open_engine, reading, writing
from bot.gateway.guard import allow_all
from bot.gateway.handoff import HandoffError
from bot.gateway.messages import ConsentEffect, Message, Reply
from bot.gateway.store import audit, consents, conversations, inbox, outbox
from bot.gateway.tables import metadata
from bot.gateway.web.limits import RateLimiter


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    sqlite = f"sqlite:///{tmp_path / 'gateway.db'}"
    opened = open_engine(os.environ.get("JIABAO_TEST_DATABASE_URL", sqlite))
    migrate(opened)
    yield opened
    opened.dispose()


def test_the_migrations_make_exactly_the_declared_schema(engine: Engine) -> None:
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = [
            change
            for change in compare_metadata(context, metadata)
            if not (change[0] == "remove_table" and change[1].name == "sqlite_sequence")
        ]
    assert difference == []


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    failures: list[Exception] = []

    def start() -> None:
        try:
            migrate(open_engine(url))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_an_unusable_database_is_explained(tmp_path: Path) -> None:
    (tmp_path / "gateway.db").mkdir()
    with pytest.raises(DatabaseError, match="JIABAO_DATABASE_URL"):
        migrate(open_engine(f"sqlite:///{tmp_path / 'gateway.db'}"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consents SET given = NOT given",
        "UPDATE handoffs SET state = 'x'",
        "UPDATE audit SET data = '{}'",
    ],
)
def test_ledgers_refuse_changes(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        conversation = conversations.create(connection, channel="web", now=1)
        effect = ConsentEffect("C1", True, "v1", "self")
        consents.append(connection, conversation, effect, now=1)
        handoff.queue(connection, conversation, reason="r", summary="s", actor="bot", now=1)
        audit.record(connection, "t", {"a": 1}, now=1)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"), writing(engine) as connection:
        connection.execute(sa.text(statement))


def test_threads_share_the_inbox_without_double_answers(engine: Engine) -> None:
    """Six real threads claim and commit as fast as they can."""
    total, names = 60, 5
    with writing(engine) as connection:
        mine = [conversations.create(connection, channel="web", now=1).id for _ in range(names)]
        for number in range(total):
            owner, key, text = mine[number % names], f"k{number}", f"t{number}"
            intake.accept_text(connection, owner, key, text, correlation_id="", now=1)
    claims: list[int] = []

    def work() -> None:
        while True:
            with writing(engine) as connection:
                candidate = inbox.next_claimable(connection, 10)
                claimed = candidate and inbox.claim(
                    connection, candidate, now=10, lease_ms=60_000, budget_ms=60_000
                )
                open_rows = sum(inbox.pending(connection, i) for i in mine)
            if not claimed:
                if not open_rows:
                    return
                continue
            claims.append(claimed.id)
            with writing(engine) as connection:
                replies = [Reply(Message("text", f"answer {claimed.text}"))]
                commit.commit_replies(connection, claimed, prepare(replies, allow_all), now=11)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(claims) == sorted(set(claims)) and len(claims) == total
    with reading(engine) as connection:
        for index, identifier in enumerate(mine):
            events = outbox.after(connection, identifier, 0)
            answers = [e["text"] for e in events if e["role"] == "bot"]
            assert answers == [f"answer t{n}" for n in range(index, total, names)]


def test_only_one_agent_holds_a_conversation(engine: Engine) -> None:
    with writing(engine) as connection:
        identifier = conversations.create(connection, channel="web", now=1).id
        handoff.claim(connection, identifier, "小王", now=2)
        handoff.claim(connection, identifier, "小王", now=3)
        with pytest.raises(HandoffError, match="小王"):
            handoff.claim(connection, identifier, "小李", now=4)
        with pytest.raises(HandoffError, match="claim it first"):
            handoff.release(connection, identifier, "小李", now=5)
        with pytest.raises(HandoffError, match="claim it first"):
            handoff.agent_send(connection, identifier, "小李", "您好", key="k", now=5)
        handoff.release(connection, identifier, "小王", now=6)
        with pytest.raises(HandoffError, match="claim it first"):
            handoff.agent_send(connection, identifier, "小王", "您好", key="k", now=7)
        handoff.claim(connection, identifier, "小李", now=8)
        assert [s[:2] for s in handoff.history(connection, identifier)] == [
            ("claimed", "小王"), ("released", "小王"), ("claimed", "小李"),
        ]  # fmt: skip
        with pytest.raises(HandoffError, match="no conversation"):
            handoff.claim(connection, "x", "小李", now=9)


def test_the_bot_is_withheld_when_an_agent_steps_in_during_a_turn(engine: Engine) -> None:
    with writing(engine) as connection:
        identifier = conversations.create(connection, channel="web", now=1).id
        accepted = intake.accept_text(connection, identifier, "k", "你好", correlation_id="", now=1)
        claimed = inbox.claim(connection, accepted.id, now=1, lease_ms=9, budget_ms=9)
    assert claimed is not None
    effect = ConsentEffect("C1", True, "v1", "self")
    with writing(engine) as connection:
        handoff.claim(connection, identifier, "小王", now=2)
        replies = [Reply(Message("text", "机器人的话"), (effect,))]
        commit.commit_replies(connection, claimed, prepare(replies, allow_all), now=3)
        events = outbox.after(connection, identifier, 0)
        customer = conversations.get(connection, identifier)
        assert customer is not None
        assert consents.current(connection, customer.customer_id) == {("C1", "self"): True}
    assert "机器人的话" not in str(events)


def test_the_rate_limiter_refills_and_separates_keys() -> None:
    moment = 0.0
    limiter = RateLimiter(60, clock=lambda: moment)
    assert [limiter.take("a") for _ in range(60)] == [0.0] * 60
    assert limiter.take("a") == pytest.approx(1.0)
    assert limiter.take("b") == 0.0
    moment = 2.0
    assert [limiter.take("a") > 0 for _ in range(3)] == [False, False, True]
