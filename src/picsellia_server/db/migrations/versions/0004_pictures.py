"""Pictures, tags, trash and thumbnails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_pictures"
down_revision = "0003_blobs"


def upgrade() -> None:
    op.create_table(
        "lakes",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("pictures", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("lakes_org_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("org_id", name=op.f("lakes_pkey")),
    )
    op.create_table(
        "tags",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pictures", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("tags_org_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("tags_pkey")),
    )
    op.create_index("tags_by_name", "tags", ["org_id", "name"], unique=True)
    op.create_table(
        "trash",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("trash_org_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("trash_user_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("trash_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("trash_uuid_key")),
    )
    op.create_table(
        "pictures",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shown_key", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trash_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name=op.f("pictures_blob_id_fkey")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("pictures_created_by_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("pictures_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["trash_id"], ["trash.id"], name=op.f("pictures_trash_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pictures_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("pictures_uuid_key")),
    )
    op.create_index(
        "pictures_by_name",
        "pictures",
        ["org_id", "name", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "pictures_by_org",
        "pictures",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "pictures_by_size",
        "pictures",
        ["org_id", "size", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_index(
        "pictures_in_trash",
        "pictures",
        ["org_id", "trashed_at", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NOT NULL"),
    )
    op.create_index(
        "pictures_same",
        "pictures",
        ["blob_id", "name", "org_id"],
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    )
    op.create_table(
        "thumbnails",
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.SmallInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name=op.f("thumbnails_blob_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("blob_id", "side", name=op.f("thumbnails_pkey")),
    )
    op.create_table(
        "picture_tags",
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["pictures.id"], name=op.f("picture_tags_picture_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("picture_tags_tag_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tag_id", "picture_id", name=op.f("picture_tags_pkey")),
    )
    op.create_index("picture_tags_by_picture", "picture_tags", ["picture_id", "tag_id"], unique=False)
    op.create_table(
        "trashed_picture_tags",
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["picture_id"],
            ["pictures.id"],
            name=op.f("trashed_picture_tags_picture_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"], ["tags.id"], name=op.f("trashed_picture_tags_tag_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("picture_id", "tag_id", name=op.f("trashed_picture_tags_pkey")),
    )
