"""REST routes of scans and their runs."""

from __future__ import annotations

from fastapi import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.projects import service as projects
from picsellia_server.projects.model import ProjectUnknown
from picsellia_server.scans import service, showing
from picsellia_server.scans.model import (
    ConfigRefused,
    NoRunLeft,
    Run,
    RunUnknown,
    Scan,
    ScanIdUnknown,
    ScanTaken,
    WholeScan,
)
from picsellia_server.scans.schemas import RunChanges, ScanBody
from picsellia_server.scans.showing import BriefRun

of_project = Router(prefix="/api/projects/{project_id}/scans", tags=["scans"])
router = Router(prefix="/api/scans", tags=["scans"])
run_router = Router(prefix="/api/runs", tags=["scans"])

_PROJECT = ("project_id", projects.organization_of)
_SCAN = ("scan_id", service.organization_of_scan)
_RUN = ("run_id", service.organization_of)


@of_project.get(
    "", permission=Permission.SEE, scope=_PROJECT, response_model=Page[Scan], responses=may_raise(ProjectUnknown)
)
async def listing(project_id: str, call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """The newest first, each with how far it has come and its best run."""

    def run(ctx: ReadCtx) -> Page[Scan]:
        key = key_of(cursor, (int,))
        found, last = showing.page(ctx, project_id, before=key[0] if key else None, limit=limit)
        return Page(items=found, next=cursor_after(last) if last is not None else None)

    return await call.read(run)


@of_project.post(
    "",
    permission=Permission.WRITE,
    scope=_PROJECT,
    response_model=WholeScan,
    responses=may_raise(ProjectUnknown, ScanTaken, ConfigRefused),
    status_code=201,
)
async def create(project_id: str, body: ScanBody, call: Calling) -> Response:
    """Makes the runs, and an experiment for each, at once. Nothing is started: machines ask for the next run."""

    def run(ctx: Ctx) -> WholeScan:
        made = service.create(ctx, project_id, name=body.name, config=body.config, workers=body.workers)
        return showing.one(ctx, made)

    return await call.create(run)


@router.get(
    "/{scan_id}", permission=Permission.SEE, scope=_SCAN, response_model=WholeScan, responses=may_raise(ScanIdUnknown)
)
async def one(scan_id: str, call: Calling) -> Response:
    return await call.read(showing.one, scan_id)


@router.get(
    "/{scan_id}/runs",
    permission=Permission.SEE,
    scope=_SCAN,
    response_model=Page[BriefRun],
    responses=may_raise(ScanIdUnknown),
)
async def runs(scan_id: str, call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """In the order of the grid, the last parameter varying fastest."""

    def run(ctx: ReadCtx) -> Page[BriefRun]:
        key = key_of(cursor, (int,))
        found, last = showing.runs(ctx, scan_id, after=key[0] if key else -1, limit=limit)
        return Page(items=found, next=cursor_after(last) if last is not None else None)

    return await call.read(run)


@router.post(
    "/{scan_id}/next",
    permission=Permission.WRITE,
    scope=_SCAN,
    response_model=Run,
    responses=may_raise(ScanIdUnknown, NoRunLeft),
)
async def take(scan_id: str, call: Calling) -> Response:
    """Hands out the first run that waits: no other call gets the same one."""
    return await call(service.take_of, scan_id)


@router.delete("/{scan_id}", permission=Permission.WRITE, scope=_SCAN, responses=may_raise(ScanIdUnknown))
async def delete(scan_id: str, call: Calling) -> Response:
    """Removes the scan and its runs. Their experiments stay, and the name is free again."""
    return await call(service.delete, scan_id)


@run_router.get("/{run_id}", permission=Permission.SEE, scope=_RUN, response_model=Run, responses=may_raise(RunUnknown))
async def run(run_id: str, call: Calling) -> Response:
    return await call.read(service.run, run_id)


@run_router.patch(
    "/{run_id}", permission=Permission.WRITE, scope=_RUN, response_model=Run, responses=may_raise(RunUnknown)
)
async def update(run_id: str, body: RunChanges, call: Calling) -> Response:
    return await call(service.update, run_id, body.changes())


@run_router.post(
    "/{run_id}/end", permission=Permission.WRITE, scope=_RUN, response_model=Run, responses=may_raise(RunUnknown)
)
async def end(run_id: str, call: Calling) -> Response:
    """Says that the run is over. Without a value it takes the last one that its experiment logged of the metric."""
    return await call(service.end, run_id)
