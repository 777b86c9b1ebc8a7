"""Tables of pictures. Live rows carry no `trashed_at`; the tags of trashed pictures stand apart.

Keeping them apart lets "tag A and tag B" be an intersection of two index ranges, with no look at the
pictures themselves.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from picsellia_server.db.metadata import identity, metadata, moment

pictures = sa.Table(
    "pictures",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    # A key that a published client chose for these bytes; shown instead of our own.
    sa.Column("shown_key", sa.Text),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("colour", sa.Integer),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("trashed_at", moment),
    sa.Column("trash_id", sa.BigInteger, sa.ForeignKey("trash.id", ondelete="SET NULL")),
    sa.Index(
        "pictures_same",
        "blob_id",
        "name",
        "org_id",
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    ),
    sa.Index("pictures_by_org", "org_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("pictures_by_name", "org_id", "name", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("pictures_by_size", "org_id", "size", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("pictures_in_trash", "org_id", "trashed_at", "id", postgresql_where=sa.text("trashed_at IS NOT NULL")),
    sa.Index("pictures_trashed", "org_id", "id", postgresql_where=sa.text("trashed_at IS NOT NULL")),
)

trash = sa.Table(
    "trash",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("at", moment, nullable=False),
)

tags = sa.Table(
    "tags",
    metadata,
    identity(),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("pictures", sa.BigInteger, nullable=False, server_default="0"),
    sa.Index("tags_by_name", "org_id", "name", unique=True),
)

picture_tags = sa.Table(
    "picture_tags",
    metadata,
    sa.Column("tag_id", sa.BigInteger, sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("picture_id", sa.BigInteger, sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("picture_tags_by_picture", "picture_id", "tag_id"),
)

trashed_picture_tags = sa.Table(
    "trashed_picture_tags",
    metadata,
    sa.Column("picture_id", sa.BigInteger, sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("tag_id", sa.BigInteger, sa.ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True),
)

# A change of tags that can be taken back for a day, and what it was about.
tag_changes = sa.Table(
    "tag_changes",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("at", moment, nullable=False),
    sa.Column("add", ARRAY(sa.Text), nullable=False),
    sa.Column("remove", ARRAY(sa.Text), nullable=False),
    sa.Column("pictures", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    # The job that works on it; null where it was small enough to be done at once.
    sa.Column("job", UUID(as_uuid=False)),
    sa.CheckConstraint("state IN ('asked', 'done', 'undoing', 'undone')", name="state"),
    sa.Index("tag_changes_by_age", "at"),
)

# Chunks of picture rows: those asked for, until they are done; then, per tag, those that it was put on or taken off.
tag_change_parts = sa.Table(
    "tag_change_parts",
    metadata,
    identity(),
    sa.Column("change_id", sa.BigInteger, sa.ForeignKey("tag_changes.id", ondelete="CASCADE"), nullable=False),
    sa.Column("tag_id", sa.BigInteger, sa.ForeignKey("tags.id", ondelete="CASCADE")),
    sa.Column("added", sa.Boolean),
    sa.Column("picture_ids", ARRAY(sa.BigInteger), nullable=False),
    sa.Index("tag_change_parts_by_change", "change_id", "id"),
    sa.Index("tag_change_parts_by_tag", "tag_id", postgresql_where=sa.text("tag_id IS NOT NULL")),
)

lakes = sa.Table(
    "lakes",
    metadata,
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("pictures", sa.BigInteger, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
)

thumbnails = sa.Table(
    "thumbnails",
    metadata,
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("side", sa.SmallInteger, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
)
