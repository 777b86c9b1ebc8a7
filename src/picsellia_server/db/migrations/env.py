"""What Alembic runs: the caller's connection, in the caller's transaction (see ../migrate.py)."""

from __future__ import annotations

from alembic import context

from picsellia_server.db.metadata import metadata
from picsellia_server.db.migrate import ours

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
