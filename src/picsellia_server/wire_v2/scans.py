"""Scans and their runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.scans import service
from picsellia_server.scans.model import Bundled, Run
from picsellia_server.wire_v2.projects import SCOPE as OF_PROJECT
from picsellia_server.wire_v2.values import number, text, text_or_none
from picsellia_server.wire_v2.wire import Wire, WireRouter

router = WireRouter()

_SCOPE = ("run", service.organization_of)


def old_run(run: Run) -> dict[str, Any]:
    """`script`, its key and the configuration's `data` are left out where there are none: clients test for that."""
    config = {key: value for key, value in run.config.items() if key != "data"}
    if run.data:
        config["data"] = [{"filename": file.file_name, "object_name": file.key} for file in run.data]
    experiment = None
    if run.experiment is not None:
        experiment = {
            "id": run.experiment.id,
            "name": run.experiment.name,
            "description": run.experiment.description,
            "status": run.experiment.status,
        }
    shown = {
        "id": run.id,
        "order": run.order,
        "status": run.status,
        "parameters": run.parameters,
        "experiment": experiment,
        "metric": run.metric,
        "value": run.value,
        "duration": run.duration,
        "start_time": run.start_time,
        "end_time": run.end_time,
        "date_created": run.date_created,
        "docker_image": run.docker_image,
        "env": [],
        "info": run.info,
        "config": config,
        "requirements": run.requirements,
    }
    if run.script is not None:
        shown |= {"script": run.script.file_name, "script_object_name": run.script.key}
    return shown


def _create(ctx: Ctx, project: str, name: str, config: Any, script: Bundled | None, workers: int) -> dict[str, Any]:
    service.create(ctx, project, name=name, config=config, script=script, workers=workers)
    return {"success": "scan created"}


def _launch(ctx: ReadCtx, project: str, name: str) -> dict[str, Any]:
    service.check_launch(ctx, project, name)
    return {"success": "the runs of this scan are ready: ask for the next one on each machine"}


def _take(ctx: Ctx, project: str, name: str) -> dict[str, Any]:
    return old_run(service.take(ctx, project, name))


def _run(ctx: ReadCtx, run: str) -> dict[str, Any]:
    """Under `run`, and flat beside it: some clients of 4.7 read the one and keep the other."""
    shown = old_run(service.run(ctx, run))
    return {"run": shown, **shown}


def _update(ctx: Ctx, run: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return old_run(service.update(ctx, run, changes))


def _end(ctx: Ctx, run: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    if changes:
        service.update(ctx, run, changes)
    service.end(ctx, run)
    return {"success": "run ended"}


@router.post("sweep/{project}/launch", permission=Permission.WRITE, scope=OF_PROJECT)
@router.post("scan/{project}/launch", permission=Permission.WRITE, scope=OF_PROJECT)
@router.post("scan/{project}/create", permission=Permission.WRITE, scope=OF_PROJECT)
async def create(project: str, call: Wire) -> Response:
    """The runs are there from this moment, whatever the path is called."""
    body = await call.body()
    key, file_name, script = text_or_none(body, "object_name"), text_or_none(body, "filename"), None
    if key is not None:
        script = Bundled(file_name=file_name or key.rpartition("/")[2], key=key)
    config = body.get("config")
    if isinstance(config, dict) and isinstance(body.get("files"), list):
        config = {**config, "data": body["files"]}  # before 4.7.39 the uploads stand beside the paths
    workers = 1 if body.get("nb_worker") is None else number(body, "nb_worker")
    return await call(_create, project, text(body, "name"), config, script, workers)


@router.post("scan/{project}/launch/{name:path}", permission=Permission.WRITE, scope=OF_PROJECT)
async def launch(project: str, name: str, call: Wire) -> Response:
    return await call.read(_launch, project, name)


@router.get("run/{run}", permission=Permission.SEE, scope=_SCOPE)
async def get(run: str, call: Wire) -> Response:
    return await call.read(_run, run)


@router.get("run/{project}/{name:path}", permission=Permission.WRITE, scope=OF_PROJECT)
async def take(project: str, name: str, call: Wire) -> Response:
    """Hands the run out: no other call gets the same one."""
    return await call(_take, project, name)


@router.patch("run/{run}", permission=Permission.WRITE, scope=_SCOPE)
async def update(run: str, call: Wire) -> Response:
    return await call(_update, run, await call.body())


@router.post("run/{run}/end", permission=Permission.WRITE, scope=_SCOPE)
async def end(run: str, call: Wire) -> Response:
    return await call(_end, run, await call.body())
