"""What the published clients need: keys that they choose, telemetry without a writer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_client_keys"
down_revision = "0011_scans"


def upgrade() -> None:
    op.alter_column("uploads", "digest", nullable=True)
    op.alter_column("uploads", "size", nullable=True)
    op.add_column("uploads", sa.Column("bucket", sa.Text(), nullable=True))
    op.add_column("uploads", sa.Column("chosen", sa.Text(), nullable=True))
    op.add_column("uploads", sa.Column("user_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f("uploads_user_id_fkey"), "uploads", "users", ["user_id"], ["id"], ondelete="CASCADE")
    op.create_index(
        "uploads_by_chosen",
        "uploads",
        ["chosen", "bucket"],
        unique=False,
        postgresql_where=sa.text("chosen IS NOT NULL"),
    )
    op.create_table(
        "chosen_keys",
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("chosen", sa.Text(), nullable=False),
        sa.Column("blob_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name=op.f("chosen_keys_blob_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("chosen_keys_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("org_id", "bucket", "chosen", name=op.f("chosen_keys_pkey")),
    )
    op.create_index("chosen_keys_by_blob", "chosen_keys", ["blob_id"], unique=False)
    op.create_table(
        "stream_tellers",
        sa.Column("stream_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.LargeBinary(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("stream_tellers_stream_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stream_id", name=op.f("stream_tellers_pkey")),
    )
