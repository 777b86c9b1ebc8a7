"""REST routes of imports and exports, and of the trash of pictures."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Response

from picsellia.formats.model import Format, Status
from picsellia_server.accounts.model import Permission
from picsellia_server.annotations import service
from picsellia_server.annotations.exporting import Exported, media_type
from picsellia_server.annotations.model import (
    FormatRefused,
    Import,
    ImportUnknown,
    Restored,
    RestoreRaced,
    Trashed,
    TrashUnknown,
)
from picsellia_server.annotations.schemas import ImportBody, RestoreBody
from picsellia_server.blobs.model import BytesMissing
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import NotYours, VersionUnknown
from picsellia_server.http.call import Calling, named
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.pictures.model import PictureUnknown, TrashedPicture
from picsellia_server.pictures.schemas import ChosenBody

router = Router(prefix="/api/versions", tags=["annotations"])
import_router = Router(prefix="/api/imports", tags=["annotations"])
trash_router = Router(prefix="/api/pictures", tags=["pictures"])
OF_VERSION = ("version_id", datasets.organization_of)

LOSSES = "X-Picsellia-Losses"


def _after(cursor: str | None) -> int | None:
    key = key_of(cursor, (int,))
    return int(key[0]) if key else None


@router.get("/{version_id}/export", permission=Permission.SEE, scope=OF_VERSION, responses=may_raise(VersionUnknown))
async def export(
    version_id: str,
    call: Calling,
    format: Annotated[Format, Query(description="VOC and YOLO come as a .zip.")] = Format.COCO,
    status: Annotated[Literal["all"] | Status, Query(description="Only annotations of this status.")] = "all",
) -> Response:
    """Every picture, with its annotation. The header `X-Picsellia-Losses` counts what the format cannot hold."""
    exported = Exported()
    only = None if status == "all" else Status(status)
    response = await call.spool(service.export, version_id, format=format, only=only, exported=exported)
    if exported.losses:
        response.headers[LOSSES] = exported.header()
    return named(response, media_type(format), exported.name)


@router.post(
    "/{version_id}/imports",
    permission=Permission.WRITE,
    scope=OF_VERSION,
    status_code=202,
    response_model=Import,
    responses=may_raise(VersionUnknown, NotYours, BytesMissing, FormatRefused),
)
async def begin_import(version_id: str, body: ImportBody, call: Calling) -> Response:
    """Reads a file of annotations in the background; ask `GET /api/imports/{id}` how far it is."""

    def run(ctx: Ctx) -> Import:
        return service.begin_import(
            ctx,
            version_id,
            name=body.name,
            sha256=body.sha256,
            upload=body.upload,
            format=body.format,
            pictures_from=body.pictures_from,
            replace=body.replace,
        )

    return await call.change(202, run)


@router.get(
    "/{version_id}/imports",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Import],
    responses=may_raise(VersionUnknown, NotYours),
)
async def imports(version_id: str, call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Imports into the version, the latest first."""

    def run(ctx: ReadCtx) -> Page[Import]:
        found, last = service.imports(ctx, version_id, after=_after(cursor), limit=limit)
        return Page(items=found, next=None if last is None else cursor_after(last))

    return await call.read(run)


@import_router.get(
    "/{import_id}",
    permission=Permission.SEE,
    scope=("import_id", service.import_organization),
    response_model=Import,
    responses=may_raise(ImportUnknown),
)
async def import_one(import_id: str, call: Calling) -> Response:
    """How far an import is, and in the end its report: what was matched, kept and refused, and why."""
    return await call.read(service.import_one, import_id)


# The trash of pictures


@trash_router.post("/trash", permission=Permission.WRITE, response_model=Trashed, responses=may_raise(PictureUnknown))
async def trash(body: ChosenBody, call: Calling) -> Response:
    """Pictures leave the lake and every dataset version; `versions` says which. They can be restored."""
    return await call(lambda ctx: service.trash_pictures(ctx, body.chosen()))


@trash_router.get("/trash", permission=Permission.SEE, response_model=Page[TrashedPicture])
async def trash_page(call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Newest first; they go for good after the days that the operator has set."""

    def run(ctx: ReadCtx) -> Page[TrashedPicture]:
        found, last = service.trash_page(ctx, after=_after(cursor), limit=limit)
        return Page(items=found, next=None if last is None else cursor_after(last))

    return await call.read(run)


@trash_router.post(
    "/restore",
    permission=Permission.WRITE,
    response_model=Restored,
    responses=may_raise(TrashUnknown, RestoreRaced),
)
async def restore(body: RestoreBody, call: Calling) -> Response:
    """Brings pictures back with tags, memberships and annotations."""
    return await call(lambda ctx: service.restore(ctx, ids=body.pictures, trash_id=body.trash_id))
