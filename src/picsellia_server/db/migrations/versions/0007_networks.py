"""Networks and their files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_networks"
down_revision = "0006_annotations"


def upgrade() -> None:
    op.create_table(
        "networks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("framework", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("readme", sa.Text(), server_default="", nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("tags", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("labels", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("parameters", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("thumb_blob_id", sa.BigInteger(), nullable=True),
        sa.Column("thumb_key", sa.Text(), server_default="", nullable=False),
        sa.Column("model_object_name", sa.Text(), server_default="", nullable=False),
        sa.Column("checkpoint_object_name", sa.Text(), server_default="", nullable=False),
        sa.Column("origin_checkpoint_objects", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("networks_created_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("networks_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["thumb_blob_id"], ["blobs.id"], name=op.f("networks_thumb_blob_id_fkey")),
        sa.ForeignKeyConstraint(
            ["trashed_by"], ["users.id"], name=op.f("networks_trashed_by_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("networks_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("networks_uuid_key")),
    )
    op.create_index(
        "networks_by_name", "networks", ["org_id", "name"], unique=True, postgresql_where=sa.text("trashed_at IS NULL")
    )
    op.create_index(
        "networks_by_org", "networks", ["org_id", "id"], unique=False, postgresql_where=sa.text("trashed_at IS NULL")
    )
    op.create_index(
        "networks_by_thumb",
        "networks",
        ["thumb_blob_id"],
        unique=False,
        postgresql_where=sa.text("thumb_blob_id IS NOT NULL"),
    )
    op.create_index(
        "networks_in_trash",
        "networks",
        ["trashed_at"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NOT NULL"),
    )
    op.create_index(
        "networks_public",
        "networks",
        ["id"],
        unique=False,
        postgresql_where=sa.text("NOT private AND trashed_at IS NULL"),
    )
    op.create_table(
        "network_files",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("network_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("shown_key", sa.Text(), nullable=False),
        sa.Column("large", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["blob_id"], ["blobs.id"], name=op.f("network_files_blob_id_fkey"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("network_files_network_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("network_files_pkey")),
    )
    op.create_index("network_files_by_blob", "network_files", ["blob_id"], unique=False)
    op.create_index("network_files_by_key", "network_files", ["shown_key"], unique=False)
    op.create_index("network_files_by_name", "network_files", ["network_id", "name"], unique=True)
