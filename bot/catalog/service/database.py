"""Opening the catalogue's database (SQLite or PostgreSQL) and bringing its schema up to date.

Writers take turns: SQLite begins IMMEDIATE, PostgreSQL takes an advisory lock, so that two
processes that publish at once publish one after the other, each on what the other left.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from bot.sql import READ_ONLY, sqlite_engine

WRITE_LOCK = 702_014_002  # any constants: the PostgreSQL advisory locks
MIGRATION_LOCK = 702_014_003
VERSION_TABLE = "catalog_schema"  # its own, so that the gateway may share the database
_READ_ONLY = {READ_ONLY: True}


class DatabaseError(RuntimeError):
    """The catalogue's database cannot be opened; the message says what to do."""


def open_engine(url: str) -> Engine:
    """An engine for the catalogue's database; makes the folder of a SQLite file."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return sqlite_engine(url)
        return sa.create_engine(url, future=True, pool_pre_ping=True)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise DatabaseError(
            f"no database address: {error}; set JIABAO_CATALOG_DATABASE_URL to "
            "postgresql://user:password@host/database, or leave it empty for SQLite"
        ) from error


class Sessions:
    """Reading and writing transactions on one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.readers = sessionmaker(engine.execution_options(**_READ_ONLY), future=True)
        self._writers = sessionmaker(engine, future=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent read that never blocks writers."""
        with self.readers() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One write transaction, after those of other processes; commits at the end."""
        with self._writers.begin() as session:
            if self.engine.dialect.name == "postgresql":
                session.execute(sa.text("SELECT pg_advisory_xact_lock(:k)"), {"k": WRITE_LOCK})
            yield session


def migrate(engine: Engine) -> None:
    """Bring the schema to the newest revision; safe when two processes start together."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    sa.text("SELECT pg_advisory_xact_lock(:k)"), {"k": MIGRATION_LOCK}
                )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.OperationalError as error:
        address = engine.url.render_as_string(hide_password=True)
        raise DatabaseError(
            f"cannot open the catalogue database {address}: {error.orig}; "
            "check JIABAO_CATALOG_DATABASE_URL or JIABAO_STATE_DIR and the rights of the folder"
        ) from error
