"""Engines for SQLite as every process of ours opens it.

SQLite runs in WAL mode with `synchronous=FULL`: what was committed survives a power cut, not
only the death of the process. A transaction starts with BEGIN IMMEDIATE unless its connection
has the execution option READ_ONLY, because SQLite's default (lock at the first write) fails
under concurrency when a reader upgrades.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import StaticPool

BUSY_TIMEOUT_SECONDS = 15
READ_ONLY = "jiabao_read_only"


def sqlite_engine(url: str, **pool: Any) -> Engine:
    """An engine for a SQLite URL; makes the folder of a file. `pool`: pool options of a file."""
    database = make_url(url).database
    if database in (None, "", ":memory:"):
        pool = {"poolclass": StaticPool}
    else:
        Path(str(database)).parent.mkdir(parents=True, exist_ok=True)
    connect = {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
    engine = sa.create_engine(url, future=True, connect_args=connect, **pool)
    sa.event.listen(engine, "connect", _configure)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _configure(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # transactions are opened by _begin
    cursor = raw.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get(READ_ONLY)
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
