"""The tables of the catalogue's database; `migrations/` makes them.

Versions, sources, publications and audit only grow. `index_*` hold the current version as rows
for the admin pages to search and sort; they are written again when another version is current.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
)
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class VersionRow(Base):  # type: ignore[valid-type, misc]
    """A catalogue document that was published at least once."""

    __tablename__ = "catalog_versions"
    version = Column(String(80), primary_key=True)
    created_at = Column(DateTime, nullable=False)
    product_count = Column(Integer, nullable=False)
    document = Column(LargeBinary, nullable=False)


class SourceRow(Base):  # type: ignore[valid-type, misc]
    """The source files of a version, as a zip; `digest` names their exact content."""

    __tablename__ = "catalog_sources"
    digest = Column(String(80), primary_key=True)
    created_at = Column(DateTime, nullable=False)
    file_count = Column(Integer, nullable=False)
    archive = Column(LargeBinary, nullable=False)


class PublicationRow(Base):  # type: ignore[valid-type, misc]
    """One act of making a version the current one."""

    __tablename__ = "catalog_publications"
    id = Column(Integer, primary_key=True, autoincrement=True)
    version = Column(String(80), ForeignKey("catalog_versions.version"), nullable=False)
    published_at = Column(DateTime, nullable=False)
    sources = Column(String(80), ForeignKey("catalog_sources.digest"))
    action = Column(String(16), nullable=False, server_default="folder")
    actor = Column(String(80), nullable=False, server_default="system")
    note = Column(Text, nullable=False, server_default="")


class DraftRow(Base):  # type: ignore[valid-type, misc]
    """An upload that passed the checks and waits for somebody to publish it."""

    __tablename__ = "catalog_drafts"
    id = Column(String(32), primary_key=True)
    sources = Column(String(80), ForeignKey("catalog_sources.digest"), nullable=False)
    version = Column(String(80), nullable=False)
    base_publication = Column(Integer, nullable=False)
    actor = Column(String(80), nullable=False)
    file_name = Column(String(200), nullable=False)
    created_at = Column(DateTime, nullable=False)


class AuditRow(Base):  # type: ignore[valid-type, misc]
    """Who did what, and when."""

    __tablename__ = "catalog_audit"
    id = Column(Integer, primary_key=True, autoincrement=True)
    at = Column(DateTime, nullable=False, index=True)
    actor = Column(String(80), nullable=False)
    action = Column(String(32), nullable=False, index=True)
    subject = Column(String(120), nullable=False, server_default="")
    address = Column(String(64), nullable=False, server_default="")
    detail = Column(Text, nullable=False, server_default="")


class AdminRow(Base):  # type: ignore[valid-type, misc]
    """A person who may use the admin pages."""

    __tablename__ = "catalog_admins"
    name = Column(String(80), primary_key=True)
    password_hash = Column(String(255), nullable=False)
    enabled = Column(Boolean, nullable=False)
    created_at = Column(DateTime, nullable=False)
    changed_at = Column(DateTime, nullable=False)


class ProductIndexRow(Base):  # type: ignore[valid-type, misc]
    """A product of the current version."""

    __tablename__ = "catalog_index_products"
    product_id = Column(String(80), primary_key=True)
    position = Column(Integer, nullable=False)
    name = Column(String(200), nullable=False)
    short_name = Column(String(200), nullable=False)
    aliases = Column(Text, nullable=False)
    insurer = Column(String(200), nullable=False)
    line = Column(String(40), nullable=False)
    health_class = Column(String(40), nullable=False)
    ages = Column(String(40), nullable=False)
    advisable = Column(Boolean, nullable=False)
    on_sale = Column(Boolean, nullable=False)
    demo = Column(Boolean, nullable=False)
    summary = Column(Text, nullable=False)
    rate_count = Column(Integer, nullable=False)
    insurer_score = Column(Integer, nullable=False)
    price_score = Column(Integer, nullable=False)
    coverage_score = Column(Integer, nullable=False)
    services_score = Column(Integer, nullable=False)
    renewal_score = Column(Integer, nullable=False)
    total_score = Column(Integer, nullable=False)


class RateIndexRow(Base):  # type: ignore[valid-type, misc]
    """A rate row of the current version."""

    __tablename__ = "catalog_index_rates"
    id = Column(Integer, primary_key=True, autoincrement=False)
    product_id = Column(String(80), nullable=False, index=True)
    product = Column(String(200), nullable=False)
    row = Column(Integer, nullable=False)
    plan = Column(String(80), nullable=False)
    age_min = Column(Integer, nullable=False)
    age_max = Column(Integer, nullable=False)
    sex = Column(String(8), nullable=False)
    social_insurance = Column(String(8), nullable=False)
    occupation_class = Column(String(8), nullable=False)
    term = Column(String(16), nullable=False)
    pay_years = Column(String(8), nullable=False)
    premium_fen = Column(Integer, nullable=False)
    per_sum = Column(String(40), nullable=False)


class CardIndexRow(Base):  # type: ignore[valid-type, misc]
    """A service card of the current publication."""

    __tablename__ = "catalog_index_cards"
    service_id = Column(String(80), primary_key=True)
    name = Column(String(200), nullable=False)
    aliases = Column(Text, nullable=False)
    kind = Column(String(40), nullable=False)
    provider = Column(String(200), nullable=False)
    handoff = Column(Boolean, nullable=False)
    answer = Column(Text, nullable=False)
    source = Column(Text, nullable=False)
    facts_as_of = Column(String(10), nullable=False)


class IndexStateRow(Base):  # type: ignore[valid-type, misc]
    """Which publication the index rows show."""

    __tablename__ = "catalog_index_state"
    id = Column(Integer, primary_key=True, autoincrement=False)
    publication = Column(Integer, nullable=False)
