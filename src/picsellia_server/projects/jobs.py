"""Jobs of projects: the end of the trash."""

from __future__ import annotations

from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import every, job
from picsellia_server.projects import service


@every(minutes="sweep_minutes")
@job("projects.purge", once="all")
def purge(ctx: Ctx) -> None:
    if service.purge(ctx):
        ctx.later("projects.purge")
