"""Jobs of pictures: thumbnails, and tags on very many of them."""

from __future__ import annotations

from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import JobCtx, every, job
from picsellia_server.pictures import retagging, service


@job("pictures.thumbnails", retries=3)
def thumbnails(ctx: JobCtx, *, ids: list[int]) -> None:
    """Make the thumbnails of up to `BATCH` pictures that have none yet."""
    for done in service.make_thumbnails(ctx, ids):
        ctx.progress(done, len(ids))


@job("pictures.retag", retries=3)
def retag(ctx: JobCtx, *, change: str) -> None:
    """Put tags on all the pictures of a change and take others off, or on none of them."""
    retagging.run(ctx, change, progress=lambda done, total: ctx.progress(done, total, "pictures"))


@job("pictures.retag_undo", retries=3)
def retag_undo(ctx: JobCtx, *, change: str) -> None:
    retagging.run_undo(ctx, change, progress=lambda done, total: ctx.progress(done, total, "pictures"))


@every(minutes=60)
@job("pictures.forget_changes", once="all")
def forget_changes(ctx: Ctx) -> None:
    """Drop changes of tags that are too old to be taken back."""
    retagging.forget(ctx)
