"""Streams of what happens to experiments: names and numbers alone; the client fetches what it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Header, Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.experiments import service
from picsellia_server.experiments.access import CHANNEL, brief
from picsellia_server.experiments.model import ExperimentUnknown
from picsellia_server.http.call import Call, Calling
from picsellia_server.http.event_stream import EventStream
from picsellia_server.http.live import Heard, Hub, TooManyViewers, whole_names
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.projects import service as projects
from picsellia_server.projects.model import ProjectUnknown

router = Router(prefix="/api", tags=["experiments"])

_EVENTS = {"heard": "lines", "logged": "data", "stored": "files"}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {}}, "description": "Events, until one side hangs up."}
}
LastId = Annotated[str | None, Header(alias="Last-Event-ID", max_length=100)]
AlsoLastId = Annotated[
    str | None, Query(max_length=100, description="As the header, for a browser that connects anew.")
]


def hub_of(state: Any) -> Hub:
    """The process's hub of experiments, made when first asked for."""
    found: Hub | None = getattr(state, "live", None)
    if found is None:
        found = state.live = Hub(state.house.engine, CHANNEL, read)
    return found


def read(payload: Any) -> list[Heard]:
    """Whom a notification concerns: those who look at the experiment, at its project, at its organization."""
    experiment, what = payload["experiment"], payload["what"]
    event = _EVENTS.get(what, "status")
    data: dict[str, Any] = {"names": whole_names(payload.get("names"))}
    if event == "lines":
        data = {"lines": payload.get("lines")}
    elif event == "status":
        data = {"what": what}
    # A table of experiments shows no log.
    name = "lines" if event == "lines" else "experiments"
    around = (f"project:{payload['project']}", f"organization:{payload['org']}")
    return [(experiment, event, data), *((subject, name, {"names": [experiment]}) for subject in around)]


async def _stream(call: Call, subject: str, look: Callable[[ReadCtx], Any], last: str | None) -> Response:
    await call.read(look)
    hub = hub_of(call.request.app.state)
    if hub.full:
        raise TooManyViewers
    return EventStream(hub, subject, lambda: call.read(look), last)


@router.get(
    "/experiments/{experiment_id}/stream",
    permission=Permission.SEE,
    scope=("experiment_id", service.organization_of),
    responses={**_STREAM, **may_raise(ExperimentUnknown, TooManyViewers)},
)
async def stream(experiment_id: str, call: Calling, last_id: LastId = None, last: AlsoLastId = None) -> Response:
    """Server-sent events: `open`, `lines` {lines}, `data` {names}, `files` {names}, `status` {what}, `reset`, `closed`.

    `names` null means that any may have changed, `reset` that events may have been missed. Whoever comes back with
    the id of the last event hears what was told meanwhile; where that is not known any more, `open` says
    `resumed` false. `here` comes after 15 seconds of silence. The stream ends with `closed` when the caller may no
    longer see the experiment.
    """

    def look(ctx: ReadCtx) -> dict[str, str]:
        return {"id": brief(ctx, experiment_id).id}

    return await _stream(call, experiment_id, look, last_id or last)


@router.get(
    "/projects/{project_id}/experiments/stream",
    permission=Permission.SEE,
    scope=("project_id", projects.organization_of),
    responses={**_STREAM, **may_raise(ProjectUnknown, TooManyViewers)},
)
async def project_stream(project_id: str, call: Calling, last_id: LastId = None, last: AlsoLastId = None) -> Response:
    """As the stream of an experiment, for all of a project: `experiments` {names} has the ids of those that changed.

    `lines` {names} has the ids of those whose training has printed something.
    """

    def look(ctx: ReadCtx) -> dict[str, str]:
        return {"id": projects.row_of(ctx, project_id).id}

    return await _stream(call, f"project:{project_id}", look, last_id or last)


@router.get("/experiments/stream", permission=Permission.SEE, responses={**_STREAM, **may_raise(TooManyViewers)})
async def organization_stream(call: Calling, last_id: LastId = None, last: AlsoLastId = None) -> Response:
    """As the stream of a project, for all experiments of the organization."""
    found: list[str] = []

    def look(ctx: ReadCtx) -> dict[str, str]:
        found[:] = [ctx.who.org_uuid]
        return {"id": ctx.who.org_uuid}

    await call.read(look)
    return await _stream(call, f"organization:{found[0]}", look, last_id or last)
