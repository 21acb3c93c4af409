"""Versions over SQLite and PostgreSQL: the same behaviour, the same schema, nothing lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.advisor.errors import CatalogError
from bot.catalog.bundle import program_bundle, read_folder
from bot.catalog.client import CatalogClient
from bot.catalog.service import audit
from bot.catalog.service.database import VERSION_TABLE, DatabaseError, open_engine
from bot.catalog.service.store import FOLDER, Act, CatalogStore
from bot.catalog.service.tables import Base
from bot.catalog.sources import load_catalog, read_catalog
from bot.catalog.versions import canonical, catalog_document
from tests.unit.catalog.conftest import MEDICAL, Service, Tree

pytestmark = pytest.mark.slow

CATALOG = load_catalog()
SOURCES = program_bundle()


@pytest.fixture()
def small(tree: Tree) -> tuple[object, object]:
    """A catalogue of three products, with its sources."""
    return read_catalog(tree.products, tree.shared), read_folder(tree.products.parent)


def test_a_version_is_kept_byte_for_byte(database: str, small) -> None:
    catalog, bundle = small
    store = CatalogStore(database)
    assert store.publish(catalog, bundle, Act("publish", "mei", "第一版"))
    assert store.publish(catalog, bundle) is False
    assert store.document(catalog.version) == canonical(catalog_document(catalog))
    assert store.sources(catalog.version) == bundle
    (entry,) = store.publications()
    assert (entry.actor, entry.action, entry.note) == ("mei", "publish", "第一版")
    store.close()
    again = CatalogStore(database)  # the schema is found, not made again
    assert again.current_version() == catalog.version
    again.close()


def test_rollback_and_its_audit(database: str, small) -> None:
    catalog, bundle = small
    store = CatalogStore(database)
    store.publish(CATALOG, SOURCES, Act("publish", "an"))
    store.publish(catalog, bundle, Act("import", "bo", "小目录"))
    assert store.rollback(CATALOG.version, Act("rollback", "cai", "退回"))
    assert store.rollback(CATALOG.version, Act("rollback", "cai")) is False
    assert store.current_version() == CATALOG.version
    assert store.sources(CATALOG.version) == SOURCES
    assert [v.version for v in store.versions()] == [CATALOG.version, catalog.version]
    assert [v.current for v in store.versions()] == [True, False]
    with store.reading() as session:
        told = [(e.actor, e.action) for e in audit.entries(session)]
    assert told == [("cai", "rollback"), ("bo", "import"), ("an", "publish")]
    with pytest.raises(CatalogError, match="no version"):
        store.rollback("sha256:0", Act("rollback"))
    assert store.find(catalog.version[:15]) == catalog.version
    with pytest.raises(CatalogError, match="versions start with"):
        store.find("sha256:")
    store.close()


def test_what_somebody_chose_survives_a_restart(database: str, small) -> None:
    catalog, bundle = small
    store = CatalogStore(database)
    assert store.publish_folder(catalog, bundle)
    assert store.publish_folder(CATALOG, SOURCES)  # the folder changed: a new program
    assert store.current().action == FOLDER
    store.rollback(catalog.version, Act("rollback", "an"))
    assert store.publish_folder(CATALOG, SOURCES) is False
    assert store.current_version() == catalog.version
    store.publish(CATALOG, SOURCES, Act("publish", "an"))
    assert store.publish_folder(CATALOG, SOURCES) is True
    store.close()


def test_one_of_two_who_saw_the_same_version_wins(database: str, small) -> None:
    catalog, bundle = small
    store = CatalogStore(database)
    store.publish(CATALOG, SOURCES)
    seen = store.current().id
    store.publish(catalog, bundle, expected=seen)
    with pytest.raises(CatalogError, match="meanwhile"):
        store.rollback(CATALOG.version, Act("rollback"), expected=seen)
    assert store.current_version() == catalog.version
    store.close()


def test_many_publish_at_once(database: str, small) -> None:
    """Two stores (two processes' connections), eight threads: one row an act, none lost."""
    catalog, bundle = small
    stores = [CatalogStore(database), CatalogStore(database)]

    def act(number: int) -> bool:
        pair = (CATALOG, SOURCES) if number % 2 else (catalog, bundle)
        return stores[number % 2].publish(*pair, Act("publish", f"t{number}"))

    with ThreadPoolExecutor(8) as pool:
        made = sum(pool.map(act, range(16)))
    rows = stores[0].publications()
    assert len(rows) == made >= 2
    neighbours = pairwise(rows)
    assert all(a.version != b.version for a, b in neighbours), "a turn was not waited for"
    for store in stores:
        store.close()


def test_two_start_on_an_empty_database(database: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        stores = list(pool.map(lambda _: CatalogStore(database), range(2)))
    assert all(s.current_version() is None for s in stores)
    for store in stores:
        store.close()


def test_the_migrations_make_what_the_tables_say(database: str) -> None:
    CatalogStore(database).close()
    engine = open_engine(database)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_a_database_from_before_migrations_is_carried_over(database: str) -> None:
    engine = open_engine(database)
    with engine.begin() as connection:
        blob = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
        serial = "SERIAL" if connection.dialect.name == "postgresql" else "INTEGER"
        connection.execute(
            sa.text(
                "CREATE TABLE catalog_versions (version VARCHAR(80) PRIMARY KEY, "
                f"created_at TIMESTAMP NOT NULL, product_count INTEGER NOT NULL, "
                f"document {blob} NOT NULL)"
            )
        )
        connection.execute(
            sa.text(
                f"CREATE TABLE catalog_publications (id {serial} PRIMARY KEY, version VARCHAR(80) "
                "NOT NULL REFERENCES catalog_versions (version), published_at TIMESTAMP NOT NULL)"
            )
        )
        connection.execute(
            sa.text("INSERT INTO catalog_versions VALUES (:v, :at, 79, :d)"),
            {
                "v": CATALOG.version,
                "at": "2026-11-01 00:00:00.000000",
                "d": canonical(catalog_document(CATALOG)),
            },
        )
        connection.execute(
            sa.text("INSERT INTO catalog_publications (version, published_at) VALUES (:v, :at)"),
            {"v": CATALOG.version, "at": "2026-11-01 00:00:00.000000"},
        )
    engine.dispose()
    store = CatalogStore(database)
    assert store.current_version() == CATALOG.version
    assert store.current().action == FOLDER
    with pytest.raises(CatalogError, match=r"sources .* were not stored"):
        store.sources(CATALOG.version)
    assert store.publish_folder(CATALOG, SOURCES)
    assert store.sources(CATALOG.version) == SOURCES
    store.close()


def test_the_service_runs_on_it(running: Service) -> None:
    client = CatalogClient(running.url)
    assert client.fetch() == CATALOG
    question = {"product_id": MEDICAL, "age": 36, "sex": "female"}
    assert client.quote(question)["annual_premium_fen"] == 48_500
    assert client.services(q="轻松筹")
    done = running.command("versions")
    assert done.returncode == 0
    assert CATALOG.version in done.stdout


def test_imported_services_are_served(running: Service, tmp_path: Path) -> None:
    """A change of cards alone keeps the version, but is a publication and takes effect."""
    folder = tmp_path / "out"
    assert running.command("export", str(folder)).returncode == 0
    card = folder / "services" / "platform.yml"
    card.write_text(card.read_text("utf-8").replace("是大病求助", "是(新)大病求助"), "utf-8")
    done = running.command("import", str(folder), "--publish", "--note", "改说法")
    assert done.returncode == 0, done.stderr
    client = CatalogClient(running.url)
    assert "(新)" in client.services(q="轻松筹")[0]["answer"]
    assert client.fetch().version == CATALOG.version
    running.stop()
    running.start()
    assert "(新)" in client.services(q="轻松筹")[0]["answer"]


def test_a_wrong_address_says_what_to_do() -> None:
    with pytest.raises(DatabaseError, match="JIABAO_CATALOG_DATABASE_URL"):
        CatalogStore("postgresql://nobody:secret@127.0.0.1:1/none")
    with pytest.raises(DatabaseError) as caught:
        CatalogStore("postgresql://nobody:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)
    with pytest.raises(DatabaseError, match="no database address"):
        CatalogStore("not a url")
