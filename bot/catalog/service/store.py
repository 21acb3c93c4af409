"""Stored catalogue versions: documents by content hash, their sources, and publications.

These tables only grow. The current version is the one published last, so that an earlier
catalogue can be published again and every past advice can be replayed with its own version.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy import func
from sqlalchemy.orm import Session

from bot.advisor.errors import CatalogError
from bot.advisor.product import Catalog
from bot.catalog.bundle import Bundle, read_zip, zip_bytes
from bot.catalog.service import audit
from bot.catalog.service.database import Sessions, migrate, open_engine
from bot.catalog.service.tables import (
    DraftRow,
    PublicationRow,
    SourceRow,
    VersionRow,
)
from bot.catalog.versions import canonical, catalog_document

FOLDER = "folder"  # published because the program's own folder says so


@dataclass(frozen=True)
class VersionInfo:
    """A stored version of the catalogue; `published_at` is its latest publication, UTC."""

    version: str
    published_at: str
    product_count: int
    current: bool


@dataclass(frozen=True)
class Act:
    """Who publishes, how (folder, publish, import, rollback) and why."""

    action: str = "publish"
    actor: str = "system"
    note: str = ""
    address: str = ""


@dataclass(frozen=True)
class Publication:
    """One publication: what became current, by whom and when (UTC)."""

    id: int
    version: str
    sources: str | None
    action: str
    actor: str
    note: str
    at: str


@dataclass(frozen=True)
class Draft:
    """A checked upload that waits to be published."""

    id: str
    version: str
    base_publication: int
    actor: str
    file_name: str
    at: str


class CatalogStore:
    """The versions in one database. Safe to use from several threads and processes."""

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        migrate(self._engine)
        self.sessions = Sessions(self._engine)

    # --- publishing ------------------------------------------------------------------------

    def publish(
        self,
        catalog: Catalog,
        sources: Bundle | None = None,
        act: Act | None = None,
        expected: int | None = None,
        unless_chosen: bool = False,
    ) -> bool:
        """Make this catalogue the current version; False when it already is.

        `unless_chosen`: nothing is done when the current version was not the folder's.

        `expected` is the publication that the caller has seen as the current one; raises
        CatalogError when another came first.
        """
        archive = zip_bytes(sources) if sources else b""
        with self.sessions.writing() as session:
            latest = _latest(session)
            _check_expected(latest, expected)
            digest = sources.digest if sources else None
            if unless_chosen and latest and latest.action != FOLDER:
                return False
            if latest and latest.version == catalog.version and digest in (None, latest.sources):
                return False
            _keep_version(session, catalog)
            if sources:
                _keep_sources(session, sources, archive)
            _publish(session, catalog.version, digest, act or Act())
        return True

    def publish_folder(self, catalog: Catalog, sources: Bundle) -> bool:
        """Publish the program's folder, unless somebody chose another version on purpose.

        True when the folder is what is served now.
        """
        self.publish(catalog, sources, Act(FOLDER), unless_chosen=True)
        return self.current_version() == catalog.version

    def rollback(self, version: str, act: Act, expected: int | None = None) -> bool:
        """Make a stored version current again; False when it already is."""
        with self.sessions.writing() as session:
            latest = _latest(session)
            _check_expected(latest, expected)
            if session.get(VersionRow, version) is None:
                raise _unknown(version)
            if latest and latest.version == version:
                return False
            _publish(session, version, _sources_of(session, version), act)
        return True

    # --- versions --------------------------------------------------------------------------

    def current_version(self) -> str | None:
        """The version published last, or None when nothing was published yet."""
        latest = self.current()
        return latest.version if latest else None

    def current(self) -> Publication | None:
        """The latest publication."""
        with self.sessions.reading() as session:
            row = _latest(session)
            return _publication(row) if row else None

    def document(self, version: str) -> bytes | None:
        """The stored JSON of a version."""
        with self.sessions.reading() as session:
            row = session.get(VersionRow, version)
            return bytes(row.document) if row else None

    def sources(self, version: str) -> Bundle:
        """The source files of a version; raises CatalogError when they were never stored."""
        with self.sessions.reading() as session:
            if session.get(VersionRow, version) is None:
                raise _unknown(version)
            digest = _sources_of(session, version)
            if digest is None:
                raise CatalogError(
                    f"the sources of {version} were not stored",
                    remedy="it was published by an earlier program: export it as CSV or JSON",
                )
            return read_zip(bytes(session.get(SourceRow, digest).archive), version)

    def find(self, start: str) -> str:
        """The full name of a version from its beginning; raises CatalogError if not one."""
        with self.sessions.reading() as session:
            names = [name for (name,) in session.query(VersionRow.version)]
        wanted = start.removeprefix("sha256:")
        hits = [n for n in names if wanted and n.removeprefix("sha256:").startswith(wanted)]
        if len(hits) != 1:
            raise CatalogError(
                f"{len(hits)} versions start with {start!r}",
                remedy="see python -m bot.catalog versions",
            )
        return str(hits[0])

    def versions(self) -> tuple[VersionInfo, ...]:
        """Every stored version, the one published last first."""
        with self.sessions.reading() as session:
            newest = func.max(PublicationRow.id)
            rows = (
                session.query(
                    PublicationRow.version,
                    func.max(PublicationRow.published_at),
                    VersionRow.product_count,
                )
                .join(VersionRow, VersionRow.version == PublicationRow.version)
                .group_by(PublicationRow.version, VersionRow.product_count)
                .order_by(newest.desc())
                .all()
            )
        return tuple(
            VersionInfo(version, stamp(at), count, current=index == 0)
            for index, (version, at, count) in enumerate(rows)
        )

    def publications(self, limit: int = 200) -> tuple[Publication, ...]:
        """Who published what, the latest first."""
        with self.sessions.reading() as session:
            rows = session.query(PublicationRow).order_by(PublicationRow.id.desc()).limit(limit)
            return tuple(_publication(row) for row in rows)

    # --- drafts ----------------------------------------------------------------------------

    def keep_draft(
        self, catalog: Catalog, sources: Bundle, *, actor: str, file_name: str, base: int
    ) -> Draft:
        """Keep a checked upload until somebody publishes it or another upload follows."""
        archive = zip_bytes(sources)
        with self.sessions.writing() as session:
            session.query(DraftRow).filter(DraftRow.actor == actor).delete()
            _keep_sources(session, sources, archive)
            session.flush()
            row = DraftRow(
                id=secrets.token_hex(16),
                sources=sources.digest,
                version=catalog.version,
                base_publication=base,
                actor=actor,
                file_name=file_name[:200],
                created_at=now(),
            )
            session.add(row)
            return _draft(row)

    def draft(self, draft_id: str, actor: str) -> tuple[Draft, Bundle]:
        """An upload of this person; raises CatalogError when it is gone."""
        with self.sessions.reading() as session:
            row = session.get(DraftRow, draft_id)
            if row is None or row.actor != actor:
                raise CatalogError("the upload is gone", remedy="upload the file again")
            archive = bytes(session.get(SourceRow, row.sources).archive)
            return _draft(row), read_zip(archive, row.file_name)

    def drop_draft(self, draft_id: str, actor: str) -> None:
        with self.sessions.writing() as session:
            session.query(DraftRow).filter(
                DraftRow.id == draft_id, DraftRow.actor == actor
            ).delete()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self.sessions.reading() as session:
            yield session


def _latest(session: Session) -> PublicationRow | None:
    found: PublicationRow | None = (
        session.query(PublicationRow).order_by(PublicationRow.id.desc()).first()
    )
    return found


def _check_expected(latest: PublicationRow | None, expected: int | None) -> None:
    if expected is not None and expected != (latest.id if latest else 0):
        raise CatalogError(
            "another version was published meanwhile", remedy="look at the differences again"
        )


def _keep_version(session: Session, catalog: Catalog) -> None:
    if session.get(VersionRow, catalog.version) is None:
        session.add(
            VersionRow(
                version=catalog.version,
                created_at=now(),
                product_count=len(catalog.products),
                document=canonical(catalog_document(catalog)),
            )
        )


def _keep_sources(session: Session, sources: Bundle, archive: bytes) -> None:
    if session.get(SourceRow, sources.digest) is None:
        session.add(
            SourceRow(
                digest=sources.digest,
                created_at=now(),
                file_count=len(sources.files),
                archive=archive,
            )
        )


def _publish(session: Session, version: str, sources: str | None, act: Act) -> None:
    session.flush()  # the rows that this one refers to
    session.add(
        PublicationRow(
            version=version,
            published_at=now(),
            sources=sources or _sources_of(session, version),
            action=act.action,
            actor=act.actor,
            note=act.note,
        )
    )
    audit.add(session, act.actor, act.action, version, address=act.address, note=act.note)


def _sources_of(session: Session, version: str) -> str | None:
    row = (
        session.query(PublicationRow.sources)
        .filter(PublicationRow.version == version, PublicationRow.sources.isnot(None))
        .order_by(PublicationRow.id.desc())
        .first()
    )
    return row[0] if row else None


def _publication(row: PublicationRow) -> Publication:
    return Publication(
        row.id, row.version, row.sources, row.action, row.actor, row.note, stamp(row.published_at)
    )


def _draft(row: DraftRow) -> Draft:
    return Draft(
        row.id, row.version, row.base_publication, row.actor, row.file_name, stamp(row.created_at)
    )


def _unknown(version: str) -> CatalogError:
    return CatalogError(f"no version {version}", remedy="see python -m bot.catalog versions")


def now() -> datetime:
    """The time as stored: UTC, without a zone."""
    return datetime.now(timezone.utc).replace(tzinfo=None)


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds") + "Z"
