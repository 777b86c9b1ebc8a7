"""Jobs of networks: the end of the trash."""

from __future__ import annotations

from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import every, job
from picsellia_server.networks import service


@every(minutes="sweep_minutes")
@job("networks.purge", once="all")
def purge(ctx: Ctx) -> None:
    if service.purge(ctx):
        ctx.later("networks.purge")
