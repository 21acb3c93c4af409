"""Opening the gateway's database, bringing its schema up to date, and transactions.

How SQLite is opened (WAL, transactions that begin IMMEDIATE) stands in bot/sql.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

from bot.sql import READ_ONLY, sqlite_engine

MIGRATION_LOCK = 702_014_001  # any constant: the PostgreSQL advisory lock of the migration


class DatabaseError(RuntimeError):
    """The database cannot be opened; the message says which one and what to do."""


def open_engine(url: str) -> Engine:
    """An engine for the gateway's database; makes the folder of a SQLite file."""
    if make_url(url).get_backend_name() != "sqlite":
        return sa.create_engine(url, future=True, pool_pre_ping=True, pool_size=16)
    return sqlite_engine(url, poolclass=QueuePool, pool_size=16, max_overflow=16)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: commits at the end, rolls back on any exception."""
    with engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent read that never blocks writers."""
    with engine.connect().execution_options(**{READ_ONLY: True}) as connection:
        yield connection


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; safe when two processes start together."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    sa.text("SELECT pg_advisory_xact_lock(:k)"), {"k": MIGRATION_LOCK}
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        raise DatabaseError(
            f"cannot open the gateway database {address}: {error.orig}; "
            "check JIABAO_DATABASE_URL or JIABAO_STATE_DIR and the rights of the folder"
        ) from error


def now_ms() -> int:
    """The wall clock in milliseconds, as stored."""
    return time.time_ns() // 1_000_000
