"""Working through the inbox: each message once, one at a time in a conversation, in order.

What is guaranteed, and how:

* Nothing is lost. A message is in the inbox before it is acknowledged. A row leaves the state
  `processing` only in the transaction that stores its answer; when the process dies the lease
  runs out and the row is taken up again, by this process after its restart or by another.
* The answer is visible once. Replies, effects and `done` are one transaction that first checks
  the lease token; (caused_by, sequence) is unique in the outbox as a second belt.
* Rasa may be called more than once for one message: the gateway can die, or give up waiting,
  after Rasa finished the turn and before the answer was stored. The call carries a stable
  `message_id`. With `bot.rasa_seams.repeatable_rest` as Rasa's REST channel such a repeated call
  returns the recorded answer and changes nothing: exactly once from end to end. With the stock
  channel the turn runs twice; facts survive that because they are merged, but an answer that
  depends on the dialogue state ("没错" to a question) is then taken in the later state.
* Rasa's own conversation lock (polled each second) is never contended, because there is one
  turn at a time in a conversation.

When Rasa fails, the message is given back with a growing pause until the budget is used up;
the customer is told once that it takes longer, and finally gets an apology with a way to a
person. Later messages of the conversation wait meanwhile, so that the order is kept.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import Connection, Engine

from bot.gateway import commit
from bot.gateway.answer import prepare
from bot.gateway.config import GatewayConfig
from bot.gateway.database import now_ms, reading, writing
from bot.gateway.guard import Guard
from bot.gateway.hub import Hub
from bot.gateway.logs import correlation_id
from bot.gateway.messages import read_replies
from bot.gateway.metrics import Metrics
from bot.gateway.rasa import RasaClient, RasaError
from bot.gateway.store import conversations, inbox
from bot.gateway.store.conversations import Conversation
from bot.gateway.store.inbox import Claimed, LeaseLostError

log = logging.getLogger(__name__)
T = TypeVar("T")


class Worker:
    """Takes messages from the inbox and stores their answers, several conversations at once."""

    def __init__(
        self,
        engine: Engine,
        config: GatewayConfig,
        rasa: RasaClient,
        hub: Hub,
        guard: Guard,
        metrics: Metrics,
    ) -> None:
        self._engine, self._config, self._rasa = engine, config, rasa
        self._hub, self._guard, self._metrics = hub, guard, metrics
        self._wake = asyncio.Event()
        self._turns: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Look into the inbox now."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; turns under way may finish, the rest is taken up later."""
        try:
            while True:
                self._wake.clear()
                await self._start_turns()
                await self._rest()
        finally:
            await self._drain()

    async def _drain(self) -> None:
        turns = set(self._turns)
        if turns:
            await asyncio.wait(turns, timeout=self._config.drain_seconds)
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)

    async def _rest(self) -> None:
        pause = self._config.poll_seconds
        with contextlib.suppress(Exception):
            due = await self._read(inbox.next_moment)
            if due is not None and due > now_ms():
                pause = min(pause, (due - now_ms()) / 1000)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._wake.wait(), max(pause, 0.02))

    async def _start_turns(self) -> None:
        while len(self._turns) < self._config.parallel_turns:
            try:
                claimed = await asyncio.to_thread(self._claim)
            except Exception:
                log.exception("the inbox cannot be read")
                return
            if claimed is None:
                return
            turn = asyncio.create_task(self._turn(claimed))
            self._turns.add(turn)
            turn.add_done_callback(self._turn_ended)

    def _turn_ended(self, turn: asyncio.Task[None]) -> None:
        self._turns.discard(turn)
        self.wake()

    def _claim(self) -> Claimed | None:
        lease, budget = self._config.lease_seconds, self._config.retry_budget_seconds
        with reading(self._engine) as connection:
            candidate = inbox.next_claimable(connection, now_ms())
        if candidate is None:
            return None
        with writing(self._engine) as connection:
            return inbox.claim(
                connection,
                candidate,
                now=now_ms(),
                lease_ms=int(lease * 1000),
                budget_ms=int(budget * 1000),
            )

    async def _turn(self, claimed: Claimed) -> None:
        correlation_id.set(claimed.correlation_id)
        outcome = "crashed"
        heartbeat = asyncio.create_task(self._keep_lease(claimed))
        try:
            outcome = await self._answer(claimed)
        except LeaseLostError:
            outcome = "taken_over"
        except Exception:
            log.exception("a turn crashed", extra={"inbox": claimed.id})
            outcome = await self._failed(claimed, "crash")
        finally:
            heartbeat.cancel()
            self._hub.notify(claimed.conversation_id)
        self._metrics.turns.labels(outcome).inc()
        if outcome in ("answered", "local"):
            self._metrics.turn_seconds.observe((now_ms() - claimed.received_ms) / 1000)
        log.info(
            "turn", extra={"inbox": claimed.id, "outcome": outcome, "attempt": claimed.attempts}
        )

    async def _answer(self, claimed: Claimed) -> str:
        conversation = await self._read(conversations.get, claimed.conversation_id)
        if conversation is None:
            raise LeaseLostError(f"conversation of message {claimed.id} does not exist")
        local, message = commit.local_answer(conversation, claimed)
        if local:
            await self._write(commit.commit_local, claimed, message)
            return "local"
        try:
            raw = await self._ask(conversation, claimed)
        except RasaError as error:
            self._metrics.rasa_failures.labels(error.reason).inc()
            return await self._failed(claimed, error.reason)
        replies, problems = read_replies(raw)
        if problems:
            log.warning("Rasa's answer is malformed", extra={"problems": problems[:10]})
        answer = await asyncio.to_thread(prepare, replies, self._guard)
        await self._write(commit.commit_replies, claimed, answer)
        self._metrics.blocked.inc(sum(outgoing.blocked for outgoing in answer))
        return "answered"

    async def _ask(self, conversation: Conversation, claimed: Claimed) -> Any:
        """Call Rasa; when it takes long, say so once and go on waiting."""
        call = asyncio.create_task(self._rasa.send(conversation, claimed))
        try:
            await asyncio.wait({call}, timeout=self._until_notice(claimed))
            if not call.done():
                await self._tell_delay(claimed)
            return await call
        finally:
            call.cancel()

    async def _failed(self, claimed: Claimed, reason: str) -> str:
        """Give the message back for a later attempt, or give up with an apology."""
        budget_ms = int(self._config.retry_budget_seconds * 1000)
        pause = self._config.pause_ms(claimed.attempts)
        used_up = now_ms() + pause - claimed.first_attempt_ms > budget_ms
        try:
            if used_up or claimed.attempts >= self._config.max_attempts:
                await self._write(commit.commit_failure, claimed, reason=reason)
                log.error("gave up on a message", extra={"inbox": claimed.id, "reason": reason})
                return "failed"
            if self._until_notice(claimed) == 0:
                await self._tell_delay(claimed)
            await self._in_transaction(
                lambda c: inbox.retry(c, claimed, not_before=now_ms() + pause)
            )
            return "retried"
        except LeaseLostError:
            return "taken_over"
        except Exception:
            log.exception("a failed turn could not be recorded; its lease will run out")
            return "crashed"

    def _until_notice(self, claimed: Claimed) -> float:
        waited = (now_ms() - claimed.first_attempt_ms) / 1000
        return max(self._config.delay_notice_seconds - waited, 0.0)

    async def _tell_delay(self, claimed: Claimed) -> None:
        until = now_ms() + int(self._config.lease_seconds * 1000)
        quiet_ms = int(self._config.retry_budget_seconds * 1000)
        await self._write(commit.commit_delay_notice, claimed, lease_until=until, quiet_ms=quiet_ms)
        self._hub.notify(claimed.conversation_id)

    async def _keep_lease(self, claimed: Claimed) -> None:
        lease = self._config.lease_seconds
        while True:
            await asyncio.sleep(lease / 3)
            try:
                until = now_ms() + int(lease * 1000)
                await self._in_transaction(
                    lambda c, until=until: inbox.renew(c, claimed, until=until)  # type: ignore[misc]
                )
            except LeaseLostError:
                return
            except Exception:
                log.exception("a lease could not be renewed")

    async def _read(self, function: Callable[..., T], *args: Any) -> T:
        def work() -> T:
            with reading(self._engine) as connection:
                return function(connection, *args)

        return await asyncio.to_thread(work)

    async def _write(self, function: Callable[..., T], *args: Any, **named: Any) -> T:
        return await self._in_transaction(lambda c: function(c, *args, now=now_ms(), **named))

    async def _in_transaction(self, function: Callable[[Connection], T]) -> T:
        def work() -> T:
            with writing(self._engine) as connection:
                return function(connection)

        return await asyncio.to_thread(work)
