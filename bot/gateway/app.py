"""The gateway application: routes, middleware and the life of its background work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from bot.gateway import runtime
from bot.gateway.config import GatewayConfig, default_config
from bot.gateway.guard import Guard
from bot.gateway.web import errors, events, health, messages, session, static
from bot.gateway.web.middleware import EdgeMiddleware
from bot.gateway.wording import wording_guard


def create_app(config: GatewayConfig | None = None, *, guard: Guard | None = None) -> FastAPI:
    """A gateway over its database; `guard` checks every outgoing wording."""
    settled = config or default_config()
    gateway = runtime.build(settled, guard or wording_guard())

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        await gateway.start()
        try:
            yield
        finally:
            await gateway.stop()

    # No interactive documentation: the API is for our own page.
    app = FastAPI(title="家保", lifespan=life, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.gateway = gateway
    errors.install(app)
    for module in (session, messages, events, health, static):
        app.include_router(module.router)
    app.add_middleware(EdgeMiddleware, config=settled, metrics=gateway.metrics)
    return app
