"""Tables of networks. `json` columns keep the order in which people sent things."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, UUID

from picsellia_server.db.metadata import identity, metadata, moment

AT_COMMIT: Final[dict[str, Any]] = {"deferrable": True, "initially": "DEFERRED"}

networks = sa.Table(
    "networks",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("framework", sa.Text, nullable=False, server_default=""),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("readme", sa.Text, nullable=False, server_default=""),
    sa.Column("private", sa.Boolean, nullable=False),
    sa.Column("tags", JSON, nullable=False),
    sa.Column("labels", JSON, nullable=False),
    sa.Column("parameters", JSON, nullable=False),
    sa.Column("thumb_blob_id", sa.BigInteger, sa.ForeignKey("blobs.id")),
    sa.Column("thumb_key", sa.Text, nullable=False, server_default=""),
    # Three fields of the reference that nothing here acts upon; kept as they are sent.
    sa.Column("model_object_name", sa.Text, nullable=False, server_default=""),
    sa.Column("checkpoint_object_name", sa.Text, nullable=False, server_default=""),
    sa.Column("origin_checkpoint_objects", JSON, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("updated_at", moment, nullable=False),
    sa.Column("trashed_at", moment),
    sa.Column("trashed_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Index("networks_by_name", "org_id", "name", unique=True, postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("networks_by_org", "org_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("networks_public", "id", postgresql_where=sa.text("NOT private AND trashed_at IS NULL")),
    sa.Index("networks_in_trash", "trashed_at", postgresql_where=sa.text("trashed_at IS NOT NULL")),
    sa.Index("networks_by_thumb", "thumb_blob_id", postgresql_where=sa.text("thumb_blob_id IS NOT NULL")),
)

network_files = sa.Table(
    "network_files",
    metadata,
    identity(),
    sa.Column("network_id", sa.BigInteger, sa.ForeignKey("networks.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    # Checked at the commit: a deleted organization takes its blobs first and these rows after.
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id", **AT_COMMIT), nullable=False),
    # The key that is shown: `<network id>/<file name>`, or what a published client chose.
    sa.Column("shown_key", sa.Text, nullable=False),
    sa.Column("large", sa.Boolean, nullable=False),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("updated_at", moment, nullable=False),
    sa.Index("network_files_by_name", "network_id", "name", unique=True),
    sa.Index("network_files_by_blob", "blob_id"),
    sa.Index("network_files_by_key", "shown_key"),
)
