"""A message has one effect and one visible answer, whatever is repeated, crashes or overlaps.

Random schedules drive the real store functions on a real SQLite database: customers repeat
their requests, several workers overlap, leases run out, and a crash hits any statement of any
transaction. After the storm one healthy worker finishes the work, and the laws must hold.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.gateway import commit, intake
from bot.gateway.answer import prepare
from bot.gateway.database import migrate, open_engine, writing
from bot.gateway.guard import allow_all
from bot.gateway.messages import ConsentEffect, Message, QuickReply, Reply
from bot.gateway.store import conversations, inbox, outbox
from bot.gateway.store.inbox import Claimed, LeaseLostError
from bot.gateway.tables import buttons, consents
from bot.gateway.tables import inbox as inbox_table
from bot.gateway.tables import outbox as outbox_table

SCHEDULES = int(os.environ.get("JIABAO_SCHEDULES", "1000"))
BATCHES = 10
LEASE_MS, BUDGET_MS = 1000, 10_000
STEPS = 25


class CrashError(Exception):
    """The process dies here."""


class Faults:
    """Raises CrashError at the n-th statement from now."""

    def __init__(self, engine: Engine) -> None:
        self.left: int | None = None
        sa.event.listen(engine, "before_cursor_execute", self._statement)

    def _statement(self, *_args: Any) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise CrashError


@dataclass
class WorkerState:
    """What a worker holds in memory: lost when it crashes."""

    claimed: Claimed | None = None
    replies: list[Reply] | None = None


@dataclass
class World:
    """One conversation, its customer, and several workers."""

    engine: Engine
    faults: Faults
    rng: random.Random
    now: int = 1_000_000
    keys: list[str] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    workers: list[WorkerState] = field(default_factory=lambda: [WorkerState() for _ in range(3)])

    def __post_init__(self) -> None:
        with writing(self.engine) as connection:
            started = intake.start(connection, channel="web", correlation_id="", now=self.now)
        self.conversation_id = started.id

    def transaction(self, work: Callable[[Connection], Any], *, crash: bool) -> Any:
        self.faults.left = self.rng.randrange(14) if crash else None
        try:
            with writing(self.engine) as connection:
                return work(connection)
        finally:
            self.faults.left = None

    # --- the customer ---------------------------------------------------------------------------

    def post(self, crash: bool) -> None:
        fresh = not self.keys or self.rng.random() < 0.5
        key = f"key-{len(self.keys)}" if fresh else self.rng.choice(self.keys)
        if fresh:
            self.keys.append(key)
        self.transaction(
            lambda c: intake.accept_text(
                c, self.conversation_id, key, f"text {key}", correlation_id="", now=self.now
            ),
            crash=crash,
        )
        self.accepted.add(key)

    def press(self, crash: bool) -> None:
        with writing(self.engine) as connection:
            query = sa.select(buttons.c.token).where(
                buttons.c.conversation_id == self.conversation_id
            )
            tokens = [row.token for row in connection.execute(query)]
        if tokens:
            token, key = self.rng.choice(tokens), f"press-{self.rng.randrange(10)}"
            self.transaction(
                lambda c: intake.accept_button(
                    c, self.conversation_id, key, token, correlation_id="", now=self.now
                ),
                crash=crash,
            )

    # --- the workers ----------------------------------------------------------------------------

    def step(self, worker: WorkerState, crash: bool) -> None:
        if worker.claimed is None:
            worker.claimed = self.transaction(self._claim, crash=crash)
        elif worker.replies is None:
            choice = self.rng.random()
            if choice < 0.15:
                self._give_back(worker, crash)
            elif choice < 0.3:
                self._notice(worker, crash)
            elif choice < 0.4:
                self._renew(worker, crash)
            else:
                worker.replies = answer_of_rasa(worker.claimed)
        else:
            self._commit(worker, crash)

    def _claim(self, connection: Connection) -> Claimed | None:
        candidate = inbox.next_claimable(connection, self.now)
        if candidate is None:
            return None
        return inbox.claim(
            connection, candidate, now=self.now, lease_ms=LEASE_MS, budget_ms=BUDGET_MS
        )

    def _give_back(self, worker: WorkerState, crash: bool) -> None:
        claimed, worker.claimed = worker.claimed, None
        assert claimed is not None
        self.transaction(lambda c: inbox.retry(c, claimed, not_before=self.now + 50), crash=crash)

    def _notice(self, worker: WorkerState, crash: bool) -> None:
        claimed = worker.claimed
        assert claimed is not None
        until = self.now + LEASE_MS
        self.transaction(
            lambda c: commit.commit_delay_notice(
                c, claimed, lease_until=until, quiet_ms=0, now=self.now
            ),
            crash=crash,
        )

    def _renew(self, worker: WorkerState, crash: bool) -> None:
        claimed = worker.claimed
        assert claimed is not None
        until = self.now + LEASE_MS
        self.transaction(lambda c: inbox.renew(c, claimed, until=until), crash=crash)

    def _commit(self, worker: WorkerState, crash: bool) -> None:
        claimed, replies = worker.claimed, worker.replies
        assert claimed is not None and replies is not None
        worker.claimed = worker.replies = None
        self.transaction(
            lambda c: commit.commit_replies(c, claimed, prepare(replies, allow_all), now=self.now),
            crash=crash,
        )

    # --- schedules ------------------------------------------------------------------------------

    def storm(self) -> None:
        for _ in range(STEPS):
            crash = self.rng.random() < 0.25
            worker = self.rng.choice(self.workers)
            action = self.rng.random()
            try:
                if action < 0.2:
                    self.post(crash)
                elif action < 0.3:
                    self.press(crash)
                elif action < 0.38:
                    self.now += self.rng.choice((10, 100, LEASE_MS + 1))
                else:
                    self.step(worker, crash)
            except (CrashError, LeaseLostError):
                worker.claimed = worker.replies = None  # everything in memory is gone

    def calm(self) -> None:
        """The customer's page repeats what was never acknowledged; one worker finishes."""
        for key in self.keys:
            self.transaction(
                lambda c, key=key: intake.accept_text(
                    c, self.conversation_id, key, f"text {key}", correlation_id="", now=self.now
                ),
                crash=False,
            )
        self.now += LEASE_MS + 100
        while True:
            claimed = self.transaction(self._claim, crash=False)
            if claimed is None:
                return
            replies = answer_of_rasa(claimed)
            self.transaction(
                lambda c, claimed=claimed, replies=replies: commit.commit_replies(
                    c, claimed, prepare(replies, allow_all), now=self.now
                ),
                crash=False,
            )


