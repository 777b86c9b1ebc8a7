"""How far each job is, beside the queue's own tables; written in transactions of its own."""

from __future__ import annotations

import sqlalchemy as sa

from picsellia_server.db.metadata import metadata, moment

job_progress = sa.Table(
    "job_progress",
    metadata,
    sa.Column("job", sa.Uuid(), primary_key=True),
    sa.Column("done", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    sa.Column("total", sa.BigInteger()),
    sa.Column("note", sa.Text(), nullable=False, server_default=sa.text("''")),
    sa.Column("error", sa.Text()),
    sa.Column("updated_at", moment, nullable=False, server_default=sa.func.now()),
)
