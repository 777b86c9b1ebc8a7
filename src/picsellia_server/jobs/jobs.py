"""Forgets jobs that are long over."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import every, job

KEPT_DAYS = {"succeeded": 3, "failed": 30, "cancelled": 30, "aborted": 30}

_OLD = sa.text(
    """
    DELETE FROM procrastinate_jobs job
    WHERE job.status = CAST(:status AS procrastinate_job_status)
      AND NOT EXISTS (
        SELECT FROM procrastinate_events event
        WHERE event.job_id = job.id AND event.at > :before
      )
      AND NOT EXISTS (SELECT FROM procrastinate_periodic_defers defer WHERE defer.job_id = job.id)
    """
)
_ORPHANS = sa.text(
    """
    DELETE FROM job_progress progress
    WHERE NOT EXISTS (
        SELECT FROM procrastinate_jobs job WHERE job.args->>'job' = CAST(progress.job AS text)
    )
    """
)


@every(minutes=60)
@job("jobs.sweep")
def sweep(ctx: Ctx) -> None:
    """Drop finished jobs after days, and what was known of their progress."""
    for status, days in KEPT_DAYS.items():
        ctx.db.write(_OLD, {"status": status, "before": ctx.now - timedelta(days=days)})
    ctx.db.write(_ORPHANS)
