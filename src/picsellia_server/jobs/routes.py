"""REST routes of jobs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.jobs import service
from picsellia_server.jobs.model import JobNotFailed, JobOver, JobState, JobUnknown, JobView

router = Router(prefix="/api/jobs", tags=["jobs"])


@router.get("", permission=Permission.SEE, response_model=Page[JobView])
async def listing(
    call: Calling,
    limit: Limit = 100,
    cursor: Cursor = None,
    state: Annotated[JobState | None, Query(description="Only jobs in this state.")] = None,
) -> Response:
    def run(ctx: ReadCtx) -> Any:
        key = key_of(cursor, (int,))
        jobs, last = service.page(ctx, below=key[0] if key else None, limit=limit, state=state)
        return Page(items=jobs, next=cursor_after(last) if last else None)

    return await call.read(run)


@router.get("/{job_id}", permission=Permission.SEE, response_model=JobView, responses=may_raise(JobUnknown))
async def one(job_id: str, call: Calling) -> Response:
    return await call.read(service.one, job_id)


@router.post(
    "/{job_id}/again",
    permission=Permission.ADMINISTER,
    response_model=JobView,
    responses=may_raise(JobUnknown, JobNotFailed),
)
async def run_again(job_id: str, call: Calling) -> Response:
    return await call(service.run_again, job_id)


@router.post(
    "/{job_id}/cancel",
    permission=Permission.ADMINISTER,
    response_model=JobView,
    responses=may_raise(JobUnknown, JobOver),
)
async def cancel(job_id: str, call: Calling) -> Response:
    return await call(service.cancel, job_id)
