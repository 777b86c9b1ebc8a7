"""Tables of accounts, and the ones of the edge: idempotency, events, the installation's own facts."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, UUID

from picsellia_server.db.metadata import identity, metadata, moment

installation = sa.Table(
    "installation",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)

users = sa.Table(
    "users",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("username", sa.Text, nullable=False, unique=True),
    sa.Column("password", sa.Text),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("disabled_at", moment),
)

organizations = sa.Table(
    "organizations",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("personal_of", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), unique=True),
    sa.Column("created_at", moment, nullable=False),
)

members = sa.Table(
    "members",
    metadata,
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("since", moment, nullable=False),
    sa.Index("members_by_user", "user_id", "org_id"),
)

tokens = sa.Table(
    "tokens",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    # A token of an organization works there alone, and its admins see and revoke it.
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE")),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("start", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("last_used_at", moment),
    sa.Column("expires_at", moment),
    sa.Column("revoked_at", moment),
    sa.Index("tokens_by_user", "user_id"),
    sa.Index("tokens_by_org", "org_id"),
)

sessions = sa.Table(
    "sessions",
    metadata,
    identity(),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("expires_at", moment, nullable=False),
    sa.Index("sessions_by_user", "user_id"),
)

invitations = sa.Table(
    "invitations",
    metadata,
    identity(),
    sa.Column("uuid", UUID(as_uuid=False), nullable=False, unique=True),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE"), nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("made_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("accepted_by", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("created_at", moment, nullable=False),
    sa.Column("expires_at", moment, nullable=False),
    sa.Column("revoked_at", moment),
    sa.Index("invitations_by_org", "org_id"),
)

idempotency = sa.Table(
    "idempotency",
    metadata,
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("request", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.SmallInteger),
    sa.Column("body", sa.LargeBinary),
    sa.Column("created_at", moment, nullable=False),
    sa.Index("idempotency_by_age", "created_at"),
)

events = sa.Table(
    "events",
    metadata,
    identity(),
    sa.Column("org_id", sa.BigInteger, sa.ForeignKey("organizations.id", ondelete="CASCADE")),
    sa.Column("user_id", sa.BigInteger, sa.ForeignKey("users.id", ondelete="SET NULL")),
    sa.Column("at", moment, nullable=False),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("subject_type", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text),
    sa.Column("subject_name", sa.Text),
    # `json`, not `jsonb`: what a person sent keeps its order.
    sa.Column("before", JSON),
    sa.Column("after", JSON),
    sa.Index("events_by_org", "org_id", "id"),
    sa.Index("events_by_subject", "subject_type", "subject_id", "id"),
)
