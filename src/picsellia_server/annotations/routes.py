"""REST routes of annotations. Those of imports, exports and the trash of pictures are in `file_routes.py`."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import Annotated, Any, Literal

from fastapi import Query, Response

from picsellia.formats.model import Status
from picsellia_server.accounts.model import Permission
from picsellia_server.annotations import service
from picsellia_server.annotations.model import (
    Annotation,
    AnnotationMissing,
    AnnotationMoved,
    AnnotationRefused,
    Change,
    ChangeUnknown,
    Differences,
    Look,
    LookFilter,
    NotMember,
    Past,
    ShapeRefused,
    SizeClass,
    Statistics,
    UndoRefused,
    Written,
)
from picsellia_server.annotations.schemas import NewVersionBody, PickedBody, ReviewBody, WriteBody
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import (
    DatasetUnknown,
    NotYours,
    Removed,
    Version,
    VersionBusy,
    VersionTaken,
    VersionUnknown,
)
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.pictures.model import Counted, PictureUnknown
from picsellia_server.pictures.schemas import ChosenBody

router = Router(prefix="/api/versions", tags=["annotations"])
dataset_router = Router(prefix="/api/datasets", tags=["datasets"])
OF_VERSION = ("version_id", datasets.organization_of)

_LOOK = tuple(field.name for field in fields(Look))
_look = attrgetter(*_LOOK)
_WITH_SHAPES = 500

Labels = Annotated[list[str], Query(max_length=30, description="Ids of labels: pictures that have all of them.")]
Statuses = Annotated[list[Status], Query(max_length=4, description="Of these statuses.")]
Sizes = Annotated[list[SizeClass], Query(max_length=3, description="With an object of one of these sizes.")]
Annotated_ = Annotated[bool | None, Query(description="`false`: only pictures without an annotation.")]
Count = Annotated[int | None, Query(ge=0, lt=2**31, description="Number of shapes, inclusive.")]
Search = Annotated[str, Query(max_length=1_000, description="A part of the file name.")]


def _after(cursor: str | None) -> int:
    key = key_of(cursor, (int,))
    return int(key[0]) if key else 0


def _next(last: int | None) -> str | None:
    return None if last is None else cursor_after(last)


@router.get(
    "/{version_id}/annotations",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Look],
    responses=may_raise(VersionUnknown),
)
async def looks(
    version_id: str,
    call: Calling,
    label: Labels = [],  # noqa: B006 -- FastAPI copies it
    status: Statuses = [],  # noqa: B006
    size: Sizes = [],  # noqa: B006
    annotated: Annotated_ = None,
    least: Count = None,
    most: Count = None,
    name: Search = "",
    shapes: Annotated[bool, Query(description="Bring the shapes as well; then at most 500 pictures.")] = False,
    limit: Annotated[int, Query(ge=1, le=10_000, description="At most 1,000, or 10,000 with `shape=rows`.")] = 100,
    cursor: Cursor = None,
    shape: Annotated[Literal["items", "rows"], Query(description="`rows`: columns once, then arrays.")] = "items",
) -> Response:
    """Every picture of the version with what is known of its annotation, oldest first."""
    chosen = LookFilter(
        labels=tuple(dict.fromkeys(label)),
        statuses=tuple(status),
        annotated=annotated,
        sizes=tuple(size),
        least=least,
        most=most,
        name=name,
    )

    def run(ctx: ReadCtx) -> Any:
        many = min(limit, _WITH_SHAPES if shapes else 10_000 if shape == "rows" else 1_000)
        found, last = service.looks(ctx, version_id, chosen, after=_after(cursor), limit=many, shapes=shapes)
        if shape == "rows":
            return {"columns": _LOOK, "rows": [_look(each) for each in found], "next": _next(last)}
        return Page(items=found, next=_next(last))

    return await call.read(run)


@router.get(
    "/{version_id}/annotations/count",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Counted,
    responses=may_raise(VersionUnknown),
)
async def count(
    version_id: str,
    call: Calling,
    label: Labels = [],  # noqa: B006
    status: Statuses = [],  # noqa: B006
    size: Sizes = [],  # noqa: B006
    annotated: Annotated_ = None,
    least: Count = None,
    most: Count = None,
    name: Search = "",
) -> Response:
    chosen = LookFilter(
        labels=tuple(dict.fromkeys(label)),
        statuses=tuple(status),
        annotated=annotated,
        sizes=tuple(size),
        least=least,
        most=most,
        name=name,
    )
    return await call.read(lambda ctx: {"count": service.count(ctx, version_id, chosen)})


@router.post(
    "/{version_id}/annotations",
    permission=Permission.ANNOTATE,
    scope=OF_VERSION,
    response_model=Written,
    responses=may_raise(VersionUnknown, NotYours, NotMember, ShapeRefused, AnnotationRefused, AnnotationMoved),
)
async def write(version_id: str, body: WriteBody, call: Calling) -> Response:
    """Replaces the annotations of these pictures. Labels that are not there yet are made."""

    def run(ctx: Ctx) -> Written:
        return service.write(ctx, version_id, [annotation.record() for annotation in body.annotations])

    return await call(run)


@router.delete(
    "/{version_id}/annotations",
    permission=Permission.ANNOTATE,
    scope=OF_VERSION,
    response_model=Written,
    responses=may_raise(VersionUnknown, NotYours, NotMember),
)
async def delete(version_id: str, body: PickedBody, call: Calling) -> Response:
    """Removes annotations; their pictures stay in the version. Can be undone."""
    return await call(lambda ctx: service.delete(ctx, version_id, body.picked()))


@router.post(
    "/{version_id}/annotations/delete",
    permission=Permission.ANNOTATE,
    scope=OF_VERSION,
    response_model=Written,
    responses=may_raise(VersionUnknown, NotYours, NotMember),
)
async def delete_by_post(version_id: str, body: PickedBody, call: Calling) -> Response:
    """As `DELETE …/annotations`, where something on the way drops the bodies of those."""
    return await call(lambda ctx: service.delete(ctx, version_id, body.picked()))


@router.post(
    "/{version_id}/review",
    permission=Permission.ANNOTATE,
    scope=OF_VERSION,
    response_model=Written,
    responses=may_raise(VersionUnknown, NotYours, NotMember),
)
async def review(version_id: str, body: ReviewBody, call: Calling) -> Response:
    """Gives annotations a status; pictures without one are left alone. Can be undone."""
    return await call(lambda ctx: service.review(ctx, version_id, body.picked(), status=body.status))


@router.get(
    "/{version_id}/statistics",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Statistics,
    responses=may_raise(VersionUnknown),
)
async def statistics(version_id: str, call: Calling) -> Response:
    return await call.read(service.statistics, version_id)


@router.get(
    "/{version_id}/diff/{other_id}/annotations",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Differences,
    responses=may_raise(VersionUnknown),
)
async def diff(version_id: str, other_id: str, call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Annotations that the version has otherwise than the other: counts by kind, and a page of them."""

    def run(ctx: ReadCtx) -> dict[str, Any]:
        found, last = service.diff_page(ctx, version_id, other_id, after=_after(cursor), limit=limit)
        return {"counts": service.diff(ctx, version_id, other_id), "items": found, "next": _next(last)}

    return await call.read(run)


