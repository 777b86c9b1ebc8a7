"""What an experiment's training prints, heard and read: telemetry by the experiment's id. Part of the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import repository, service
from picsellia_server.experiments.access import brief
from picsellia_server.experiments.access import tell as announce
from picsellia_server.telemetry import service as telemetry
from picsellia_server.telemetry.model import Appended, FoundLines, Line, NewLine, Stream, Told


def _stream(ctx: ReadCtx, experiment: str) -> int | None:
    return repository.stream_of(ctx.db, brief(ctx, experiment).row)


def one(ctx: ReadCtx, experiment: str) -> Stream | None:
    """State, counts and chapters; None where nothing was ever heard."""
    stream = _stream(ctx, experiment)
    return None if stream is None else telemetry.described(ctx, [stream])[stream]


def lines(ctx: ReadCtx, experiment: str, *, start: int, limit: int) -> list[Line]:
    """Up to `limit` lines from number `start`; a negative `start` counts from the end."""
    stream = _stream(ctx, experiment)
    return [] if stream is None else telemetry.page(ctx, stream, start=start, limit=limit)


def find(ctx: ReadCtx, experiment: str, wanted: str, *, start: int, limit: int) -> FoundLines:
    """Up to `limit` lines from number `start` on that hold `wanted`, in either case."""
    stream = _stream(ctx, experiment)
    if stream is None:
        return FoundLines(lines=[], next=None)
    return telemetry.find(ctx, stream, wanted, start=start, limit=limit)


def text(ctx: ReadCtx, experiment: str) -> Iterator[bytes]:
    stream = _stream(ctx, experiment)
    if stream is not None:
        yield from telemetry.text(ctx, stream)


def append(ctx: Ctx, experiment: str, new: Sequence[NewLine], *, writer: str, seq: int) -> Appended:
    """Add lines of one writer; what it has sent before is skipped."""
    found = telemetry.append(ctx, service.stream(ctx, experiment), new, writer=writer, seq=seq)
    announce(ctx, "heard", brief(ctx, experiment), lines=found.lines)
    return found


def tell(ctx: Ctx, experiment: str, told: Told) -> None:
    """Add what a published client says, which numbers its lines without saying who it is."""
    telemetry.tell(ctx, service.stream(ctx, experiment), told)
    announce(ctx, "heard", brief(ctx, experiment))


def beat(ctx: Ctx, experiment: str) -> None:
    telemetry.beat(ctx, service.stream(ctx, experiment))


def end(ctx: Ctx, experiment: str, *, exit_code: str, at: datetime | None) -> None:
    telemetry.end(ctx, service.stream(ctx, experiment), exit_code=exit_code, at=at)
    announce(ctx, "heard", brief(ctx, experiment))
