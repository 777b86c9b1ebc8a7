"""REST routes of changes of tags that can be taken back."""

from __future__ import annotations

from fastapi import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx
from picsellia_server.http.call import Calling
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.pictures import retagging
from picsellia_server.pictures.model import (
    PictureUnknown,
    QueryRefused,
    TagChange,
    TagChangeRunning,
    TagChangeUnknown,
)
from picsellia_server.pictures.schemas import TagChangeBody

router = Router(prefix="/api/tag-changes", tags=["pictures"])


@router.post(
    "",
    permission=Permission.WRITE,
    response_model=TagChange,
    status_code=201,
    responses=may_raise(PictureUnknown, QueryRefused),
)
async def begin(body: TagChangeBody, call: Calling) -> Response:
    """Tag or untag any number of pictures; few at once, many by a job. It can be taken back for a day."""

    def run(ctx: Ctx) -> TagChange:
        uuid = retagging.begin(ctx, body.chosen(), without=body.without, add=body.add, remove=body.remove)
        return retagging.one(ctx, uuid)

    return await call.create(run)


@router.get(
    "/{change_id}", permission=Permission.WRITE, response_model=TagChange, responses=may_raise(TagChangeUnknown)
)
async def one(change_id: str, call: Calling) -> Response:
    return await call.read(retagging.one, change_id)


@router.post(
    "/{change_id}/undo",
    permission=Permission.WRITE,
    response_model=TagChange,
    responses=may_raise(TagChangeUnknown, TagChangeRunning),
)
async def undo(change_id: str, call: Calling) -> Response:
    return await call(retagging.undo, change_id)
