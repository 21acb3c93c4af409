"""Alembic environment of the gateway: offered a connection by `bot.gateway.database.migrate`."""

from __future__ import annotations

from alembic import context

from bot.gateway.database import open_engine
from bot.gateway.tables import metadata
from bot.settings import get_settings


def _run(connection: object) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with open_engine(get_settings().gateway_database).begin() as opened:
        _run(opened)
