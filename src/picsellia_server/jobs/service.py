"""The verbs of jobs: look, run again, cancel."""

from __future__ import annotations

from typing import Any

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.jobs import repository
from picsellia_server.jobs.model import JobNotFailed, JobOver, JobState, JobUnknown, JobView


def page(ctx: ReadCtx, *, below: int | None, limit: int, state: JobState | None) -> tuple[list[JobView], int | None]:
    """The organization's jobs, newest first, and the key of the last one when there may be more."""
    rows = repository.page(ctx.db, ctx.who.org_id, below=below, limit=limit, state=state)
    return [repository.as_view(row) for row in rows], rows[-1].id if len(rows) == limit else None


def _row(ctx: ReadCtx, job: str) -> Any:
    rows = repository.page(ctx.db, ctx.who.org_id, below=None, limit=1, job=job)
    if not rows:
        raise JobUnknown(job)
    return rows[0]


def one(ctx: ReadCtx, job: str) -> JobView:
    return repository.as_view(_row(ctx, job))


def run_again(ctx: Ctx, job: str) -> JobView:
    row = _row(ctx, job)
    state = repository.as_view(row).state
    if state is not JobState.FAILED:
        raise JobNotFailed(state)
    repository.run_again(ctx.db, row.id)
    ctx.record("job.run_again", "job", job, name=row.task_name)
    return one(ctx, job)


def cancel(ctx: Ctx, job: str) -> JobView:
    row = _row(ctx, job)
    state = repository.as_view(row).state
    if state not in (JobState.WAITING, JobState.RUNNING):
        raise JobOver(state)
    repository.cancel(ctx.db, row.id)
    ctx.record("job.cancelled", "job", job, name=row.task_name)
    return one(ctx, job)
