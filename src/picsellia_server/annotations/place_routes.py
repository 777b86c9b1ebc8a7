"""REST routes of where pictures stand: anchors, neighbours, the versions that hold a picture."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Response

from picsellia.formats.model import Status
from picsellia_server.accounts.model import Permission
from picsellia_server.annotations import places, reading
from picsellia_server.annotations.model import Holder, Look, LookFilter, NotMember, SizeClass
from picsellia_server.annotations.routes import OF_VERSION, Annotated_, Count, Labels, Search, Sizes, Statuses
from picsellia_server.context import ReadCtx
from picsellia_server.datasets.model import VersionUnknown
from picsellia_server.http.call import Calling
from picsellia_server.http.paging import cursor_after
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.pictures import service as pictures
from picsellia_server.pictures.model import Anchors, Neighbours, PictureUnknown

router = Router(prefix="/api/versions", tags=["annotations"])
picture_router = Router(prefix="/api/pictures", tags=["pictures"])


def _chosen(
    label: Labels = [],  # noqa: B006 -- FastAPI copies it
    status: Statuses = [],  # noqa: B006
    size: Sizes = [],  # noqa: B006
    annotated: Annotated_ = None,
    least: Count = None,
    most: Count = None,
    name: Search = "",
) -> LookFilter:
    statuses: tuple[Status, ...] = tuple(status)
    sizes: tuple[SizeClass, ...] = tuple(size)
    return LookFilter(
        labels=tuple(dict.fromkeys(label)),
        statuses=statuses,
        annotated=annotated,
        sizes=sizes,
        least=least,
        most=most,
        name=name,
    )


Chosen = Annotated[LookFilter, Depends(_chosen)]


@router.get(
    "/{version_id}/annotations/anchors",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Anchors,
    responses=may_raise(VersionUnknown),
)
async def anchors(
    version_id: str, call: Calling, chosen: Chosen, every: Annotated[int, Query(ge=100, le=10_000)] = 250
) -> Response:
    """Cursors into the list of pictures at even distances, so that a view can jump anywhere."""

    def run(ctx: ReadCtx) -> Anchors:
        rows = places.anchors(ctx, version_id, chosen, every=every)
        return Anchors(every=every, cursors=[cursor_after(row) for row in rows])

    return await call.read(run)


@router.get(
    "/{version_id}/pictures/{picture_id}/neighbours",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Neighbours,
    responses=may_raise(VersionUnknown, NotMember),
)
async def neighbours(version_id: str, picture_id: str, call: Calling, chosen: Chosen) -> Response:
    return await call.read(places.neighbours, version_id, picture_id, chosen)


@router.get(
    "/{version_id}/pictures/{picture_id}/look",
    permission=Permission.SEE,
    scope=OF_VERSION,
    response_model=Look,
    responses=may_raise(VersionUnknown, NotMember),
)
async def look(version_id: str, picture_id: str, call: Calling) -> Response:
    """The picture as in the list of annotations, with its shapes."""
    return await call.read(reading.look, version_id, picture_id)


@picture_router.get(
    "/{picture_id}/versions",
    permission=Permission.SEE,
    scope=("picture_id", pictures.organization_of),
    response_model=list[Holder],
    responses=may_raise(PictureUnknown),
)
async def holders(picture_id: str, call: Calling) -> Response:
    """The dataset versions that hold the picture, and what they say of it."""
    return await call.read(places.holders, picture_id)
