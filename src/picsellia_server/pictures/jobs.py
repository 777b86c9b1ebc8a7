"""Jobs of pictures: thumbnails."""

from __future__ import annotations

from picsellia_server.jobs.registry import JobCtx, job
from picsellia_server.pictures import service


@job("pictures.thumbnails", retries=3)
def thumbnails(ctx: JobCtx, *, ids: list[int]) -> None:
    """Make the thumbnails of up to `BATCH` pictures that have none yet."""
    for done in service.make_thumbnails(ctx, ids):
        ctx.progress(done, len(ids))
