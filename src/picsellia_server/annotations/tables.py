"""Tables of annotations: one row a picture of a version, with all its shapes in one compact document.

Why no row a shape: docs/decisions/0005-shapes-in-documents.md. What has to be found or counted by label stands
beside the document, in arrays and in `label_pictures`.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from picsellia_server.db.metadata import identity, metadata, moment

CONTENT = (
    "uuid",
    "status",
    "user_id",
    "duration",
    "objects",
    "small",
    "medium",
    "large",
    "label_ids",
    "label_counts",
    "digest",
    "number",
    "shapes",
    "given",
    "updated_at",
)
"""The columns that make up an annotation's state; its history has them as they were before a change."""

annotation_changes = sa.Table(
    "annotation_changes",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("at", moment, nullable=False),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("pictures", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("undoes", sa.BigInteger, sa.ForeignKey("annotation_changes.id", ondelete="SET NULL")),
    sa.CheckConstraint(
        "verb IN ('written', 'imported', 'reviewed', 'deleted', 'restored', 'copied', 'undone')", name="verb"
    ),
    sa.Index("annotation_changes_by_version", "version_id", "id"),
    sa.Index("annotation_changes_undone", "undoes", postgresql_where=sa.text("undoes IS NOT NULL")),
)


def _state(*, empty: bool) -> list[sa.Column[object]]:
    """The columns of `CONTENT`; `empty` ones may be null, as a review leaves the shapes alone."""
    return [
        sa.Column("uuid", UUID(as_uuid=False), nullable=empty),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
        # Seconds that people spent on it.
        sa.Column("duration", sa.Double),
        # Shapes, and of these those below 32 x 32 pixels, up to 96 x 96, and larger.
        sa.Column("objects", sa.Integer, nullable=empty),
        sa.Column("small", sa.Integer, nullable=empty),
        sa.Column("medium", sa.Integer, nullable=empty),
        sa.Column("large", sa.Integer, nullable=empty),
        # The document names labels by their place in `label_ids`, so a fork copies it as it is. 0: a label that
        # was in the trash when the version was forked.
        sa.Column("label_ids", ARRAY(sa.BigInteger), nullable=empty),
        sa.Column("label_counts", ARRAY(sa.Integer), nullable=empty),
        # SHA-256 of the content without status and names of labels; and what it adds to the fingerprint.
        sa.Column("digest", sa.LargeBinary, nullable=empty),
        sa.Column("number", sa.Numeric(78, 0), nullable=empty),
        # JSON: see document.py. Text, so that it is never parsed or reordered by the database.
        sa.Column("shapes", sa.Text, nullable=empty),
        # What the source said of the picture beyond that, as JSON.
        sa.Column("given", sa.Text),
        sa.Column("updated_at", moment, nullable=False),
    ]


# `annotations` is a name of `__future__`.
annotations_ = sa.Table(
    "annotations",
    metadata,
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("picture_id", sa.BigInteger, sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    # The change that made it what it is.
    sa.Column("change_id", sa.BigInteger, nullable=False),
    *_state(empty=False),
    sa.CheckConstraint("status IN ('pending', 'accepted', 'refused', 'skipped')", name="status"),
    sa.Index("annotations_by_picture", "picture_id", "version_id"),
    # With the number of shapes beside the key, a histogram never looks at the documents.
    sa.Index("annotations_by_status", "version_id", "status", "picture_id", postgresql_include=["objects"]),
)

annotation_history = sa.Table(
    "annotation_history",
    metadata,
    # The state before `change_id` overwrote or removed it. Append-only.
    sa.Column("change_id", sa.BigInteger, sa.ForeignKey("annotation_changes.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("picture_id", sa.BigInteger, sa.ForeignKey("pictures.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("before_id", sa.BigInteger, nullable=False),
    *_state(empty=True),
    sa.Index("annotation_history_by_picture", "picture_id", "change_id"),
)

label_pictures = sa.Table(
    "label_pictures",
    metadata,
    sa.Column("label_id", sa.BigInteger, sa.ForeignKey("labels.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("picture_id", sa.BigInteger, primary_key=True),
    sa.Column("objects", sa.Integer, nullable=False),
)

annotation_counts = sa.Table(
    "annotation_counts",
    metadata,
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("status", sa.Text, primary_key=True),
    sa.Column("annotations", sa.BigInteger, nullable=False),
    sa.Column("objects", sa.BigInteger, nullable=False),
    sa.Column("small", sa.BigInteger, nullable=False),
    sa.Column("medium", sa.BigInteger, nullable=False),
    sa.Column("large", sa.BigInteger, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
)

imports = sa.Table(
    "imports",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("version_id", sa.BigInteger, sa.ForeignKey("dataset_versions.id", ondelete="CASCADE"), nullable=False),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    # The file that is read; let go of when the import is over, so that the sweeper may have it.
    sa.Column("blob_id", sa.BigInteger, sa.ForeignKey("blobs.id")),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("format", sa.Text),
    sa.Column("pictures_from", sa.Text, nullable=False),
    sa.Column("replace", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("report", sa.JSON),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("finished_at", moment),
    sa.CheckConstraint("state IN ('queued', 'done', 'failed')", name="state"),
    sa.Index("imports_by_version", "version_id", "id"),
    sa.Index("imports_by_blob", "blob_id", postgresql_where=sa.text("blob_id IS NOT NULL")),
)
