"""Real databases for the catalogue: a SQLite file, and a PostgreSQL server from a wheel."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.unit.catalog.conftest import Service, Tree, tree

__all__ = ["Tree", "tree"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own; skips where there is none.

    The server listens on a socket in a temporary folder, on no port. PostgreSQL refuses to run as
    root: there the wheel runs it as a system user `pgserver`, which it makes.
    """
    pgserver = pytest.importorskip(
        "pgserver", reason="there is no pgserver wheel for this platform (requirements/dev.in)"
    )
    # Not pytest's folder: its path may be longer than a socket's name can be.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {type(error).__name__}: {error}")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'catalog.db'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.engine.make_url(server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture()
def running(database: str, tmp_path: Path) -> Iterator[Service]:
    """The service as a process on that database."""
    service = Service(tmp_path, database)
    service.start()
    yield service
    service.close()
