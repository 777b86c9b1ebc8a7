"""Changes of tags that can be taken back; the trash in order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_tag_changes"
down_revision = "0012_client_keys"


def upgrade() -> None:
    op.create_table(
        "tag_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("add", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("remove", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("pictures", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("job", sa.UUID(as_uuid=False), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'done', 'undoing', 'undone')", name=op.f("tag_changes_state_check")),
        sa.ForeignKeyConstraint(
            ["org_id"], ["organizations.id"], name=op.f("tag_changes_org_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("tag_changes_user_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("tag_changes_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("tag_changes_uuid_key")),
    )
    op.create_index("tag_changes_by_age", "tag_changes", ["at"], unique=False)
    op.create_table(
        "tag_change_parts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("tag_id", sa.BigInteger(), nullable=True),
        sa.Column("added", sa.Boolean(), nullable=True),
        sa.Column("picture_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["tag_changes.id"], name=op.f("tag_change_parts_change_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("tag_change_parts_tag_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("tag_change_parts_pkey")),
    )
    op.create_index("tag_change_parts_by_change", "tag_change_parts", ["change_id", "id"], unique=False)
    op.create_index(
        "tag_change_parts_by_tag",
        "tag_change_parts",
        ["tag_id"],
        unique=False,
        postgresql_where=sa.text("tag_id IS NOT NULL"),
    )
    op.create_index(
        "pictures_trashed",
        "pictures",
        ["org_id", "id"],
        unique=False,
        postgresql_where=sa.text("trashed_at IS NOT NULL"),
    )
