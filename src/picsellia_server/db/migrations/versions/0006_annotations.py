"""Annotations, their history, their counters, and imports of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_annotations"
down_revision = "0005_datasets"


def upgrade() -> None:
    op.create_table(
        "annotation_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("pictures", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("undoes", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "verb IN ('written', 'imported', 'reviewed', 'deleted', 'restored', 'copied', 'undone')",
            name=op.f("annotation_changes_verb_check"),
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["annotation_changes.id"], name=op.f("annotation_changes_undoes_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("annotation_changes_user_id_fkey"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("annotation_changes_version_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("annotation_changes_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("annotation_changes_uuid_key")),
    )
    op.create_index("annotation_changes_by_version", "annotation_changes", ["version_id", "id"], unique=False)
    op.create_index(
        "annotation_changes_undone",
        "annotation_changes",
        ["undoes"],
        unique=False,
        postgresql_where=sa.text("undoes IS NOT NULL"),
    )
    op.create_table(
        "annotation_counts",
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("annotations", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.BigInteger(), nullable=False),
        sa.Column("small", sa.BigInteger(), nullable=False),
        sa.Column("medium", sa.BigInteger(), nullable=False),
        sa.Column("large", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("annotation_counts_version_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "status", name=op.f("annotation_counts_pkey")),
    )
    op.create_table(
        "annotations",
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.Column("small", sa.Integer(), nullable=False),
        sa.Column("medium", sa.Integer(), nullable=False),
        sa.Column("large", sa.Integer(), nullable=False),
        sa.Column("label_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("label_counts", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Numeric(precision=78, scale=0), nullable=False),
        sa.Column("shapes", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'accepted', 'refused', 'skipped')", name=op.f("annotations_status_check")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["pictures.id"], name=op.f("annotations_picture_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("annotations_user_id_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("annotations_version_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", "picture_id", name=op.f("annotations_pkey")),
    )
    op.create_index("annotations_by_picture", "annotations", ["picture_id", "version_id"], unique=False)
    op.create_index(
        "annotations_by_status",
        "annotations",
        ["version_id", "status", "picture_id"],
        unique=False,
        postgresql_include=["objects"],
    )
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("blob_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("pictures_from", sa.Text(), nullable=False),
        sa.Column("replace", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('queued', 'done', 'failed')", name=op.f("imports_state_check")),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name=op.f("imports_blob_id_fkey")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("imports_user_id_fkey"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["dataset_versions.id"], name=op.f("imports_version_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("imports_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("imports_uuid_key")),
    )
    op.create_index(
        "imports_by_blob", "imports", ["blob_id"], unique=False, postgresql_where=sa.text("blob_id IS NOT NULL")
    )
    op.create_index("imports_by_version", "imports", ["version_id", "id"], unique=False)
    op.create_table(
        "annotation_history",
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("before_id", sa.BigInteger(), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("duration", sa.Double(), nullable=True),
        sa.Column("objects", sa.Integer(), nullable=True),
        sa.Column("small", sa.Integer(), nullable=True),
        sa.Column("medium", sa.Integer(), nullable=True),
        sa.Column("large", sa.Integer(), nullable=True),
        sa.Column("label_ids", postgresql.ARRAY(sa.BigInteger()), nullable=True),
        sa.Column("label_counts", postgresql.ARRAY(sa.Integer()), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.Numeric(precision=78, scale=0), nullable=True),
        sa.Column("shapes", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["annotation_changes.id"], name=op.f("annotation_history_change_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["pictures.id"], name=op.f("annotation_history_picture_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("annotation_history_user_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("change_id", "picture_id", name=op.f("annotation_history_pkey")),
    )
    op.create_index("annotation_history_by_picture", "annotation_history", ["picture_id", "change_id"], unique=False)
    op.create_table(
        "label_pictures",
        sa.Column("label_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("objects", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["label_id"], ["labels.id"], name=op.f("label_pictures_label_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("label_id", "picture_id", name=op.f("label_pictures_pkey")),
    )
    # Documents compress well, and lz4 costs a tenth of the default; a PostgreSQL built without it keeps that.
    for table in ("annotations", "annotation_history"):
        op.execute(
            f"DO $$ BEGIN ALTER TABLE {table} ALTER COLUMN shapes SET COMPRESSION lz4;"
            " EXCEPTION WHEN feature_not_supported OR invalid_parameter_value THEN NULL; END $$"
        )
