"""The stream of what happens to one experiment: names and numbers alone; the client fetches what it shows."""

from __future__ import annotations

from typing import Any

from fastapi import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import ReadCtx
from picsellia_server.experiments import service
from picsellia_server.experiments.access import CHANNEL, brief
from picsellia_server.experiments.model import ExperimentUnknown
from picsellia_server.http.call import Calling
from picsellia_server.http.live import EventStream, Hub, TooManyViewers, whole_names
from picsellia_server.http.routing import Router, may_raise

router = Router(prefix="/api/experiments/{experiment_id}", tags=["experiments"])

_EVENTS = {"heard": "lines", "logged": "data", "stored": "files"}
_SCOPE = ("experiment_id", service.organization_of)


def hub_of(state: Any) -> Hub:
    """The process's hub of experiments, made when first asked for."""
    found: Hub | None = getattr(state, "live", None)
    if found is None:
        found = state.live = Hub(state.house.engine, CHANNEL, read)
    return found


def read(payload: Any) -> tuple[str, str, dict[str, Any]]:
    """(experiment, event, data) of a notification."""
    event = _EVENTS.get(payload["what"], "status")
    if event == "lines":
        return payload["experiment"], event, {"lines": payload.get("lines")}
    if event == "status":
        return payload["experiment"], event, {"what": payload["what"]}
    return payload["experiment"], event, {"names": whole_names(payload.get("names"))}


@router.get(
    "/stream",
    permission=Permission.SEE,
    scope=_SCOPE,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "Events, until one side hangs up."},
        **may_raise(ExperimentUnknown, TooManyViewers),
    },
)
async def stream(experiment_id: str, call: Calling) -> Response:
    """Server-sent events: `open`, `lines` {lines}, `data` {names}, `files` {names}, `status` {what}, `reset`, `closed`.

    `names` null means that any may have changed, `reset` that events may have been missed. A comment comes after 15
    seconds of silence. The stream ends with `closed` when the caller may no longer see the experiment.
    """

    def look(ctx: ReadCtx) -> dict[str, str]:
        return {"id": brief(ctx, experiment_id).id}

    await call.read(look)
    hub = hub_of(call.request.app.state)
    if hub.full:
        raise TooManyViewers
    return EventStream(hub, experiment_id, lambda: call.read(look))
