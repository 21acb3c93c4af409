"""Versions and publications; kept when an earlier program made them without migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    if sa.inspect(op.get_bind()).has_table("catalog_versions"):
        return
    op.create_table(
        "catalog_versions",
        sa.Column("version", sa.String(80), primary_key=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("product_count", sa.Integer(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "catalog_publications",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column(
            "version", sa.String(80), sa.ForeignKey("catalog_versions.version"), nullable=False
        ),
        sa.Column("published_at", sa.DateTime(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("catalog_publications")
    op.drop_table("catalog_versions")
