"""REST routes of datasets and their versions. Those of labels are in `label_routes.py`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response

from picsellia_server.accounts.model import OrganizationUnknown, Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service
from picsellia_server.datasets.model import (
    Added,
    DatasetTaken,
    DatasetUnknown,
    Diff,
    Entry,
    NoPictures,
    NotYours,
    Order,
    Shelf,
    Side,
    TrashedVersion,
    Version,
    VersionTaken,
    VersionUnknown,
)
from picsellia_server.datasets.rows import entry_rows
from picsellia_server.datasets.schemas import ChangeBody, CreateBody, RestoreBody
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.pictures.model import Address, Picture, PictureUnknown, ThumbnailMissing
from picsellia_server.pictures.rows import as_rows
from picsellia_server.pictures.schemas import ChosenBody

router = Router(prefix="/api/datasets", tags=["datasets"])
version_router = Router(prefix="/api/versions", tags=["datasets"])
OF_VERSION = ("version_id", service.organization_of)

ManyRows = Annotated[int, Query(ge=1, le=10_000, description="At most 1,000, or 10,000 with `shape=rows`.")]
Shape = Annotated[Literal["items", "rows"], Query(description="`rows`: columns once, then arrays.")]
Search = Annotated[str, Query(max_length=1_000)]


def _page(items: list[Any], last: int | None) -> Page[Any]:
    return Page(items=items, next=None if last is None else cursor_after(last))


def _after(cursor: str | None) -> int:
    key = key_of(cursor, (int,))
    return int(key[0]) if key else 0


@router.get("", permission=Permission.SEE, response_model=Page[Version])
async def listing(
    call: Calling,
    shelf: Annotated[Shelf, Query(description="`hub`: what other organizations let everybody see.")] = Shelf.OWN,
    name: Annotated[str | None, Query(max_length=1_000, description="Only versions of this dataset.")] = None,
    q: Annotated[str, Query(max_length=1_000, description="A part of the dataset's name.")] = "",
    newest: Annotated[bool, Query(description="Only the newest version of each dataset.")] = False,
    order: Order = Order.CREATED,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """One entry a version, each with its fifty commonest labels."""

    def run(ctx: ReadCtx) -> Page[Version]:
        after = key_of(cursor, order.key_types)
        found, last = service.listing(
            ctx, shelf=shelf, name=name, search=q, newest=newest, order=order, after=after, limit=limit
        )
        return Page(items=found, next=cursor_after(*last) if last else None)

    return await call.read(run)


@router.post(
    "",
    permission=Permission.WRITE,
    status_code=201,
    response_model=Version,
    responses=may_raise(NoPictures, PictureUnknown, DatasetTaken),
)
async def create(body: CreateBody, call: Calling) -> Response:
    """Makes the version `first`."""
    return await call.create(
        lambda ctx: service.create(
            ctx, body.name, chosen=body.chosen(), description=body.description, private=body.private
        )
    )


@router.get(
    "/{name}/{version}",
    permission=Permission.SEE,
    response_model=Version,
    responses=may_raise(DatasetUnknown, VersionUnknown, OrganizationUnknown),
)
async def version_named(
    name: str,
    version: Annotated[str, Path(description="`latest` is the newest.")],
    call: Calling,
    owner: Annotated[str | None, Query(max_length=1_000, description="Another organization that shares it.")] = None,
) -> Response:
    return await call.read(service.version_named, name, version, owner=owner)


# Versions


@version_router.get("/trash", permission=Permission.SEE, response_model=Page[TrashedVersion])
async def trash_listing(call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Newest first; they go for good after the days that the operator has set."""
    return await call.read(lambda ctx: _page(*service.trash_listing(ctx, after=_after(cursor) or None, limit=limit)))


@version_router.get(
    "/{version_id}",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Version,
    responses=may_raise(VersionUnknown),
)
async def version(version_id: str, call: Calling) -> Response:
    return await call.read(service.version, version_id)


@version_router.patch(
    "/{version_id}",
    permission=Permission.WRITE,
    scope=OF_VERSION,
    response_model=Version,
    responses=may_raise(VersionUnknown, NotYours, DatasetTaken, VersionTaken),
)
async def change(version_id: str, body: ChangeBody, call: Calling) -> Response:
    """Description, privacy and `dataset_name` are those of the dataset, so of all its versions."""
    return await call(
        service.change,
        version_id,
        version_name=body.version,
        dataset_name=body.dataset_name,
        description=body.description,
        private=body.private,
    )


