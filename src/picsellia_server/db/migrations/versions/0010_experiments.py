"""Experiments, their files, what they log, and what was published from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_experiments"
down_revision = "0009_telemetry"


def upgrade() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("previous_id", sa.BigInteger(), nullable=True),
        sa.Column("previous_name", sa.Text(), nullable=True),
        sa.Column("network_id", sa.BigInteger(), nullable=True),
        sa.Column("network_name", sa.Text(), nullable=True),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stream_id", sa.BigInteger(), nullable=True),
        sa.Column("files", sa.Integer(), server_default="0", nullable=False),
        sa.Column("assets", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("experiments_created_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("experiments_network_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("experiments_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["experiments.id"], name=op.f("experiments_previous_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("experiments_project_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("experiments_stream_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["trashed_by"], ["users.id"], name=op.f("experiments_trashed_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("experiments_version_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("experiments_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("experiments_uuid_key")),
    )
    op.create_index(
        "experiments_by_name",
        "experiments",
        ["project_id", "name"],
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "experiments_by_network",
        "experiments",
        ["network_id"],
        unique=False,
        postgresql_where=sa.text("network_id IS NOT NULL"),
    )
    op.create_index(
        "experiments_by_org",
        "experiments",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "experiments_by_previous",
        "experiments",
        ["previous_id"],
        unique=False,
        postgresql_where=sa.text("previous_id IS NOT NULL"),
    )
    op.create_index(
        "experiments_by_project",
        "experiments",
        ["project_id", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "experiments_by_stream",
        "experiments",
        ["stream_id"],
        unique=True,
        postgresql_where=sa.text("stream_id IS NOT NULL"),
    )
    op.create_index(
        "experiments_by_version",
        "experiments",
        ["version_id"],
        unique=False,
        postgresql_where=sa.text("version_id IS NOT NULL"),
    )
    op.create_index(
        "experiments_in_trash",
        "experiments",
        ["trashed_at"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NOT NULL"),
    )
    op.create_table(
        "data_assets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("experiment_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSON(astext_type=sa.Text()), nullable=True),
        sa.Column("blob_id", sa.BigInteger(), nullable=True),
        sa.Column("shown_key", sa.Text(), nullable=True),
        sa.Column("line", postgresql.JSON(astext_type=sa.Text()), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("last", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("last_number", sa.Float(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blob_id"], ["blobs.id"], name=op.f("data_assets_blob_id_fkey"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("data_assets_experiment_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("data_assets_pkey")),
    )
    op.create_index(
        "data_assets_by_blob", "data_assets", ["blob_id"], unique=False, postgresql_where=sa.text("blob_id IS NOT NULL")
    )
    op.create_index(
        "data_assets_by_key",
        "data_assets",
        ["shown_key"],
        unique=False,
        postgresql_where=sa.text("shown_key IS NOT NULL"),
    )
    op.create_index("data_assets_by_name", "data_assets", ["experiment_id", "name"], unique=True)
    op.create_table(
        "experiment_files",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("experiment_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("shown_key", sa.Text(), nullable=False),
        sa.Column("large", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blob_id"], ["blobs.id"], name=op.f("experiment_files_blob_id_fkey"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("experiment_files_experiment_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("experiment_files_pkey")),
    )
    op.create_index("experiment_files_by_blob", "experiment_files", ["blob_id"], unique=False)
    op.create_index("experiment_files_by_key", "experiment_files", ["shown_key"], unique=False)
    op.create_index("experiment_files_by_name", "experiment_files", ["experiment_id", "name"], unique=True)
    op.create_table(
        "log_writers",
        sa.Column("experiment_id", sa.BigInteger(), nullable=False),
        sa.Column("writer", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("log_writers_experiment_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("experiment_id", "writer", name=op.f("log_writers_pkey")),
    )
    op.create_table(
        "publications",
        sa.Column("network_id", sa.BigInteger(), nullable=False),
        sa.Column("experiment_id", sa.BigInteger(), nullable=True),
        sa.Column("experiment_name", sa.Text(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=True),
        sa.Column("version_name", sa.Text(), nullable=True),
        sa.Column("published_by", sa.BigInteger(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("publications_experiment_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("publications_network_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["published_by"], ["users.id"], name=op.f("publications_published_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("publications_version_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("network_id", name=op.f("publications_pkey")),
    )
    op.create_index("publications_by_experiment", "publications", ["experiment_id"], unique=False)
    op.create_index(
        "publications_by_version",
        "publications",
        ["version_id"],
        unique=False,
        postgresql_where=sa.text("version_id IS NOT NULL"),
    )
    op.create_table(
        "line_chunks",
        sa.Column("asset_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["data_assets.id"], name=op.f("line_chunks_asset_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("asset_id", "at", name=op.f("line_chunks_pkey")),
    )
