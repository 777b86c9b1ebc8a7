"""Jobs of blobs: sweeping what nothing refers to."""

from __future__ import annotations

from picsellia_server.blobs import service
from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import every, job


@every(minutes="sweep_minutes")
@job("blobs.sweep", once="all")
def sweep(ctx: Ctx) -> None:
    """Doom expired uploads and unreferenced blobs, and have their bytes removed after the commit."""
    if service.sweep(ctx):
        ctx.later("blobs.bury")


@every(minutes="sweep_minutes")
@job("blobs.bury", once="all", retries=3)
def bury(ctx: Ctx) -> None:
    if service.bury(ctx):
        ctx.later("blobs.bury")
