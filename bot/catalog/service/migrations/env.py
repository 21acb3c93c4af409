"""Alembic environment of the catalogue: offered a connection by `database.migrate`."""

from __future__ import annotations

from alembic import context

from bot.catalog.service.database import VERSION_TABLE, open_engine
from bot.catalog.service.tables import Base
from bot.settings import get_settings


def _run(connection: object) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table=VERSION_TABLE,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with open_engine(get_settings().catalog_database).begin() as opened:
        _run(opened)