@version_router.delete(
    "/{version_id}", permission=Permission.WRITE, scope=OF_VERSION, responses=may_raise(VersionUnknown, NotYours)
)
async def trash(version_id: str, call: Calling) -> Response:
    """Puts this one version in the trash; its pictures stay in the lake."""
    return await call(service.trash, version_id)


@version_router.post(
    "/{version_id}/restore",
    permission=Permission.WRITE,
    scope=OF_VERSION,
    response_model=Version,
    responses=may_raise(VersionUnknown, DatasetTaken, VersionTaken),
)
async def restore(version_id: str, body: RestoreBody, call: Calling) -> Response:
    return await call(service.restore, version_id, dataset_name=body.dataset_name, version_name=body.version)


# Pictures of a version


@version_router.get(
    "/{version_id}/pictures",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Picture],
    responses=may_raise(VersionUnknown),
)
async def pictures(
    version_id: str,
    call: Calling,
    name: Annotated[str, Query(max_length=1_000, description="A part of the file name.")] = "",
    limit: ManyRows = 100,
    cursor: Cursor = None,
    shape: Shape = "items",
) -> Response:
    """In the order in which they came to the lake."""

    def run(ctx: ReadCtx) -> Any:
        many = limit if shape == "rows" else min(limit, 1_000)
        found, last = service.page(ctx, version_id, name=name, after=_after(cursor), limit=many)
        return as_rows(found, None if last is None else cursor_after(last)) if shape == "rows" else _page(found, last)

    return await call.read(run)


@version_router.post(
    "/{version_id}/pictures",
    permission=Permission.WRITE,
    scope=OF_VERSION,
    response_model=Added,
    responses=may_raise(VersionUnknown, NotYours, PictureUnknown),
)
async def add_pictures(version_id: str, body: ChosenBody, call: Calling) -> Response:
    """Those in it already are passed over and counted."""

    def run(ctx: Ctx) -> Added:
        return service.add_pictures(ctx, version_id, body.chosen())

    return await call(run)


@version_router.get(
    "/{version_id}/pictures/{picture_id}/url",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Address,
    responses=may_raise(VersionUnknown, PictureUnknown),
)
async def address(version_id: str, picture_id: str, call: Calling) -> Response:
    """As that of the lake, also for those who only see the version."""
    return await call.read(lambda ctx: {"url": service.address(ctx, version_id, picture_id)})


@version_router.get(
    "/{version_id}/pictures/{picture_id}/thumbnail/{side}",
    permission=Permission.SEE,
    scope=OF_VERSION,
    responses=may_raise(VersionUnknown, PictureUnknown, ThumbnailMissing),
)
async def thumbnail(
    version_id: str,
    picture_id: str,
    side: Annotated[int, Path(ge=16, le=4096, description="Longest side, in pixels.")],
    call: Calling,
) -> Response:
    """As that of the lake, also for those who only see the version."""

    def run(ctx: ReadCtx) -> Response:
        url = service.thumbnail(ctx, version_id, picture_id, side=side)
        if url is None:
            raise ThumbnailMissing(picture_id)
        return Response(status_code=307, headers={"Location": url, "Cache-Control": "private, max-age=3600"})

    return await call.read(run)


@version_router.get(
    "/{version_id}/manifest",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Entry],
    responses=may_raise(VersionUnknown),
)
async def manifest(
    version_id: str, call: Calling, limit: ManyRows = 1_000, cursor: Cursor = None, shape: Shape = "items"
) -> Response:
    """What to download: file names that are distinct within the version, and signed URLs."""

    def run(ctx: ReadCtx) -> Any:
        many = limit if shape == "rows" else min(limit, 1_000)
        entries, last = service.manifest(ctx, version_id, after=_after(cursor), limit=many)
        following = None if last is None else cursor_after(last)
        return entry_rows(entries, following) if shape == "rows" else Page(items=entries, next=following)

    return await call.read(run)


@version_router.get(
    "/{version_id}/diff/{other_id}",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Diff,
    responses=may_raise(VersionUnknown),
)
async def diff(version_id: str, other_id: str, call: Calling) -> Response:
    """What the version has that the other has not, and the other way round."""
    return await call.read(service.diff, version_id, other_id)


@version_router.get(
    "/{version_id}/diff/{other_id}/pictures",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Picture],
    responses=may_raise(VersionUnknown),
)
async def diff_page(
    version_id: str, other_id: str, call: Calling, side: Side = Side.ADDED, limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """The pictures behind the numbers."""
    return await call.read(
        lambda ctx: _page(*service.diff_page(ctx, version_id, other_id, side=side, after=_after(cursor), limit=limit))
    )
