"""Opening the gateway's database, bringing its schema up to date, and transactions.

SQLite runs in WAL mode with `synchronous=FULL`: a committed message survives a power cut,
not only the death of the process. A write transaction starts with BEGIN IMMEDIATE, because
SQLite's default (lock at the first write) fails under concurrency when a reader upgrades.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool, StaticPool

BUSY_TIMEOUT_SECONDS = 15
MIGRATION_LOCK = 702_014_001  # any constant: the PostgreSQL advisory lock of the migration
READ_ONLY = "jiabao_read_only"


class DatabaseError(RuntimeError):
    """The database cannot be opened; the message says which one and what to do."""


def open_engine(url: str) -> Engine:
    """An engine for the gateway's database; makes the folder of a SQLite file."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(url, future=True, pool_pre_ping=True, pool_size=16)
    memory = parsed.database in (None, "", ":memory:")
    if not memory:
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {
        "connect_args": {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
    }
    if memory:
        options["poolclass"] = StaticPool
    else:
        options.update(poolclass=QueuePool, pool_size=16, max_overflow=16)
    engine = sa.create_engine(url, future=True, **options)
    sa.event.listen(engine, "connect", _configure_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _configure_sqlite(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # transactions are opened by _begin_sqlite
    cursor = raw.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


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
