"""REST routes of pictures and tags."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.http.call import Calling, Raw
from picsellia_server.http.paging import Cursor, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.pictures import service
from picsellia_server.pictures.model import (
    Address,
    Anchors,
    Changed,
    Counted,
    Exif,
    Facets,
    Filter,
    Neighbours,
    Order,
    Picture,
    PictureUnknown,
    Plan,
    QueryRefused,
    Registration,
    TagTaken,
    TagUnknown,
    ThumbnailMissing,
)
from picsellia_server.pictures.query import parse
from picsellia_server.pictures.rows import COLUMNS, rows_body
from picsellia_server.pictures.schemas import PlanBody, RegisterBody, RenameTagBody, TagBody

router = Router(prefix="/api/pictures", tags=["pictures"])
tag_router = Router(prefix="/api/tags", tags=["pictures"])

Tags = Annotated[list[str], Query(max_length=30, description="Only pictures that carry all of these tags.")]
Search = Annotated[str, Query(max_length=1_000, description="Words and terms: `drone -tag:night width>1000`.")]
ManyRows = Annotated[int, Query(ge=1, le=10_000, description="At most 1,000, or 10,000 with `shape=rows`.")]


@router.post("/plan", permission=Permission.WRITE, response_model=Plan)
async def plan(body: PlanBody, call: Calling) -> Response:
    def run(ctx: Ctx) -> dict[str, Any]:
        return {"items": service.plan(ctx, [file.record() for file in body.files])}

    return await call(run)


@router.post("", permission=Permission.WRITE, response_model=Registration, status_code=201)
async def register(body: RegisterBody, call: Calling) -> Response:
    def run(ctx: Ctx) -> dict[str, Any]:
        files = [file.record() for file in body.files]
        return {"items": service.register(ctx, files, tags=body.tags, source=body.source)}

    return await call.create(run)


@router.get("", permission=Permission.SEE, response_model=Page[Picture], responses=may_raise(QueryRefused))
async def listing(
    call: Calling,
    tag: Tags = [],  # noqa: B006 -- FastAPI copies it
    q: Search = "",
    order: Order = Order.CREATED,
    limit: ManyRows = 100,
    cursor: Cursor = None,
    shape: Annotated[Literal["items", "rows"], Query(description="`rows`: columns once, then arrays.")] = "items",
    columns: Annotated[
        str, Query(max_length=500, description="With `shape=rows`: these fields alone, with commas between them.")
    ] = "",
) -> Response:
    def run(ctx: ReadCtx) -> Any:
        after, chosen = key_of(cursor, order.key_types), parse(q, tags=tuple(tag))
        if shape == "rows":
            wanted = tuple(dict.fromkeys(columns.split(","))) if columns else COLUMNS
            text, last = service.rows(ctx, chosen, columns=wanted, order=order, after=after, limit=limit)
            return Raw(body=rows_body(wanted, text, cursor_after(*last) if last else None))
        pictures, last = service.page(ctx, chosen, order=order, after=after, limit=min(limit, 1_000))
        return Page(items=pictures, next=cursor_after(*last) if last else None)

    return await call.read(run)


@router.get("/count", permission=Permission.SEE, response_model=Counted, responses=may_raise(QueryRefused))
async def count(call: Calling, tag: Tags = [], q: Search = "") -> Response:  # noqa: B006
    def run(ctx: ReadCtx) -> dict[str, int]:
        return {"count": service.count(ctx, parse(q, tags=tuple(tag)))}

    return await call.read(run)


@router.get("/anchors", permission=Permission.SEE, response_model=Anchors, responses=may_raise(QueryRefused))
async def anchors(
    call: Calling,
    tag: Tags = [],  # noqa: B006
    q: Search = "",
    order: Order = Order.CREATED,
    every: Annotated[int, Query(ge=100, le=10_000)] = 250,
) -> Response:
    """Cursors into a list at even distances, so that a view of a million pictures can jump anywhere."""

    def run(ctx: ReadCtx) -> Anchors:
        keys = service.anchors(ctx, parse(q, tags=tuple(tag)), order=order, every=every)
        return Anchors(every=every, cursors=[cursor_after(*key) for key in keys])

    return await call.read(run)


@router.post("/tags", permission=Permission.WRITE, response_model=Changed, responses=may_raise(PictureUnknown))
async def tag_many(body: TagBody, call: Calling) -> Response:
    def run(ctx: Ctx) -> dict[str, int]:
        return {"changed": service.tag(ctx, body.chosen(), add=body.add, remove=body.remove)}

    return await call(run)


@router.get(
    "/{picture_id}",
    permission=Permission.SEE,
    scope=("picture_id", service.organization_of),
    response_model=Picture,
    responses=may_raise(PictureUnknown),
)
async def one(picture_id: str, call: Calling) -> Response:
    return await call.read(service.one, picture_id)


@router.get(
    "/{picture_id}/url",
    permission=Permission.SEE,
    scope=("picture_id", service.organization_of),
    response_model=Address,
    responses=may_raise(PictureUnknown),
)
async def address(picture_id: str, call: Calling) -> Response:
    def run(ctx: ReadCtx) -> dict[str, str]:
        return {"url": service.address(ctx, picture_id)}

    return await call.read(run)


@router.get(
    "/{picture_id}/neighbours",
    permission=Permission.SEE,
    scope=("picture_id", service.organization_of),
    response_model=Neighbours,
    responses=may_raise(PictureUnknown, QueryRefused),
)
async def neighbours(
    picture_id: str,
    call: Calling,
    tag: Tags = [],  # noqa: B006
    q: Search = "",
    order: Order = Order.CREATED,
) -> Response:
    def run(ctx: ReadCtx) -> Neighbours:
        return service.neighbours(ctx, picture_id, parse(q, tags=tuple(tag)), order=order)

    return await call.read(run)


@router.get(
    "/{picture_id}/exif",
    permission=Permission.SEE,
    scope=("picture_id", service.organization_of),
    response_model=Exif,
    responses=may_raise(PictureUnknown),
)
async def exif(picture_id: str, call: Calling) -> Response:
    return await call.read(service.exif_of, picture_id)


@router.get(
    "/{picture_id}/thumbnail/{side}",
    permission=Permission.SEE,
    scope=("picture_id", service.organization_of),
    responses=may_raise(PictureUnknown),
)
async def thumbnail(
    picture_id: str, side: Annotated[int, Path(ge=16, le=4096, description="Longest side, in pixels.")], call: Calling
) -> Response:
    """Redirects to the bytes (WebP), for an hour in the browser's cache; 404 while there are none."""

    def run(ctx: ReadCtx) -> Response:
        url = service.thumbnail(ctx, picture_id, side=side)
        if url is None:
            raise ThumbnailMissing(picture_id)
        return Response(status_code=307, headers={"Location": url, "Cache-Control": "private, max-age=3600"})

    return await call.read(run)


@tag_router.get("", permission=Permission.SEE, response_model=Facets, responses=may_raise(QueryRefused))
async def tags(
    call: Calling,
    tag: Tags = [],  # noqa: B006
    q: Search = "",
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> Response:
    def run(ctx: ReadCtx) -> dict[str, Any]:
        chosen: Filter = parse(q, tags=tuple(tag))
        found, exact = service.facets(ctx, chosen, limit=limit)
        return {"items": found, "exact": exact}

    return await call.read(run)


@tag_router.patch("/{name:path}", permission=Permission.WRITE, responses=may_raise(TagUnknown, TagTaken))
async def rename_tag(name: str, body: RenameTagBody, call: Calling) -> Response:
    return await call(service.rename_tag, name, to=body.name)


@tag_router.delete("/{name:path}", permission=Permission.WRITE, responses=may_raise(TagUnknown))
async def delete_tag(name: str, call: Calling) -> Response:
    return await call(service.delete_tag, name)
