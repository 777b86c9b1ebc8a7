"""Datasets, their versions, memberships and labels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005_datasets"
down_revision = "0004_pictures"


def upgrade() -> None:
    op.create_table(
        "datasets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("datasets_created_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("datasets_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("datasets_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("datasets_uuid_key")),
    )
    op.create_index(
        "datasets_by_name", "datasets", ["org_id", "name"], unique=True, postgresql_where=sa.text("trashed_at IS NULL")
    )
    op.create_index(
        "datasets_public",
        "datasets",
        ["id"],
        unique=False,
        postgresql_where=sa.text("NOT private AND trashed_at IS NULL"),
    )
    op.create_table(
        "dataset_versions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dataset_id", sa.BigInteger(), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("pictures_sum", sa.Numeric(precision=78, scale=0), server_default="0", nullable=False),
        sa.Column("pending", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("annotations_sum", sa.Numeric(precision=78, scale=0), server_default="0", nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("dataset_versions_created_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["datasets.id"], name=op.f("dataset_versions_dataset_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("dataset_versions_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trashed_by"], ["users.id"], name=op.f("dataset_versions_trashed_by_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("dataset_versions_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("dataset_versions_uuid_key")),
    )
    op.create_index(
        "dataset_versions_by_name",
        "dataset_versions",
        ["dataset_id", "name"],
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "dataset_versions_by_org",
        "dataset_versions",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "dataset_versions_in_trash",
        "dataset_versions",
        ["org_id", "trashed_at", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NOT NULL"),
    )
    op.create_index(
        "dataset_versions_newest",
        "dataset_versions",
        ["dataset_id", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_table(
        "hidden_version_pictures",
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("name_key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["pictures.id"], name=op.f("hidden_version_pictures_picture_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["dataset_versions.id"],
            name=op.f("hidden_version_pictures_version_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("picture_id", "version_id", name=op.f("hidden_version_pictures_pkey")),
    )
    op.create_index("hidden_version_pictures_by_version", "hidden_version_pictures", ["version_id"], unique=False)
    op.create_table(
        "labels",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=True),
        sa.Column("supercategory", sa.Text(), server_default="", nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("objects", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("annotations", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "type IN ('rectangle', 'polygon', 'mask', 'classification')", name=op.f("labels_type_check")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("labels_version_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("labels_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("labels_uuid_key")),
    )
    op.create_index(
        "labels_by_name",
        "labels",
        ["version_id", "name", "type"],
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index("labels_by_version", "labels", ["version_id", "position"], unique=False)
    op.create_table(
        "version_pictures",
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("name_key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["pictures.id"], name=op.f("version_pictures_picture_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("version_pictures_version_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "picture_id", name=op.f("version_pictures_pkey")),
    )
    op.create_index("version_pictures_by_name", "version_pictures", ["version_id", "name_key"], unique=False)
    op.create_index("version_pictures_by_picture", "version_pictures", ["picture_id", "version_id"], unique=False)
