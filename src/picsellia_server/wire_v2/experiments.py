"""Experiment: list, create, checkout, change, delete, publish, training data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.responses import Response

from picsellia.formats.model import Format
from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import comparing, publishing, service, training
from picsellia_server.experiments.model import Experiment
from picsellia_server.experiments.query import Sought, parse_order
from picsellia_server.wire_v2.data import old_data
from picsellia_server.wire_v2.errors import BodyRefused, NotConfigured
from picsellia_server.wire_v2.files import old_file
from picsellia_server.wire_v2.networks import FIRST_LABEL, old_network
from picsellia_server.wire_v2.projects import SCOPE as OF_PROJECT
from picsellia_server.wire_v2.values import flag, text, text_or_none
from picsellia_server.wire_v2.wire import Wire, WireRouter, as_json, listed

router = WireRouter()
subjects = WireRouter()
"""Paths that begin with an experiment's id: they come before those that begin with a project's."""

_PAGE = 500
SCOPE = ("exp", service.organization_of)
NO_PROJECT = "None"
"""What stands in a path for the project of an experiment that was built from its id alone."""


def old_experiment(experiment: Experiment, *, nested: bool = False) -> dict[str, Any]:
    """`nested`: the project as an object, which the newest clients read where the others need its id."""
    project: Any = experiment.project
    if nested:
        project = {"project_id": experiment.project, "project_name": experiment.project_name}
    used = experiment.dataset
    dataset = None
    if used is not None and not used.trashed:
        dataset = {"dataset_id": used.dataset_id, "dataset_name": used.dataset_name, "version": used.version}
    return {
        "id": experiment.id,
        "experiment_id": experiment.id,
        "name": experiment.name,
        "description": experiment.description,
        "status": experiment.status,
        "date_created": experiment.date_created,
        "last_update": experiment.last_update,
        "owner": {"username": experiment.owner.username} if experiment.owner else None,
        "project": project,
        "dataset": dataset,
        "logging": experiment.logging,
        "files": [old_file(file) for file in experiment.files],
        "data": [old_data(asset) for asset in experiment.data],
    }


def _listed(ctx: ReadCtx, project: str) -> Iterator[bytes]:
    order = parse_order("created")

    def pages() -> Iterator[Iterator[dict[str, Any]]]:
        after: tuple[Any, ...] | None = None
        while True:
            found, after = comparing.page(
                ctx, project, Sought(), order=order, metrics=[], parameters=[], after=after, limit=_PAGE
            )
            yield map(old_experiment, found)
            if after is None:
                return

    return listed("experiments", pages())


def _checkout(ctx: ReadCtx, project: str, experiment: str, given: Mapping[str, str], nested: bool) -> dict[str, Any]:
    files, data = flag(given.get("with_file")), flag(given.get("with_data"))
    if project == NO_PROJECT:
        found = service.one(ctx, experiment, with_files=files, with_data=data)
    else:
        found = service.one_in(ctx, project, experiment, with_files=files, with_data=data)
    return {"experiment": old_experiment(found, nested=nested)}


def _id(ctx: ReadCtx, project: str, experiment: str) -> str:
    """The id of an experiment of a project, by id or name."""
    if project == NO_PROJECT:
        return experiment
    return service.one_in(ctx, project, experiment, with_files=False, with_data=False).id


def _create(ctx: Ctx, project: str, body: Mapping[str, Any]) -> dict[str, Any]:
    if project == NO_PROJECT:
        raise BodyRefused("An experiment is made in a project. Give the project's token to the client.")
    made = service.create(
        ctx,
        project,
        name=text(body, "name"),
        description=text(body, "description", ""),
        previous=text_or_none(body, "previous"),
        dataset=text_or_none(body, "dataset"),
        source=text_or_none(body, "source"),
        with_file=bool(body.get("with_file")),
        with_data=bool(body.get("with_data")),
        whole_source=True,
    )
    return old_experiment(made, nested=True)


def _update(ctx: Ctx, project: str, experiment: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return old_experiment(service.update(ctx, _id(ctx, project, experiment), changes))


def _delete(ctx: Ctx, project: str, experiment: str) -> dict[str, Any]:
    service.trash(ctx, _id(ctx, project, experiment))
    return {"success": "experiment deleted"}


def _delete_all(ctx: Ctx, project: str) -> dict[str, Any]:
    service.delete_all(ctx, project)
    return {"success": "experiments deleted"}


def _status(ctx: Ctx, experiment: str, status: str) -> dict[str, Any]:
    service.update(ctx, experiment, {"status": status})
    return {"success": "status updated"}


def _launch(ctx: ReadCtx, experiment: str) -> None:
    found = service.one(ctx, experiment, with_files=False, with_data=False, with_logging=False)
    raise NotConfigured(f"The experiment {found.name!r} cannot be launched: no remote machine")


def _publish(ctx: Ctx, experiment: str, name: str | None) -> dict[str, Any]:
    made = publishing.publish(ctx, experiment, name=name, first_label=FIRST_LABEL)
    return {"success": "model published", "network": old_network(made)}


@router.get("experiment/{project}", permission=Permission.SEE, scope=OF_PROJECT)
async def listing(project: str, call: Wire) -> Response:
    return as_json(await call.spool(_listed, project))


@router.post("experiment/{project}", permission=Permission.WRITE, scope=OF_PROJECT)
async def create(project: str, call: Wire) -> Response:
    return await call.create(_create, project, await call.body())


@router.delete("experiment/{project}", permission=Permission.WRITE, scope=OF_PROJECT)
async def delete_all(project: str, call: Wire) -> Response:
    return await call(_delete_all, project)


@router.get("experiment/{project}/by_name/{name:path}", permission=Permission.SEE, scope=OF_PROJECT)
async def checkout_by_name(project: str, name: str, call: Wire) -> Response:
    given, nested = await call.flags()
    return await call.read(_checkout, project, name, given, nested)


@router.delete("experiment/{project}/by_name/{name:path}", permission=Permission.WRITE, scope=OF_PROJECT)
async def delete_by_name(project: str, name: str, call: Wire) -> Response:
    return await call(_delete, project, name)


@router.get("experiment/{project}/{exp}", permission=Permission.SEE, scope=SCOPE)
async def checkout(project: str, exp: str, call: Wire) -> Response:
    """The flags are in the query, or (newest clients) in a form: that tells which shape is read."""
    given, nested = await call.flags()
    return await call.read(_checkout, project, exp, given, nested)


@router.patch("experiment/{project}/{exp}", permission=Permission.WRITE, scope=SCOPE)
async def update(project: str, exp: str, call: Wire) -> Response:
    return await call.create(_update, project, exp, await call.body())


@router.delete("experiment/{project}/{exp}", permission=Permission.WRITE, scope=SCOPE)
async def delete(project: str, exp: str, call: Wire) -> Response:
    return await call(_delete, project, exp)


@subjects.post("experiment/{exp}/update_job_status", permission=Permission.WRITE, scope=SCOPE)
async def update_job_status(exp: str, call: Wire) -> Response:
    return await call(_status, exp, text(await call.body(), "status"))


@subjects.post("experiment/{exp}/publish", permission=Permission.WRITE, scope=SCOPE)
async def publish(exp: str, call: Wire) -> Response:
    return await call(_publish, exp, text_or_none(await call.body(), "name"))


@subjects.post("experiment/{exp}/launch", permission=Permission.WRITE, scope=SCOPE)
async def launch(exp: str, call: Wire) -> Response:
    return await call.read(_launch, exp)


@subjects.get("experiment/{exp}/dl_annotations/{option}", permission=Permission.SEE, scope=SCOPE)
async def dl_annotations(exp: str, option: str, call: Wire) -> Response:
    return as_json(await call.spool(training.export, exp, type=option, format=Format.PICSELLIA))
