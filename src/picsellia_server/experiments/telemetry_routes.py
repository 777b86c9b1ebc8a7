"""REST routes of what an experiment's training printed, and how it ended."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.experiments import hearing, service
from picsellia_server.experiments.model import ExperimentUnknown
from picsellia_server.http.call import Calling, named
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.telemetry.model import Appended, FoundLines, Line, SequenceGap, Stream
from picsellia_server.telemetry.schemas import EndBody, LinesBody

router = Router(prefix="/api/experiments/{experiment_id}/telemetry", tags=["telemetry"])

_SCOPE = ("experiment_id", service.organization_of)
_GONE = may_raise(ExperimentUnknown)


@router.get("", permission=Permission.SEE, scope=_SCOPE, response_model=Stream | None, responses=_GONE)
async def one(experiment_id: str, call: Calling) -> Response:
    """Its state, how many lines, and its chapters; null where nothing was ever heard."""

    def run(ctx: ReadCtx) -> Any:
        return hearing.one(ctx, experiment_id) or Response("null", media_type="application/json")

    return await call.read(run)


@router.get("/lines", permission=Permission.SEE, scope=_SCOPE, response_model=list[Line], responses=_GONE)
async def lines(
    experiment_id: str,
    call: Calling,
    start: Annotated[int, Query(ge=-(2**62), lt=2**62, description="From this line on; negative: from the end.")] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> Response:
    return await call.read(hearing.lines, experiment_id, start=start, limit=limit)


@router.get("/found", permission=Permission.SEE, scope=_SCOPE, response_model=FoundLines, responses=_GONE)
async def found(
    experiment_id: str,
    call: Calling,
    q: Annotated[str, Query(min_length=1, max_length=1_000, description="Text, in either case.")],
    start: Annotated[int, Query(ge=0, lt=2**62, description="From this line on.")] = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 1_000,
) -> Response:
    """Numbers of the lines that hold a text, and where to look on if there are more than `limit`."""
    return await call.read(hearing.find, experiment_id, q, start=start, limit=limit)


@router.get("/text", permission=Permission.SEE, scope=_SCOPE, responses=_GONE)
async def text(experiment_id: str, call: Calling) -> Response:
    """The whole log as text."""
    response = await call.spool(hearing.text, experiment_id)
    return named(response, "text/plain; charset=utf-8", f"{experiment_id}-logs.txt")


@router.post(
    "/lines",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Appended,
    responses=may_raise(ExperimentUnknown, SequenceGap),
)
async def append(experiment_id: str, body: LinesBody, call: Calling) -> Response:
    """Add lines of one writer; what it has sent before is skipped."""
    sent = [line.record() for line in body.lines]
    return await call(hearing.append, experiment_id, sent, writer=body.writer, seq=body.seq)


@router.post("/beat", permission=Permission.WRITE, scope=_SCOPE, responses=_GONE)
async def beat(experiment_id: str, call: Calling) -> Response:
    """The run is alive, though it prints nothing."""
    return await call(hearing.beat, experiment_id)


@router.post("/end", permission=Permission.WRITE, scope=_SCOPE, responses=_GONE)
async def end(experiment_id: str, body: EndBody, call: Calling) -> Response:
    """The run has ended with this exit code; lines that come later open it again."""
    return await call(hearing.end, experiment_id, exit_code=body.exit_code, at=body.at)
