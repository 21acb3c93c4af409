"""The audit of the catalogue: who did what, when and from where. Rows are only added."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone

from sqlalchemy.orm import Session

from bot.catalog.service.tables import AuditRow


@dataclass(frozen=True)
class Entry:
    """One line of the audit; `detail` is JSON or empty."""

    at: str
    actor: str
    action: str
    subject: str
    address: str
    detail: str


def add(
    session: Session, actor: str, action: str, subject: str, *, address: str = "", **detail: object
) -> None:
    """Add one line in the transaction of what it tells about."""
    said = {key: value for key, value in detail.items() if value not in ("", None)}
    session.add(
        AuditRow(
            at=datetime.now(timezone.utc).replace(tzinfo=None),
            actor=actor[:80],
            action=action,
            subject=subject[:120],
            address=address[:64],
            detail=json.dumps(said, ensure_ascii=False, sort_keys=True) if said else "",
        )
    )


def entries(session: Session, limit: int = 200) -> tuple[Entry, ...]:
    """The latest lines first."""
    rows = session.query(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    return tuple(
        Entry(
            r.at.isoformat(timespec="seconds") + "Z",
            r.actor,
            r.action,
            r.subject,
            r.address,
            r.detail,
        )
        for r in rows
    )
