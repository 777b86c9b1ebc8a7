"""Tables of blobs. A foreign key to `blobs.id` without ON DELETE CASCADE keeps a blob from the sweeper."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from picsellia_server.db.metadata import identity, metadata, moment

blobs = sa.Table(
    "blobs",
    metadata,
    identity(),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("digest", sa.LargeBinary),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("created_at", moment, nullable=False),
    sa.Index("blobs_by_digest", "org_id", "digest", unique=True),
)

uploads = sa.Table(
    "uploads",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    # What was promised; null where nothing was, until the parts of such an upload are put together.
    sa.Column("digest", sa.LargeBinary),
    sa.Column("size", sa.BigInteger),
    sa.Column("key", sa.Text, nullable=False),
    # The store's own id of a multipart upload; null for one request.
    sa.Column("parts", sa.Text),
    sa.Column("expires_at", moment, nullable=False),
    # The name that a published client gives these bytes, and who did; null for the tickets of a plan.
    sa.Column("bucket", sa.Text),
    sa.Column("chosen", sa.Text),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE")),
    sa.Index("uploads_by_age", "expires_at"),
    sa.Index("uploads_by_chosen", "chosen", "bucket", postgresql_where=sa.text("chosen IS NOT NULL")),
)

# What stands under the keys that published clients chose; goes with the blob, which it does not keep.
chosen_keys = sa.Table(
    "chosen_keys",
    metadata,
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("bucket", sa.Text, primary_key=True),
    sa.Column("chosen", sa.Text, primary_key=True),
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id", ondelete="CASCADE"), nullable=False),
    sa.Column("at", moment, nullable=False),
    sa.Index("chosen_keys_by_blob", "blob_id"),
)

doomed_keys = sa.Table(
    "doomed_keys",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("since", moment, nullable=False),
)
