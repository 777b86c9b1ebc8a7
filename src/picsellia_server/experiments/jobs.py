"""Jobs of experiments: the end of the trash."""

from __future__ import annotations

from picsellia_server.context import Ctx
from picsellia_server.experiments import service
from picsellia_server.jobs.registry import every, job


@every(minutes="sweep_minutes")
@job("experiments.purge", once="all")
def purge(ctx: Ctx) -> None:
    if service.purge(ctx):
        ctx.later("experiments.purge")
