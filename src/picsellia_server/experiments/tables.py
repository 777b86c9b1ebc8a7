"""Tables of experiments, their files and data. `json` columns keep the order in which people sent things.

The points of a line are chunks of rows beside the asset: lists of experiments never touch them.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, JSONB, UUID

from picsellia_server.db.metadata import identity, metadata, moment
from picsellia_server.networks.tables import AT_COMMIT

experiments = sa.Table(
    "experiments",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("project_id", sa.BigInteger, sa.ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Text, nullable=False),
    # What it started from; the names are those of that time, kept when the thing itself goes.
    sa.Column("previous_id", sa.BigInteger, sa.ForeignKey("experiments.id", ondelete="SET NULL")),
    sa.Column("previous_name", sa.Text),
    sa.Column("network_id", sa.BigInteger, sa.ForeignKey("networks.id", ondelete="SET NULL")),
    sa.Column("network_name", sa.Text),
    # The dataset version, and its fingerprint when it was attached.
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="SET NULL")),
    sa.Column("fingerprint", sa.Text),
    sa.Column("attached_at", moment),
    # Its telemetry, from the first line on.
    sa.Column("stream_id", sa.BigInteger, sa.ForeignKey("streams.id", ondelete="SET NULL")),
    sa.Column("files", sa.Integer, nullable=False, server_default="0"),
    sa.Column("assets", sa.Integer, nullable=False, server_default="0"),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("updated_at", moment, nullable=False),
    sa.Column("trashed_at", moment),
    sa.Column("trashed_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Index("experiments_by_name", "project_id", "name", unique=True, postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("experiments_by_project", "project_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("experiments_by_org", "org_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("experiments_in_trash", "trashed_at", postgresql_where=sa.text("trashed_at IS NOT NULL")),
    sa.Index("experiments_by_previous", "previous_id", postgresql_where=sa.text("previous_id IS NOT NULL")),
    sa.Index("experiments_by_network", "network_id", postgresql_where=sa.text("network_id IS NOT NULL")),
    sa.Index("experiments_by_version", "version_id", postgresql_where=sa.text("version_id IS NOT NULL")),
    sa.Index("experiments_by_stream", "stream_id", unique=True, postgresql_where=sa.text("stream_id IS NOT NULL")),
)

experiment_files = sa.Table(
    "experiment_files",
    metadata,
    identity(),
    sa.Column("experiment_id", sa.BigInteger, sa.ForeignKey("experiments.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id", **AT_COMMIT), nullable=False),
    # The key that is shown: `<experiment id>/<file name>`, that of what was copied, or a published client's.
    sa.Column("shown_key", sa.Text, nullable=False),
    sa.Column("large", sa.Boolean, nullable=False),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("updated_at", moment, nullable=False),
    sa.Index("experiment_files_by_name", "experiment_id", "name", unique=True),
    sa.Index("experiment_files_by_blob", "blob_id"),
    sa.Index("experiment_files_by_key", "shown_key"),
)

data_assets = sa.Table(
    "data_assets",
    metadata,
    identity(),
    sa.Column("experiment_id", sa.BigInteger, sa.ForeignKey("experiments.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    # As it was sent; SQL null for a line.
    sa.Column("data", JSON),
    # The picture of an image, and the key that its data shows.
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id", **AT_COMMIT)),
    sa.Column("shown_key", sa.Text),
    # What appending to a line needs to know (`lines.Line`); null for other types.
    sa.Column("line", JSON),
    sa.Column("points", sa.BigInteger),
    # What lists show, filter and sort by.
    sa.Column("last", JSONB),
    sa.Column("last_number", sa.Float),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("updated_at", moment, nullable=False),
    sa.Index("data_assets_by_name", "experiment_id", "name", unique=True),
    sa.Index("data_assets_by_blob", "blob_id", postgresql_where=sa.text("blob_id IS NOT NULL")),
    sa.Index("data_assets_by_key", "shown_key", postgresql_where=sa.text("shown_key IS NOT NULL")),
)

line_chunks = sa.Table(
    "line_chunks",
    metadata,
    sa.Column("asset_id", sa.BigInteger, sa.ForeignKey("data_assets.id", ondelete="CASCADE"), primary_key=True),
    # How many rows stand before this chunk, and how many it holds.
    sa.Column("at", sa.BigInteger, primary_key=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("body", JSON, nullable=False),
)

log_writers = sa.Table(
    "log_writers",
    metadata,
    sa.Column("experiment_id", sa.BigInteger, sa.ForeignKey("experiments.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("writer", UUID(as_uuid=False), primary_key=True),
    # The newest sequence number that has been kept.
    sa.Column("last", sa.BigInteger, nullable=False),
    sa.Column("at", moment, nullable=False),
)

publications = sa.Table(
    "publications",
    metadata,
    sa.Column("network_id", sa.BigInteger, sa.ForeignKey("networks.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("experiment_id", sa.BigInteger, sa.ForeignKey("experiments.id", ondelete="SET NULL")),
    sa.Column("experiment_name", sa.Text, nullable=False),
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="SET NULL")),
    sa.Column("version_name", sa.Text),
    sa.Column("published_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("published_at", moment, nullable=False),
    sa.Index("publications_by_experiment", "experiment_id"),
    sa.Index("publications_by_version", "version_id", postgresql_where=sa.text("version_id IS NOT NULL")),
)
