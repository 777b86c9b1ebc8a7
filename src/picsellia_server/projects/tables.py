"""Tables of projects, their workers and the dataset versions attached to them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from picsellia_server.db.metadata import identity, metadata, moment

projects = sa.Table(
    "projects",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("private", sa.Boolean, nullable=False),
    # Live experiments: kept by them.
    sa.Column("experiments", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("updated_at", moment, nullable=False),
    sa.Column("trashed_at", moment),
    sa.Column("trashed_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Index("projects_by_name", "org_id", "name", unique=True, postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("projects_by_org", "org_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("projects_in_trash", "trashed_at", postgresql_where=sa.text("trashed_at IS NOT NULL")),
)

project_workers = sa.Table(
    "project_workers",
    metadata,
    identity(),
    sa.Column("project_id", sa.BigInteger, sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("since", moment, nullable=False),
    sa.Index("project_workers_once", "project_id", "user_id", unique=True),
    sa.Index("project_workers_by_user", "user_id"),
)

project_versions = sa.Table(
    "project_versions",
    metadata,
    identity(),
    sa.Column("project_id", sa.BigInteger, sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("attached_at", moment, nullable=False),
    sa.Index("project_versions_once", "project_id", "version_id", unique=True),
    sa.Index("project_versions_by_version", "version_id"),
)
