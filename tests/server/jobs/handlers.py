"""Jobs that only the tests know."""

from __future__ import annotations

import time

from picsellia_server.context import Ctx
from picsellia_server.errors import Invalid
from picsellia_server.jobs.registry import JobCtx, job

ran: list[tuple[str, object]] = []
fails_left: dict[str, int] = {}


@job("tests.note", retries=2)
def note(ctx: Ctx, *, word: str) -> None:
    ran.append((word, ctx.who.org_id))
    ctx.record("tests.noted", "word", word)


@job("tests.flaky", retries=2)
def flaky(ctx: Ctx, *, key: str) -> None:
    ctx.record("tests.flaky", "word", key)
    fails_left[key] -= 1
    if fails_left[key] >= 0:
        raise OSError("not now")


@job("tests.hopeless", retries=5)
def hopeless(ctx: Ctx) -> None:
    raise Invalid("This file is not a picture.")


@job("tests.once", once="{word}")
def once(ctx: Ctx, *, word: str) -> None:
    ran.append((word, ctx.who.org_id))


@job("tests.long")
def long(ctx: JobCtx, *, seconds: float) -> None:
    ctx.record("tests.long", "word", "started")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ctx.progress(1, 10, "still at it")
        time.sleep(0.02)
    ctx.progress(10, 10)
