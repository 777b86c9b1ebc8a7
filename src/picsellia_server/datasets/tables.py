"""Tables of datasets. The memberships of trashed pictures stand apart, as their tags do.

Keeping them apart lets every read of a version be a look at `version_pictures` alone.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from picsellia_server.db.metadata import identity, metadata, moment

datasets = sa.Table(
    "datasets",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False, server_default=""),
    sa.Column("private", sa.Boolean, nullable=False),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    # Set with the trash of its last live version: the name is free again.
    sa.Column("trashed_at", moment),
    sa.Index("datasets_by_name", "org_id", "name", unique=True, postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("datasets_public", "id", postgresql_where=sa.text("NOT private AND trashed_at IS NULL")),
)

dataset_versions = sa.Table(
    "dataset_versions",
    metadata,
    # Newer versions have higher ids: `latest` is the highest live one.
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("dataset_id", sa.BigInteger, sa.ForeignKey("datasets.id", ondelete="CASCADE"), nullable=False),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    # The fingerprint is the sum of these two modulo 2**256 (78 digits): of the pictures whose digest is known
    # (`pending` have none yet), and of the annotations, null while it has to be found anew. Null or pending
    # pictures make it unknown.
    sa.Column("pictures_sum", sa.Numeric(78, 0), nullable=False, server_default="0"),
    sa.Column("pending", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("annotations_sum", sa.Numeric(78, 0), server_default="0"),
    sa.Column("created_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("trashed_at", moment),
    sa.Column("trashed_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Index(
        "dataset_versions_by_name",
        "dataset_id",
        "name",
        unique=True,
        postgresql_where=sa.text("trashed_at IS NULL"),
    ),
    sa.Index("dataset_versions_newest", "dataset_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index("dataset_versions_by_org", "org_id", "id", postgresql_where=sa.text("trashed_at IS NULL")),
    sa.Index(
        "dataset_versions_in_trash", "org_id", "trashed_at", "id", postgresql_where=sa.text("trashed_at IS NOT NULL")
    ),
)

version_pictures = sa.Table(
    "version_pictures",
    metadata,
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("picture_id", sa.BigInteger, sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    # A hash of the base name in lower case: pictures whose local names would clash are found by an index.
    sa.Column("name_key", sa.BigInteger, nullable=False),
    sa.Index("version_pictures_by_picture", "picture_id", "version_id"),
    sa.Index("version_pictures_by_name", "version_id", "name_key"),
)

hidden_version_pictures = sa.Table(
    "hidden_version_pictures",
    metadata,
    sa.Column("picture_id", sa.BigInteger, sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("name_key", sa.BigInteger, nullable=False),
    sa.Index("hidden_version_pictures_by_version", "version_id"),
)

labels = sa.Table(
    "labels",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    # The id of its category in a COCO file.
    sa.Column("source_id", sa.BigInteger),
    sa.Column("supercategory", sa.Text, nullable=False, server_default=""),
    # Which colour of the palette: kept when labels are put in another order.
    sa.Column("colour", sa.Integer, nullable=False),
    # Shapes of the label, and pictures that have one: kept by the annotations.
    sa.Column("objects", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("annotations", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("trashed_at", moment),
    sa.CheckConstraint("type IN ('rectangle', 'polygon', 'mask', 'classification')", name="type"),
    sa.Index(
        "labels_by_name", "version_id", "name", "type", unique=True, postgresql_where=sa.text("trashed_at IS NULL")
    ),
    sa.Index("labels_by_version", "version_id", "position"),
)
