"""REST routes of projects."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets.model import DatasetUnknown, VersionUnknown
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.projects import service
from picsellia_server.projects.model import (
    AttachedVersion,
    Order,
    Project,
    ProjectTaken,
    ProjectUnknown,
    TrashedProject,
    Worker,
    WorkerUnknown,
)
from picsellia_server.projects.schemas import AttachBody, ProjectBody, ProjectChanges, RestoreBody

router = Router(prefix="/api/projects", tags=["projects"])

Search = Annotated[str, Query(max_length=200, description="Part of the name or the description.")]
_SCOPE = ("project_id", service.organization_of)
_UNKNOWN = may_raise(ProjectUnknown)


@router.get("", permission=Permission.SEE, response_model=Page[Project])
async def listing(
    call: Calling, q: Search = "", order: Order = Order.CREATED, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    def run(ctx: ReadCtx) -> Page[Project]:
        found, last = service.page(ctx, q=q, order=order, after=key_of(cursor, order.key_types), limit=limit)
        return Page(items=found, next=cursor_after(*last) if last else None)

    return await call.read(run)


@router.get("/trash", permission=Permission.SEE, response_model=Page[TrashedProject])
async def trashed(call: Calling) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=service.trashed(ctx))

    return await call.read(run)


@router.post(
    "", permission=Permission.WRITE, response_model=Project, responses=may_raise(ProjectTaken), status_code=201
)
async def create(body: ProjectBody, call: Calling) -> Response:
    return await call.create(service.create, name=body.project_name, description=body.description, private=body.private)


@router.get("/{project_id}", permission=Permission.SEE, scope=_SCOPE, response_model=Project, responses=_UNKNOWN)
async def one(project_id: str, call: Calling) -> Response:
    """A project by id (its token) or by name."""
    return await call.read(service.one, project_id)


@router.patch(
    "/{project_id}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Project,
    responses=may_raise(ProjectUnknown, ProjectTaken),
)
async def update(project_id: str, body: ProjectChanges, call: Calling) -> Response:
    return await call(service.update, project_id, body.changes())


@router.delete("/{project_id}", permission=Permission.WRITE, scope=_SCOPE, responses=_UNKNOWN)
async def trash(project_id: str, call: Calling) -> Response:
    return await call(service.trash, project_id)


@router.post(
    "/{project_id}/restore",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Project,
    responses=may_raise(ProjectUnknown, ProjectTaken),
)
async def restore(project_id: str, body: RestoreBody, call: Calling) -> Response:
    return await call(service.restore, project_id, name=body.name)


@router.get(
    "/{project_id}/datasets",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=Page[AttachedVersion],
    responses=_UNKNOWN,
)
async def attached(project_id: str, call: Calling) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=service.attached(ctx, project_id))

    return await call.read(run)


@router.post(
    "/{project_id}/datasets",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Project,
    responses=may_raise(ProjectUnknown, DatasetUnknown, VersionUnknown),
)
async def attach_dataset(project_id: str, body: AttachBody, call: Calling) -> Response:
    return await call(service.attach_dataset, project_id, body.dataset)


@router.delete(
    "/{project_id}/datasets",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Project,
    responses=may_raise(ProjectUnknown, DatasetUnknown, VersionUnknown),
)
async def detach_dataset(
    project_id: str, dataset: Annotated[str, Query(max_length=1_000, description="As when attaching.")], call: Calling
) -> Response:
    return await call(service.detach_dataset, project_id, dataset)


@router.get(
    "/{project_id}/workers",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=Page[Worker],
    responses=_UNKNOWN,
)
async def workers(project_id: str, call: Calling) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=service.workers(ctx, project_id))

    return await call.read(run)


@router.put(
    "/{project_id}/workers/{username}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Page[Worker],
    responses=may_raise(ProjectUnknown, WorkerUnknown),
)
async def add_worker(project_id: str, username: str, call: Calling) -> Response:
    def run(ctx: Ctx) -> Page[Any]:
        return Page(items=service.add_worker(ctx, project_id, username))

    return await call(run)


@router.delete(
    "/{project_id}/workers/{username}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Page[Worker],
    responses=may_raise(ProjectUnknown, WorkerUnknown),
)
async def remove_worker(project_id: str, username: str, call: Calling) -> Response:
    def run(ctx: Ctx) -> Page[Any]:
        return Page(items=service.remove_worker(ctx, project_id, username))

    return await call(run)
