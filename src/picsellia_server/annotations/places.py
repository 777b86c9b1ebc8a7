"""Where pictures stand: anchors into a version's list, neighbours in it, and the versions that hold a picture.

Part of the service; what a view of a long list asks for beside its pages.
"""

from __future__ import annotations

from picsellia.formats.model import Status
from picsellia_server.annotations import listing
from picsellia_server.annotations.model import Holder, LookFilter, NotMember
from picsellia_server.context import ReadCtx
from picsellia_server.datasets import service as datasets
from picsellia_server.pictures import service as pictures
from picsellia_server.pictures.model import Neighbours


def anchors(ctx: ReadCtx, version: str, chosen: LookFilter, *, every: int) -> list[int]:
    """The key of every `every`th picture that a filter picks: a view can jump anywhere in the list."""
    row = datasets.readable(ctx, version)
    return listing.anchors(ctx.db, row.row, chosen, every=every)


def neighbours(ctx: ReadCtx, version: str, picture: str, chosen: LookFilter) -> Neighbours:
    """The pictures before and after one of the version, among those that a filter picks."""
    row = datasets.readable(ctx, version)
    found = listing.of_pictures(ctx.db, row.row, [picture])
    if not found:
        raise NotMember(picture, row.full_name)
    at = found[0].picture_id
    return Neighbours(
        previous=listing.beside(ctx.db, row.row, chosen, at, forward=False),
        next=listing.beside(ctx.db, row.row, chosen, at, forward=True),
    )


def holders(ctx: ReadCtx, picture: str) -> list[Holder]:
    """The live dataset versions that hold a picture of the lake, the newest first."""
    pictures.one(ctx, picture)
    return [
        Holder(
            dataset_id=row.uuid,
            dataset_name=row.dataset,
            version=row.version,
            status=None if row.status is None else Status(row.status),
            objects=row.objects or 0,
        )
        for row in listing.holders(ctx.db, ctx.who.org_id, picture)
    ]
