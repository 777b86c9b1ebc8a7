"""REST routes of networks and the hub."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.blobs.model import BytesMissing
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.networks import content, service
from picsellia_server.networks.model import (
    LabelsRefused,
    Network,
    NetworkFile,
    NetworkFileUnknown,
    NetworkNotYours,
    NetworkTaken,
    NetworkUnknown,
    NotAPicture,
    Order,
    PlannedFile,
    TrashedNetwork,
    Wanted,
)
from picsellia_server.networks.schemas import FileBody, FilesBody, NetworkBody, NetworkChanges, RestoreBody

router = Router(prefix="/api/networks", tags=["networks"])

Tags = Annotated[list[str], Query(max_length=30, description="Only networks that carry all of these tags.")]
Search = Annotated[str, Query(max_length=200, description="Part of the name or the description.")]
Urls = Annotated[bool, Query(description="With a signed address of each.")]
_SCOPE = ("network_id", service.organization_of)
_GONE = may_raise(NetworkUnknown, NetworkNotYours)


async def _listing(call: Calling, wanted: Wanted, order: Order, limit: int, cursor: str | None) -> Response:
    def run(ctx: ReadCtx) -> Page[Network]:
        after = key_of(cursor, order.key_types)
        found, last = service.page(ctx, wanted, order=order, after=after, limit=limit)
        return Page(items=found, next=cursor_after(*last) if last else None)

    return await call.read(run)


@router.get("", permission=Permission.SEE, response_model=Page[Network])
async def listing(
    call: Calling,
    q: Search = "",
    tag: Tags = [],  # noqa: B006 -- FastAPI copies it
    type: str | None = None,
    framework: str | None = None,
    order: Order = Order.CREATED,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """The organization's networks."""
    return await _listing(call, Wanted(q=q, tags=tuple(tag), type=type, framework=framework), order, limit, cursor)


@router.get("/hub", permission=Permission.USER, response_model=Page[Network])
async def hub(
    call: Calling,
    q: Search = "",
    tag: Tags = [],  # noqa: B006
    type: str | None = None,
    framework: str | None = None,
    order: Order = Order.CREATED,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """The public networks of every organization on this server."""
    return await _listing(
        call, Wanted(q=q, tags=tuple(tag), type=type, framework=framework, hub=True), order, limit, cursor
    )


@router.get("/trash", permission=Permission.SEE, response_model=Page[TrashedNetwork])
async def trashed(call: Calling) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=service.trashed(ctx))

    return await call.read(run)


@router.post(
    "", permission=Permission.WRITE, response_model=Network, responses=may_raise(NetworkTaken), status_code=201
)
async def create(body: NetworkBody, call: Calling) -> Response:
    return await call.create(service.create, name=body.name, type=body.type, attributes=body.attributes())


@router.get(
    "/hub/{organization}/{name}",
    permission=Permission.USER,
    response_model=Network,
    responses=may_raise(NetworkUnknown),
)
async def in_hub(organization: str, name: str, call: Calling) -> Response:
    """A network by its organization's (or owner's) name and its own, where the caller may use it."""
    return await call.read(service.one, f"{organization}/{name}")


@router.get(
    "/{network_id}",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=Network,
    responses=may_raise(NetworkUnknown),
)
async def one(network_id: str, call: Calling) -> Response:
    """A network by id or by name; a public one of another organization by id."""
    return await call.read(service.one, network_id)


@router.patch(
    "/{network_id}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Network,
    responses=may_raise(NetworkUnknown, NetworkNotYours, NetworkTaken, LabelsRefused),
)
async def update(network_id: str, body: NetworkChanges, call: Calling) -> Response:
    return await call(service.update, network_id, body.changes())


@router.delete("/{network_id}", permission=Permission.WRITE, scope=_SCOPE, responses=_GONE)
async def trash(network_id: str, call: Calling) -> Response:
    return await call(service.trash, network_id)


@router.post(
    "/{network_id}/restore",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Network,
    responses=may_raise(NetworkUnknown, NetworkTaken),
)
async def restore(network_id: str, body: RestoreBody, call: Calling) -> Response:
    return await call(service.restore, network_id, name=body.name)


@router.put(
    "/{network_id}/thumbnail",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Network,
    responses=may_raise(NetworkUnknown, NetworkNotYours, NotAPicture, BytesMissing),
)
async def set_thumbnail(network_id: str, body: FileBody, call: Calling) -> Response:
    return await call(service.set_thumbnail, network_id, body.record())


@router.post(
    "/{network_id}/files/plan",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Page[PlannedFile],
    responses=_GONE,
)
async def plan(network_id: str, body: FilesBody, call: Calling) -> Response:
    """How to bring the bytes of files, and of the thumbnail."""

    def run(ctx: Ctx) -> Page[Any]:
        return Page(items=content.plan(ctx, network_id, [file.record() for file in body.files]))

    return await call(run)


@router.get(
    "/{network_id}/files",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=Page[NetworkFile],
    responses=may_raise(NetworkUnknown),
)
async def files(network_id: str, call: Calling, urls: Urls = False) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=content.files(ctx, network_id, urls=urls))

    return await call.read(run)


@router.post(
    "/{network_id}/files",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Page[NetworkFile],
    responses=may_raise(NetworkUnknown, NetworkNotYours, BytesMissing),
    status_code=201,
)
async def store(network_id: str, body: FilesBody, call: Calling) -> Response:
    def run(ctx: Ctx) -> Page[Any]:
        return Page(items=content.store(ctx, network_id, [file.record() for file in body.files]))

    return await call.create(run)


@router.get(
    "/{network_id}/files/{name:path}",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=NetworkFile,
    responses=may_raise(NetworkUnknown, NetworkFileUnknown),
)
async def file(network_id: str, name: str, call: Calling) -> Response:
    """A file with a signed address of its bytes."""
    return await call.read(content.file, network_id, name)


@router.delete(
    "/{network_id}/files/{name:path}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    responses=may_raise(NetworkUnknown, NetworkNotYours, NetworkFileUnknown),
)
async def delete_file(network_id: str, name: str, call: Calling) -> Response:
    return await call(content.delete_file, network_id, name)