def answer_of_rasa(claimed: Claimed) -> list[Reply]:
    """An answer with an effect; a typed message also gets a button."""
    offered = () if claimed.kind == inbox.BUTTON else (QuickReply("好", "/affirm"),)
    consent = ConsentEffect("C2", True, "v1", f"message-{claimed.id}")
    return [
        Reply(Message("text", f"answer {claimed.id}", {}, offered), (consent,)),
        Reply(Message("text", f"second {claimed.id}")),
    ]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    opened = open_engine(os.environ.get("JIABAO_TEST_DATABASE_URL", "sqlite://"))
    migrate(opened)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def faults(engine: Engine) -> Faults:
    return Faults(engine)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_one_effect_and_one_visible_answer(engine: Engine, faults: Faults, batch: int) -> None:
    for number in range(SCHEDULES // BATCHES):
        seed = batch * 1_000_000 + number
        world = World(engine, faults, random.Random(seed))
        world.storm()
        world.calm()
        check_laws(world, f"seed {seed}")


def check_laws(world: World, seed: str) -> None:
    with writing(world.engine) as connection:
        mine = inbox_table.c.conversation_id == world.conversation_id
        messages = connection.execute(sa.select(inbox_table).where(mine)).all()
        shown = connection.execute(
            sa.select(outbox_table)
            .where(outbox_table.c.conversation_id == world.conversation_id)
            .order_by(outbox_table.c.id)
        ).all()
        effects = connection.execute(
            sa.select(consents).where(consents.c.conversation_id == world.conversation_id)
        ).all()
        used = connection.execute(
            sa.select(buttons).where(buttons.c.conversation_id == world.conversation_id)
        ).all()
    assert world.accepted <= {row.message_key for row in messages}, seed
    assert Counter(row.state for row in messages).keys() == {"done"}, seed
    visible = Counter((row.caused_by, row.sequence) for row in shown)
    for row in messages:
        assert visible[(row.id, outbox.FIRST_REPLY)] == 1, f"{seed}: answers of {row.id}"
        assert visible[(row.id, outbox.FIRST_REPLY + 1)] == 1, seed
        assert visible[(row.id, outbox.DELAY_NOTICE)] <= 1, seed
        assert visible[(row.id, outbox.ECHO)] == (0 if row.kind == inbox.START else 1), seed
    assert sorted(e.caused_by for e in effects) == sorted(row.id for row in messages), seed
    answers = [row.caused_by for row in shown if row.sequence == outbox.FIRST_REPLY]
    assert answers == sorted(answers), f"{seed}: answered out of order"
    presses = Counter(b.used_by for b in used if b.used_by is not None)
    pressed = {row.id for row in messages if row.kind == inbox.BUTTON}
    assert presses == Counter(pressed), f"{seed}: a button acted twice"


def test_the_laws_notice_a_missing_fence(
    engine: Engine, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the lease check the schedules do find a double effect: the test can fail."""

    def unfenced(connection: Connection, claimed: Claimed, **values: Any) -> None:
        update = inbox_table.update().where(inbox_table.c.id == claimed.id)
        connection.execute(update.values(**values))

    monkeypatch.setattr(inbox, "_update_leased", unfenced)
    with pytest.raises((AssertionError, sa.exc.IntegrityError)):
        for seed in range(400):
            world = World(engine, faults, random.Random(seed))
            world.storm()
            world.calm()
            check_laws(world, f"seed {seed}")


def test_a_conversation_is_worked_on_by_one_holder_at_a_time(engine: Engine) -> None:
    """While a lease is valid, no other message of the conversation can be claimed."""
    with writing(engine) as connection:
        conversation = conversations.create(connection, channel="web", now=1)
        for key in ("a", "b"):
            intake.accept_text(connection, conversation.id, key, key, correlation_id="", now=1)
    rivals = []
    with writing(engine) as connection:
        for moment in (10, 20, 30):
            candidate = inbox.next_claimable(connection, moment)
            if candidate is not None:
                rivals.append(
                    inbox.claim(
                        connection, candidate, now=moment, lease_ms=LEASE_MS, budget_ms=BUDGET_MS
                    )
                )
    mine = [r for r in rivals if r is not None and r.conversation_id == conversation.id]
    assert [r.text for r in mine] == ["a"]
