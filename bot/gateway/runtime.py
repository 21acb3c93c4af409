"""Everything one gateway process holds: database, worker, hub, limits, metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from sqlalchemy.engine import Connection, Engine

from bot.gateway.config import GatewayConfig
from bot.gateway.database import migrate, open_engine, reading, writing
from bot.gateway.erasure import keep_erasing
from bot.gateway.guard import Guard
from bot.gateway.hub import Hub
from bot.gateway.metrics import Metrics
from bot.gateway.rasa import RasaClient
from bot.gateway.web.cookies import SessionCookie
from bot.gateway.web.limits import Limits
from bot.gateway.worker import Worker
from bot.settings import secret_key

T = TypeVar("T")


@dataclass
class Gateway:
    """The parts of a running gateway; made by `build`, started by the application."""

    config: GatewayConfig
    engine: Engine
    hub: Hub
    metrics: Metrics
    limits: Limits
    cookie: SessionCookie
    rasa: RasaClient
    worker: Worker
    probe: httpx.AsyncClient
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    async def start(self) -> None:
        """Start working through the inbox."""
        self.tasks = [
            asyncio.create_task(self.worker.run()),
            asyncio.create_task(self.hub.poll(self.engine, self.config.poll_seconds)),
            asyncio.create_task(
                keep_erasing(self.engine, self.rasa.forget, self.config.erasure_seconds)
            ),
        ]

    async def stop(self) -> None:
        """Finish what is under way, within bounds, and close everything."""
        self.hub.close()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.rasa.close()
        await self.probe.aclose()
        self.engine.dispose()

    async def read(self, function: Callable[[Connection], T]) -> T:
        """Run a read in a thread of its own."""

        def work() -> T:
            with reading(self.engine) as connection:
                return function(connection)

        return await asyncio.to_thread(work)

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Run one write transaction in a thread of its own."""

        def work() -> T:
            with writing(self.engine) as connection:
                return function(connection)

        return await asyncio.to_thread(work)


def build(config: GatewayConfig, guard: Guard) -> Gateway:
    """Open the database (and bring it up to date) and put the parts together."""
    settings = config.settings
    engine = open_engine(settings.gateway_database)
    migrate(engine)
    hub, metrics = Hub(), Metrics()
    rasa = RasaClient(settings.rasa_url, settings.turn_deadline_seconds)
    return Gateway(
        config=config,
        engine=engine,
        hub=hub,
        metrics=metrics,
        limits=Limits(settings.rate_limit_per_minute),
        cookie=SessionCookie(secret_key(settings), config.session_days),
        rasa=rasa,
        worker=Worker(engine, config, rasa, hub, guard, metrics),
        probe=httpx.AsyncClient(trust_env=False, timeout=2.0),
    )
