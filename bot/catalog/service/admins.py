"""The people who may use the admin pages: argon2 hashes, throttled logins.

Every login costs one argon2 computation, also for a name that does not exist, so that the time
tells nothing about names. Failures are counted in the audit, so that a restart forgives nothing.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from bot.advisor.errors import CatalogError
from bot.catalog.service import audit
from bot.catalog.service.database import Sessions
from bot.catalog.service.store import now, stamp
from bot.catalog.service.tables import AdminRow, AuditRow

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
WINDOW = timedelta(minutes=15)
MOST_BY_NAME_AND_ADDRESS = 5
MOST_BY_ADDRESS = 20
MOST_BY_NAME = 50
FAILED = "login_failed"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")


class Throttled(Exception):  # noqa: N818 - named for what the caller must handle
    """Too many failed logins: no password is looked at for a while."""


@dataclass(frozen=True)
class Admin:
    """A person who may log in; `mark` changes with the password, which ends old sessions."""

    name: str
    enabled: bool
    created_at: str
    mark: str


class Admins:
    """The admins in the catalogue's database."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._one_by_one = threading.Lock()

    def create(self, name: str, password: str, actor: str) -> None:
        """Add an admin; raises CatalogError when the name or the password will not do."""
        if not _NAME.fullmatch(name):
            raise CatalogError(
                f"{name!r} is no name", remedy="2 to 40 letters, digits, dots, dashes"
            )
        hashed = _hash(password, name)
        with self._sessions.writing() as session:
            if session.get(AdminRow, name) is not None:
                raise CatalogError(
                    f"{name} exists already", remedy="set-password NAME gives a new password"
                )
            session.add(
                AdminRow(
                    name=name,
                    password_hash=hashed,
                    enabled=True,
                    created_at=now(),
                    changed_at=now(),
                )
            )
            audit.add(session, actor, "create_admin", name)

    def set_password(self, name: str, password: str, actor: str) -> None:
        """Give a new password, which ends all sessions of this admin."""
        hashed = _hash(password, name)
        with self._sessions.writing() as session:
            row = _existing(session, name)
            row.password_hash = hashed
            row.changed_at = now()
            audit.add(session, actor, "set_password", name)

    def set_enabled(self, name: str, enabled: bool, actor: str) -> None:
        """Let an admin in or keep them out; sessions end at once."""
        with self._sessions.writing() as session:
            row = _existing(session, name)
            row.enabled = enabled
            row.changed_at = now()
            audit.add(session, actor, "enable_admin" if enabled else "disable_admin", name)

    def all(self) -> tuple[Admin, ...]:
        with self._sessions.reading() as session:
            return tuple(_admin(r) for r in session.query(AdminRow).order_by(AdminRow.name))

    def exist(self) -> bool:
        """Whether anybody may log in: without, there are no admin pages."""
        with self._sessions.reading() as session:
            return session.query(AdminRow).filter(AdminRow.enabled).first() is not None

    def current(self, name: str, mark: str) -> bool:
        """Whether a session is still good: the admin is enabled, the password the same."""
        with self._sessions.reading() as session:
            row = session.get(AdminRow, name)
            return row is not None and row.enabled and _mark(row) == mark

    def login(self, name: str, password: str, address: str) -> Admin | None:
        """The admin when name and password are right; raises Throttled after many failures."""
        with self._one_by_one:  # so that a burst cannot pass the count before it is written
            return self._login(name, password, address)

    def _login(self, name: str, password: str, address: str) -> Admin | None:
        with self._sessions.reading() as session:
            _check_throttle(session, name, address)
            row = session.get(AdminRow, name)
            known = row is not None and row.enabled
            stored = str(row.password_hash) if known else _nobody()
            found = _admin(row) if known else None
        right = _verify(stored, password) and found is not None
        with self._sessions.writing() as session:
            audit.add(session, name, "login" if right else FAILED, name, address=address)
            if right and _hasher().check_needs_rehash(stored):
                session.get(AdminRow, name).password_hash = _hasher().hash(password)
                session.flush()
                found = _admin(session.get(AdminRow, name))
        return found if right else None


def _check_throttle(session: Session, name: str, address: str) -> None:
    """Count the failures of the window by name, by address and by both."""
    recent = session.query(AuditRow).filter(
        AuditRow.action == FAILED, AuditRow.at >= now() - WINDOW
    )
    by_name = recent.filter(AuditRow.subject == name[:120])
    by_address = recent.filter(AuditRow.address == address[:64])
    if (
        by_name.filter(AuditRow.address == address[:64]).count() >= MOST_BY_NAME_AND_ADDRESS
        or by_address.count() >= MOST_BY_ADDRESS
        or by_name.count() >= MOST_BY_NAME
    ):
        raise Throttled


def _hash(password: str, name: str) -> str:
    password = unicodedata.normalize("NFC", password)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise CatalogError(
            f"the password has {len(password)} characters",
            remedy=f"use {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}; a sentence is easy to keep",
        )
    if len(set(password)) < 5 or name.casefold() in password.casefold():
        raise CatalogError("the password is easily guessed", remedy="use other words than the name")
    return _hasher().hash(password)


def _verify(stored: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _hasher().verify(stored, unicodedata.normalize("NFC", password))
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id, RFC 9106 low-memory profile


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that no password fits, as dear to verify as a real one."""
    return _hasher().hash(secrets.token_urlsafe(32))


def _existing(session: Session, name: str) -> AdminRow:
    row: AdminRow | None = session.get(AdminRow, name)
    if row is None:
        raise CatalogError(f"no admin {name!r}", remedy="see python -m bot.catalog admins")
    return row


def _admin(row: AdminRow) -> Admin:
    return Admin(row.name, row.enabled, stamp(row.created_at), _mark(row))


def _mark(row: AdminRow) -> str:
    return hashlib.sha256(f"{row.password_hash}{row.enabled}".encode()).hexdigest()[:24]
