"""The tables of the gateway (SQLAlchemy Core; portable between SQLite and PostgreSQL).

Times are milliseconds since 1970 in UTC (`*_ms`). JSON is kept as text written with
`ensure_ascii=False`, so that a Chinese word can be searched for. `consents`, `handoffs`
and `audit` are append-only; the first migration adds triggers that refuse changes.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite numbers rows by itself only in a column of the type INTEGER.
RowId = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ID_LENGTH = 32


def _row_id() -> sa.Column:
    return sa.Column("id", RowId, primary_key=True, autoincrement=True)


def _conversation(nullable: bool = False) -> sa.Column:
    return sa.Column(
        "conversation_id",
        sa.String(ID_LENGTH),
        sa.ForeignKey("conversations.id"),
        nullable=nullable,
    )


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.String(ID_LENGTH), primary_key=True),
    sa.Column("public_id", sa.String(ID_LENGTH), nullable=False, unique=True),
    sa.Column("customer_id", sa.String(ID_LENGTH), nullable=False, index=True),
    sa.Column("channel", sa.String(16), nullable=False),
    # The name under which Rasa knows the conversation; changes when the profile is deleted.
    sa.Column("rasa_sender", sa.String(64), nullable=False),
    sa.Column("owner", sa.String(8), nullable=False),  # bot | human
    sa.Column("handoff_state", sa.String(16)),  # queued | claimed | released | cancelled
    # Grows with every change that a reader may want to see; updating it is also the row lock.
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("last_seen_ms", sa.BigInteger, nullable=False),
)

inbox = sa.Table(
    "inbox",
    metadata,
    _row_id(),
    _conversation(),
    sa.Column("message_key", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(16), nullable=False),  # text | button | start
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # received | processing | done | failed
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("lease_token", sa.String(ID_LENGTH)),
    sa.Column("lease_until_ms", sa.BigInteger, nullable=False),
    sa.Column("not_before_ms", sa.BigInteger, nullable=False),
    sa.Column("first_attempt_ms", sa.BigInteger),
    sa.Column("received_ms", sa.BigInteger, nullable=False),
    sa.Column("finished_ms", sa.BigInteger),
    sa.UniqueConstraint("conversation_id", "message_key"),
    sa.Index("ix_inbox_state_id", "state", "id"),
    sa.Index("ix_inbox_conversation_id_state_id", "conversation_id", "state", "id"),
    sqlite_autoincrement=True,
)

outbox = sa.Table(
    "outbox",
    metadata,
    _row_id(),
    _conversation(),
    sa.Column("role", sa.String(8), nullable=False),  # user | bot | agent
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("quick_replies", sa.Text, nullable=False),
    sa.Column("client_id", sa.String(64)),
    sa.Column("caused_by", RowId, sa.ForeignKey("inbox.id")),
    sa.Column("sequence", sa.Integer),
    # stored: a pulling channel reads it by id; erased: the customer had it deleted.
    sa.Column("delivery", sa.String(16), nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("caused_by", "sequence"),
    sa.UniqueConstraint("conversation_id", "role", "client_id"),
    sa.Index("ix_outbox_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

buttons = sa.Table(
    "buttons",
    metadata,
    sa.Column("token", sa.String(ID_LENGTH), primary_key=True),
    _conversation(),
    sa.Column("outbox_id", RowId, sa.ForeignKey("outbox.id"), nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("offered_ms", sa.BigInteger, nullable=False),
    sa.Column("used_ms", sa.BigInteger),
    sa.Column("used_by", RowId, sa.ForeignKey("inbox.id")),
    sa.Index("ix_buttons_conversation_id", "conversation_id"),
)

consents = sa.Table(
    "consents",
    metadata,
    _row_id(),
    _conversation(),
    sa.Column("customer_id", sa.String(ID_LENGTH), nullable=False),
    sa.Column("layer", sa.String(2), nullable=False),  # C0 .. C5
    sa.Column("given", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("text_version", sa.String(64), nullable=False),
    sa.Column("subject", sa.String(64), nullable=False),
    sa.Column("caused_by", RowId, sa.ForeignKey("inbox.id")),
    sa.Column("sequence", sa.Integer),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("caused_by", "sequence"),
    sa.Index("ix_consents_customer_id_layer", "customer_id", "layer"),
    sqlite_autoincrement=True,
)

handoffs = sa.Table(
    "handoffs",
    metadata,
    _row_id(),
    _conversation(),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("reason", sa.String(64), nullable=False),
    sa.Column("summary", sa.Text, nullable=False),
    sa.Column("actor", sa.String(64), nullable=False),  # customer | bot | the agent's name
    sa.Column("caused_by", RowId, sa.ForeignKey("inbox.id")),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Index("ix_handoffs_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)

audit = sa.Table(
    "audit",
    metadata,
    _row_id(),
    _conversation(nullable=True),
    sa.Column("type", sa.String(40), nullable=False),
    sa.Column("data", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Index("ix_audit_conversation_id_id", "conversation_id", "id"),
    sqlite_autoincrement=True,
)
