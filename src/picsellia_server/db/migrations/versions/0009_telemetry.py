"""Telemetry: streams of lines in chunks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009_telemetry"
down_revision = "0008_projects"


def upgrade() -> None:
    op.create_table(
        "streams",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("uuid", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("org_id", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("chunks", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exit_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"], name=op.f("streams_org_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("streams_pkey")),
        sa.UniqueConstraint("uuid", name=op.f("streams_uuid_key")),
    )
    op.create_index("streams_by_org", "streams", ["org_id"], unique=False)
    op.create_table(
        "stream_chapters",
        sa.Column("stream_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("line", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("stream_chapters_stream_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stream_id", "position", name=op.f("stream_chapters_pkey")),
    )
    op.create_table(
        "stream_chunks",
        sa.Column("stream_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("first_line", sa.BigInteger(), nullable=False),
        sa.Column("last_line", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("stream_chunks_stream_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stream_id", "position", name=op.f("stream_chunks_pkey")),
    )
    op.create_index("stream_chunks_by_line", "stream_chunks", ["stream_id", "last_line", "position"], unique=False)
    op.create_table(
        "stream_writers",
        sa.Column("stream_id", sa.BigInteger(), nullable=False),
        sa.Column("writer", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream_id"], ["streams.id"], name=op.f("stream_writers_stream_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("stream_id", "writer", name=op.f("stream_writers_pkey")),
    )
