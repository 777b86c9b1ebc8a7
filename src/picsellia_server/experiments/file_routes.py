"""REST routes of an experiment's files."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.blobs.model import BytesMissing
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import artifacts, service
from picsellia_server.experiments.model import ExperimentUnknown, FileAsset, FileUnknown, NameInUse
from picsellia_server.experiments.schemas import FilesBody, RenameBody
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Page
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.networks.model import PlannedFile

router = Router(prefix="/api/experiments/{experiment_id}/files", tags=["experiments"])

_SCOPE = ("experiment_id", service.organization_of)
Urls = Annotated[bool, Query(description="With a signed address of each.")]


@router.get(
    "", permission=Permission.SEE, scope=_SCOPE, response_model=Page[FileAsset], responses=may_raise(ExperimentUnknown)
)
async def listing(experiment_id: str, call: Calling, urls: Urls = False) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=artifacts.listing(ctx, experiment_id, urls=urls))

    return await call.read(run)


@router.post(
    "/plan",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Page[PlannedFile],
    responses=may_raise(ExperimentUnknown),
)
async def plan(experiment_id: str, body: FilesBody, call: Calling) -> Response:
    """How to bring the bytes of files, and of logged images."""

    def run(ctx: Ctx) -> Page[Any]:
        return Page(items=artifacts.plan(ctx, experiment_id, [file.record() for file in body.files]))

    return await call(run)


@router.post(
    "",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Page[FileAsset],
    responses=may_raise(ExperimentUnknown, BytesMissing),
    status_code=201,
)
async def store(experiment_id: str, body: FilesBody, call: Calling) -> Response:
    """Register files whose bytes have arrived; a name that is there is replaced."""

    def run(ctx: Ctx) -> Page[Any]:
        return Page(items=artifacts.store(ctx, experiment_id, [file.record() for file in body.files]))

    return await call.create(run)


@router.delete("", permission=Permission.WRITE, scope=_SCOPE, responses=may_raise(ExperimentUnknown))
async def delete_all(experiment_id: str, call: Calling) -> Response:
    def run(ctx: Ctx) -> dict[str, int]:
        return {"deleted": artifacts.delete_all(ctx, experiment_id)}

    return await call(run)


@router.get(
    "/{name:path}",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=FileAsset,
    responses=may_raise(ExperimentUnknown, FileUnknown),
)
async def one(experiment_id: str, name: str, call: Calling) -> Response:
    """A file with a signed address of its bytes."""
    return await call.read(artifacts.one, experiment_id, name)


@router.patch(
    "/{name:path}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=FileAsset,
    responses=may_raise(ExperimentUnknown, FileUnknown, NameInUse),
)
async def rename(experiment_id: str, name: str, body: RenameBody, call: Calling) -> Response:
    return await call(artifacts.rename, experiment_id, name, to=body.name)


@router.delete(
    "/{name:path}", permission=Permission.WRITE, scope=_SCOPE, responses=may_raise(ExperimentUnknown, FileUnknown)
)
async def delete(experiment_id: str, name: str, call: Calling) -> Response:
    return await call(artifacts.delete, experiment_id, name)
