"""Tables of telemetry. Lines are kept in chunks as they came, append-only.

A chunk's body is JSON in `bytea`: PostgreSQL's text takes no NUL, and a log holds any character.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import UUID

from picsellia_server.db.metadata import identity, metadata, moment

streams = sa.Table(
    "streams",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("lines", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("chunks", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("started_at", moment),
    sa.Column("last_at", moment),
    sa.Column("ended_at", moment),
    sa.Column("exit_code", sa.Text),
    sa.Index("streams_by_org", "org_id"),
)

stream_chunks = sa.Table(
    "stream_chunks",
    metadata,
    sa.Column("stream_id", sa.BigInteger, sa.ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.BigInteger, primary_key=True),
    sa.Column("first_line", sa.BigInteger, nullable=False),
    sa.Column("last_line", sa.BigInteger, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("stream_chunks_by_line", "stream_id", "last_line", "position"),
)

stream_writers = sa.Table(
    "stream_writers",
    metadata,
    sa.Column("stream_id", sa.BigInteger, sa.ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("writer", UUID(as_uuid=False), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
)

stream_chapters = sa.Table(
    "stream_chapters",
    metadata,
    sa.Column("stream_id", sa.BigInteger, sa.ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", sa.LargeBinary, nullable=False),
    sa.Column("line", sa.BigInteger, nullable=False),
    sa.Column("at", moment, nullable=False),
)

# Where the published clients stand, which number their lines without saying who they are.
stream_tellers = sa.Table(
    "stream_tellers",
    metadata,
    sa.Column("stream_id", sa.BigInteger, sa.ForeignKey("streams.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("part", sa.LargeBinary),
    sa.Column("number", sa.BigInteger, nullable=False),
    # Whether the part was said to be over.
    sa.Column("closed", sa.Boolean, nullable=False),
)
