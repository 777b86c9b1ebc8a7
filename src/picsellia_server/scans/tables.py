"""Tables of scans: a grid over parameters, and its runs. `json` columns keep the order in which people sent things."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, UUID

from picsellia_server.db.metadata import identity, metadata, moment

scans = sa.Table(
    "scans",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("project_id", sa.BigInteger, sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    # As it was sent, and what is read of it.
    sa.Column("config", JSON, nullable=False),
    sa.Column("metric", sa.Text),
    sa.Column("image", sa.Text, nullable=False),
    sa.Column("requirements", JSON, nullable=False),
    sa.Column("workers", sa.Integer, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Index("scans_by_name", "project_id", "name", unique=True),
)

scan_files = sa.Table(
    "scan_files",
    metadata,
    sa.Column("scan_id", sa.BigInteger, sa.ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True),
    # 0 is the script, the others are data in their order.
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("shown_key", sa.Text, nullable=False),
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id"), nullable=False),
    sa.Index("scan_files_by_blob", "blob_id"),
)

runs = sa.Table(
    "runs",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("scan_id", sa.BigInteger, sa.ForeignKey("scans.id", ondelete="CASCADE"), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("parameters", JSON, nullable=False),
    sa.Column("experiment_id", sa.BigInteger, sa.ForeignKey("experiments.id", ondelete="SET NULL")),
    sa.Column("value", sa.Float),
    sa.Column("info", JSON, nullable=False),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("started_at", moment),
    sa.Column("ended_at", moment),
    sa.Index("runs_by_scan", "scan_id", "place", unique=True),
    sa.Index("runs_by_experiment", "experiment_id", postgresql_where=sa.text("experiment_id IS NOT NULL")),
)
