"""Jobs of datasets: emptying the trash."""

from __future__ import annotations

from picsellia_server.context import Ctx
from picsellia_server.datasets import service
from picsellia_server.jobs.registry import every, job


@every(minutes="sweep_minutes")
@job("datasets.sweep", once="all")
def sweep(ctx: Ctx) -> None:
    """Delete what has been in the trash for long enough, some at a time."""
    if service.sweep(ctx):
        ctx.later("datasets.sweep")
