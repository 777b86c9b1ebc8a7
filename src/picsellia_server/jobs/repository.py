"""The queue's rows as people see them. Procrastinate's own functions change them; see its schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.jobs.model import JobState, JobView

_STATES = {
    "todo": JobState.WAITING,
    "doing": JobState.RUNNING,
    "succeeded": JobState.SUCCEEDED,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
    "aborting": JobState.RUNNING,
    "aborted": JobState.CANCELLED,
}
_STATUSES = {state: [name for name, each in _STATES.items() if each is state] for state in JobState}
_COLUMNS = (
    sa.column("id", sa.BigInteger),
    sa.column("task_name", sa.Text),
    sa.column("status", sa.Text),
    sa.column("attempts", sa.Integer),
    sa.column("args", sa.JSON),
    sa.column("done", sa.BigInteger),
    sa.column("total", sa.BigInteger),
    sa.column("note", sa.Text),
    sa.column("error", sa.Text),
    sa.column("queued_at", sa.DateTime(timezone=True)),
    sa.column("started_at", sa.DateTime(timezone=True)),
    sa.column("ended_at", sa.DateTime(timezone=True)),
)
# Newest first by key; the times come from the events of the few rows that are shown.
_PAGE = """
    SELECT job.id, job.task_name, job.status::text AS status, job.attempts, job.args,
           coalesce(progress.done, 0) AS done, progress.total, coalesce(progress.note, '') AS note, progress.error,
           (SELECT min(at) FROM procrastinate_events e WHERE e.job_id = job.id AND e.type = 'deferred') AS queued_at,
           (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = job.id AND e.type = 'started') AS started_at,
           (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = job.id
              AND e.type IN ('succeeded', 'failed', 'cancelled', 'aborted')) AS ended_at
    FROM (
        SELECT * FROM procrastinate_jobs
        WHERE args->>'org_id' = :org
          AND (CAST(:below AS bigint) IS NULL OR id < :below)
          AND (CAST(:states AS text[]) IS NULL OR status::text = ANY(CAST(:states AS text[])))
          AND (CAST(:job AS text) IS NULL OR args->>'job' = :job)
        ORDER BY id DESC LIMIT :limit
    ) job
    LEFT JOIN job_progress progress ON progress.job::text = job.args->>'job'
    ORDER BY job.id DESC
"""


def page(
    db: ReadDb, org: int, *, below: int | None, limit: int, state: JobState | None = None, job: str | None = None
) -> Sequence[sa.Row[Any]]:
    """The organization's jobs, newest first."""
    query = sa.text(_PAGE).columns(*_COLUMNS)
    states = None if state is None else _STATUSES[state]
    params = {"org": str(org), "below": below, "limit": limit, "states": states, "job": job}
    return db.execute(query, params).all()


def as_view(row: sa.Row[Any]) -> JobView:
    hidden = ("job", "org_id", "user_id", "timestamp")
    return JobView(
        id=row.args["job"],
        name=row.task_name,
        state=_STATES[row.status],
        attempts=row.attempts,
        done=row.done,
        total=row.total,
        note=row.note,
        error=row.error,
        queued_at=row.queued_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        args={name: value for name, value in row.args.items() if name not in hidden},
    )


def run_again(db: Db, row: int) -> None:
    """Queue a failed job once more, at once; its attempts go on counting."""
    db.write(sa.text("SELECT procrastinate_retry_job_v2(:id, now(), NULL, NULL, NULL)"), {"id": row})


def cancel(db: Db, row: int) -> None:
    """A waiting job is cancelled; a running one is asked to give up at its next look."""
    db.write(sa.text("SELECT procrastinate_cancel_job_v1(:id, true, false)"), {"id": row})
