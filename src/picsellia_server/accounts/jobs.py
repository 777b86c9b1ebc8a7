"""Jobs of accounts: sweeping expired sessions and the kept answers of old requests."""

from __future__ import annotations

from picsellia_server.accounts import service
from picsellia_server.context import Ctx
from picsellia_server.jobs.registry import every, job


@every(minutes="sweep_minutes")
@job("accounts.sweep", once="all")
def sweep(ctx: Ctx) -> None:
    service.sweep(ctx)
