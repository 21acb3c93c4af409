"""Stored catalogue versions: documents by content hash, and the log of publications.

Both tables only grow. The current version is the one published last, so that an earlier
catalogue can be published again and every past advice can be replayed with its own version.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary, String, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, declarative_base, sessionmaker

from bot.advisor.product import Catalog
from bot.catalog.versions import canonical, catalog_document

Base = declarative_base()


class VersionRow(Base):  # type: ignore[valid-type, misc]
    """A catalogue document that was published at least once."""

    __tablename__ = "catalog_versions"
    version = Column(String(80), primary_key=True)
    created_at = Column(DateTime, nullable=False)
    product_count = Column(Integer, nullable=False)
    document = Column(LargeBinary, nullable=False)


class PublicationRow(Base):  # type: ignore[valid-type, misc]
    """One act of making a version the current one."""

    __tablename__ = "catalog_publications"
    id = Column(Integer, primary_key=True, autoincrement=True)
    version = Column(String(80), ForeignKey("catalog_versions.version"), nullable=False)
    published_at = Column(DateTime, nullable=False)


@dataclass(frozen=True)
class VersionInfo:
    """A stored version of the catalogue; `published_at` is its latest publication, UTC."""

    version: str
    published_at: str
    product_count: int
    current: bool


class CatalogStore:
    """The versions in one database. Safe to use from several threads and processes."""

    def __init__(self, url: str) -> None:
        _make_folder(url)
        self._engine = create_engine(url, future=True, pool_pre_ping=True)
        Base.metadata.create_all(self._engine)
        self._sessions = sessionmaker(self._engine, future=True)

    def publish(self, catalog: Catalog) -> bool:
        """Make this catalogue the current version; False when it already is."""
        if self.current_version() == catalog.version:
            return False
        self._keep(catalog)
        with self._session() as session:
            session.add(PublicationRow(version=catalog.version, published_at=_now()))
        return True

    def _keep(self, catalog: Catalog) -> None:
        row = VersionRow(
            version=catalog.version,
            created_at=_now(),
            product_count=len(catalog.products),
            document=canonical(catalog_document(catalog)),
        )
        try:
            with self._session() as session:
                if session.get(VersionRow, catalog.version) is None:
                    session.add(row)
        except IntegrityError:  # another process stored the same content first: same hash, done
            return

    def current_version(self) -> str | None:
        """The version published last, or None when nothing was published yet."""
        with self._session() as session:
            row = session.query(PublicationRow).order_by(PublicationRow.id.desc()).first()
            return str(row.version) if row else None

    def document(self, version: str) -> bytes | None:
        """The stored JSON of a version."""
        with self._session() as session:
            row = session.get(VersionRow, version)
            return bytes(row.document) if row else None

    def versions(self) -> tuple[VersionInfo, ...]:
        """Every stored version, the one published last first."""
        current = self.current_version()
        with self._session() as session:
            latest: dict[str, PublicationRow] = {}
            for row in session.query(PublicationRow).order_by(PublicationRow.id):
                latest.pop(row.version, None)
                latest[row.version] = row
            counts = dict(session.query(VersionRow.version, VersionRow.product_count).all())
            return tuple(
                VersionInfo(
                    version=version,
                    published_at=row.published_at.isoformat(timespec="seconds") + "Z",
                    product_count=counts[version],
                    current=version == current,
                )
                for version, row in reversed(latest.items())
            )

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        with self._sessions.begin() as session:
            yield session


def _make_folder(url: str) -> None:
    database = make_url(url)
    if database.get_backend_name() == "sqlite" and database.database not in (None, "", ":memory:"):
        Path(str(database.database)).parent.mkdir(parents=True, exist_ok=True)


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)
