"""Jobs of annotations: imports, fingerprints that have to be found anew, the end of the trash."""

from __future__ import annotations

from picsellia_server.annotations import service
from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import JobCtx, every, job


@job("annotations.import", retries=3, lock="{version}")
def import_file(ctx: JobCtx, *, version: int, import_id: str) -> None:
    """Read and merge an uploaded file; one at a time for each version."""
    service.run_import(ctx, import_id, progress=lambda done: ctx.progress(done, None, "pictures read"))


@every(minutes=1)
@job("annotations.renumber", once="all")
def renumber(ctx: Ctx) -> None:
    """Sum fingerprints anew where labels were renamed, deleted or restored."""
    if service.renumber(ctx):
        ctx.later("annotations.renumber")


@every(minutes="sweep_minutes")
@job("annotations.purge", once="all")
def purge(ctx: Ctx) -> None:
    """Delete pictures that have been in the trash for long enough, some at a time."""
    service.forget_imports(ctx)
    if service.purge(ctx):
        ctx.later("annotations.purge")
