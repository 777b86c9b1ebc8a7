"""Jobs: the queue's own tables, and how far each job is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002_jobs"
down_revision = "0001_accounts"


def upgrade() -> None:
    raw = op.get_bind().connection.driver_connection
    assert raw is not None
    raw.execute(SchemaManager.get_schema())  # many statements, with `%` and `:` in them: not through SQLAlchemy
    op.execute("CREATE UNIQUE INDEX procrastinate_jobs_by_uuid ON procrastinate_jobs ((args->>'job'))")
    op.execute("CREATE INDEX procrastinate_jobs_by_org ON procrastinate_jobs ((args->>'org_id'), id)")
    op.create_table(
        "job_progress",
        sa.Column("job", sa.Uuid(), nullable=False),
        sa.Column("done", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("job", name="job_progress_pkey"),
    )
