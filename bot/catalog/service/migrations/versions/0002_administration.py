"""Sources of versions, drafts, audit, admins, and the index rows of the admin pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "catalog_index_state",
    "catalog_index_cards",
    "catalog_index_rates",
    "catalog_index_products",
    "catalog_admins",
    "catalog_audit",
    "catalog_drafts",
)


def _text(name: str, size: int | None = None, **options: object) -> sa.Column:
    kind = sa.Text() if size is None else sa.String(size)
    return sa.Column(name, kind, nullable=False, **options)


def _integer(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _time(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "catalog_sources",
        _text("digest", 80, primary_key=True),
        _time("created_at"),
        _integer("file_count"),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
    )
    with op.batch_alter_table("catalog_publications") as table:
        table.add_column(sa.Column("sources", sa.String(80), nullable=True))
        table.add_column(_text("action", 16, server_default="folder"))
        table.add_column(_text("actor", 80, server_default="system"))
        table.add_column(_text("note", server_default=""))
        table.create_foreign_key(
            "fk_publications_sources", "catalog_sources", ["sources"], ["digest"]
        )
    op.create_table(
        "catalog_drafts",
        _text("id", 32, primary_key=True),
        sa.Column(
            "sources", sa.String(80), sa.ForeignKey("catalog_sources.digest"), nullable=False
        ),
        _text("version", 80),
        _integer("base_publication"),
        _text("actor", 80),
        _text("file_name", 200),
        _time("created_at"),
    )
    op.create_table(
        "catalog_audit",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        _time("at"),
        _text("actor", 80),
        _text("action", 32),
        _text("subject", 120, server_default=""),
        _text("address", 64, server_default=""),
        _text("detail", server_default=""),
    )
    op.create_index("ix_catalog_audit_at", "catalog_audit", ["at"])
    op.create_index("ix_catalog_audit_action", "catalog_audit", ["action"])
    op.create_table(
        "catalog_admins",
        _text("name", 80, primary_key=True),
        _text("password_hash", 255),
        _flag("enabled"),
        _time("created_at"),
        _time("changed_at"),
    )
    _index_tables()


def _index_tables() -> None:
    op.create_table(
        "catalog_index_products",
        _text("product_id", 80, primary_key=True),
        _integer("position"),
        _text("name", 200),
        _text("short_name", 200),
        _text("aliases"),
        _text("insurer", 200),
        _text("line", 40),
        _text("health_class", 40),
        _text("ages", 40),
        *map(_flag, ("advisable", "on_sale", "demo")),
        _text("summary"),
        _integer("rate_count"),
        *map(_integer, ("insurer_score", "price_score", "coverage_score")),
        *map(_integer, ("services_score", "renewal_score", "total_score")),
    )
    op.create_table(
        "catalog_index_rates",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _text("product_id", 80),
        _text("product", 200),
        _integer("row"),
        _text("plan", 80),
        _integer("age_min"),
        _integer("age_max"),
        _text("sex", 8),
        _text("social_insurance", 8),
        _text("occupation_class", 8),
        _text("term", 16),
        _text("pay_years", 8),
        _integer("premium_fen"),
        _text("per_sum", 40),
    )
    op.create_index("ix_catalog_index_rates_product_id", "catalog_index_rates", ["product_id"])
    op.create_table(
        "catalog_index_cards",
        _text("service_id", 80, primary_key=True),
        _text("name", 200),
        _text("aliases"),
        _text("kind", 40),
        _text("provider", 200),
        _flag("handoff"),
        _text("answer"),
        _text("source"),
        _text("facts_as_of", 10),
    )
    op.create_table(
        "catalog_index_state",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        _integer("publication"),
    )


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)
    with op.batch_alter_table("catalog_publications") as table:
        table.drop_constraint("fk_publications_sources", type_="foreignkey")
        for column in ("sources", "action", "actor", "note"):
            table.drop_column(column)
    op.drop_table("catalog_sources")