# One picture


@router.get(
    "/{version_id}/pictures/{picture_id}/annotation",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Annotation,
    responses=may_raise(VersionUnknown, NotMember, AnnotationMissing),
)
async def one(version_id: str, picture_id: str, call: Calling) -> Response:
    return await call.read(service.one, version_id, picture_id)


@router.get(
    "/{version_id}/pictures/{picture_id}/history",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Past],
    responses=may_raise(VersionUnknown, NotMember),
)
async def history(version_id: str, picture_id: str, call: Calling) -> Response:
    """Who made what of the picture's annotation, the latest first."""

    def run(ctx: ReadCtx) -> dict[str, list[Past]]:
        return {"items": service.history(ctx, version_id, picture_id)}

    return await call.read(run)


@router.post(
    "/{version_id}/pictures/{picture_id}/history/{change_id}/restore",
    permission=Permission.ANNOTATE,
    scope=OF_VERSION,
    response_model=Written,
    responses=may_raise(VersionUnknown, NotYours, NotMember, ChangeUnknown),
)
async def revert(version_id: str, picture_id: str, change_id: str, call: Calling) -> Response:
    """Brings back what was there before a change, whatever came after it."""
    return await call(service.revert, version_id, picture_id, change=change_id)


# The record


@router.get(
    "/{version_id}/changes",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Page[Change],
    responses=may_raise(VersionUnknown),
)
async def changes(version_id: str, call: Calling, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Every change of annotations, the latest first."""

    def run(ctx: ReadCtx) -> Page[Change]:
        found, last = service.changes(ctx, version_id, after=_after(cursor) or None, limit=limit)
        return Page(items=found, next=_next(last))

    return await call.read(run)


@router.post(
    "/{version_id}/changes/{change_id}/undo",
    permission=Permission.ANNOTATE,
    scope=OF_VERSION,
    response_model=Written,
    responses=may_raise(VersionUnknown, NotYours, ChangeUnknown, UndoRefused),
)
async def undo(version_id: str, change_id: str, call: Calling) -> Response:
    """Brings back what was before, where nothing has changed since. Undoing the undo does it again."""
    return await call(service.undo, version_id, change_id)


# Versions


@dataset_router.post(
    "/{name}/versions",
    permission=Permission.WRITE,
    status_code=201,
    response_model=Version,
    responses=may_raise(DatasetUnknown, VersionUnknown, VersionTaken, VersionBusy, PictureUnknown),
)
async def new_version(name: str, body: NewVersionBody, call: Calling) -> Response:
    """With the pictures, labels and annotations of `from_version`, and more pictures."""
    return await call.create(
        lambda ctx: service.new_version(
            ctx, name, body.version, from_version=body.from_version, chosen=body.chosen_or_none()
        )
    )


@router.delete(
    "/{version_id}/pictures",
    permission=Permission.WRITE,
    scope=OF_VERSION,
    response_model=Removed,
    responses=may_raise(VersionUnknown, NotYours, PictureUnknown),
)
async def remove_pictures(version_id: str, body: ChosenBody, call: Calling) -> Response:
    """Takes pictures and their annotations out of the version; they stay in the lake."""
    return await call(lambda ctx: service.remove_pictures(ctx, version_id, body.chosen()))
