"""REST routes of experiments. Those of files are in `file_routes.py`, of data in `data_routes.py`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia.formats.model import Format
from picsellia_server.accounts.model import Permission
from picsellia_server.annotations.exporting import Exported
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets.model import DatasetUnknown, VersionUnknown
from picsellia_server.experiments import comparing, publishing, service, training
from picsellia_server.experiments.model import (
    Column,
    Comparison,
    Experiment,
    ExperimentTaken,
    ExperimentUnknown,
    NoDataset,
    NotPublished,
    Origin,
    TrashedExperiment,
)
from picsellia_server.experiments.query import QueryRefused, Sought, parse_order, parse_term
from picsellia_server.experiments.schemas import (
    AttachBody,
    ChangesBody,
    CompareBody,
    ExperimentBody,
    PublishBody,
    RestoreBody,
)
from picsellia_server.http.call import Calling, named
from picsellia_server.http.paging import Cursor, Limit, Page, cursor_after, key_of
from picsellia_server.http.routing import Router, may_raise
from picsellia_server.networks import service as networks
from picsellia_server.networks.model import LabelsRefused, Network, NetworkTaken, NetworkUnknown
from picsellia_server.projects import service as projects
from picsellia_server.projects.model import ProjectUnknown

router = Router(prefix="/api/experiments", tags=["experiments"])
project_router = Router(prefix="/api/projects/{project_id}/experiments", tags=["experiments"])
origin_router = Router(prefix="/api/networks", tags=["networks"])

_SCOPE = ("experiment_id", service.organization_of)
_IN_PROJECT = ("project_id", projects.organization_of)

Files = Annotated[bool, Query(description="Fill `files`.")]
Data = Annotated[bool, Query(description="Fill `data`, with every point of every line.")]
Urls = Annotated[bool, Query(description="With a signed address of each file.")]
Search = Annotated[str, Query(max_length=200, description="Part of the name or the description.")]
Statuses = Annotated[list[str], Query(max_length=50)]
Terms = Annotated[
    list[str], Query(max_length=20, description="All must hold: `metric:loss<0.5`, `parameter:optimizer=adam`.")
]
Metrics = Annotated[list[str], Query(max_length=200, description="Show the last number of these metrics.")]
Parameters = Annotated[list[str], Query(max_length=200, description="Show these parameters.")]
Sorting = Annotated[
    str,
    Query(max_length=300, description="created, updated, name, status, metric:<name>, parameter:<name>; - descends."),
]


def _sought(q: str, status: list[str], where: list[str]) -> Sought:
    return Sought(q=q, statuses=tuple(status), terms=tuple(map(parse_term, where)))


@project_router.get(
    "",
    permission=Permission.SEE,
    scope=_IN_PROJECT,
    response_model=Page[Experiment],
    responses=may_raise(ProjectUnknown, QueryRefused),
)
async def listing(
    project_id: str,
    call: Calling,
    q: Search = "",
    status: Statuses = [],  # noqa: B006 -- FastAPI copies it
    where: Terms = [],  # noqa: B006
    order: Sorting = "created",
    metric: Metrics = [],  # noqa: B006
    parameter: Parameters = [],  # noqa: B006
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """A project's experiments, without files and data; `metric` and `parameter` choose columns."""

    def run(ctx: ReadCtx) -> Page[Experiment]:
        by = parse_order(order)
        found, last = comparing.page(
            ctx,
            project_id,
            _sought(q, status, where),
            order=by,
            metrics=metric,
            parameters=parameter,
            after=key_of(cursor, by.key_types),
            limit=limit,
        )
        return Page(items=found, next=cursor_after(*last) if last else None)

    return await call.read(run)


@project_router.get("/count", permission=Permission.SEE, scope=_IN_PROJECT, responses=may_raise(ProjectUnknown))
async def count(
    project_id: str,
    call: Calling,
    q: Search = "",
    status: Statuses = [],  # noqa: B006
    where: Terms = [],  # noqa: B006
) -> Response:
    def run(ctx: ReadCtx) -> dict[str, int]:
        return {"count": comparing.count(ctx, project_id, _sought(q, status, where))}

    return await call.read(run)


@project_router.get(
    "/columns",
    permission=Permission.SEE,
    scope=_IN_PROJECT,
    response_model=Page[Column],
    responses=may_raise(ProjectUnknown),
)
async def columns(
    project_id: str, call: Calling, q: Annotated[str, Query(max_length=200)] = "", limit: Limit = 200
) -> Response:
    """The metrics and parameters that lists of the project can show, the commonest first."""

    def run(ctx: ReadCtx) -> Page[Column]:
        return Page(items=comparing.columns(ctx, project_id, q=q, limit=limit))

    return await call.read(run)


@project_router.get(
    "/trash",
    permission=Permission.SEE,
    scope=_IN_PROJECT,
    response_model=Page[TrashedExperiment],
    responses=may_raise(ProjectUnknown),
)
async def trashed(project_id: str, call: Calling) -> Response:
    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=service.trashed(ctx, project_id))

    return await call.read(run)


@project_router.post(
    "",
    permission=Permission.WRITE,
    scope=_IN_PROJECT,
    response_model=Experiment,
    responses=may_raise(
        ProjectUnknown, ExperimentTaken, ExperimentUnknown, NetworkUnknown, DatasetUnknown, VersionUnknown
    ),
    status_code=201,
)
async def create(project_id: str, body: ExperimentBody, call: Calling) -> Response:
    """From nothing, from a previous experiment, from a network; what is copied shares its bytes."""

    def run(ctx: Ctx) -> Experiment:
        return service.create(ctx, project_id, **body.model_dump())

    return await call.create(run)


@project_router.delete("", permission=Permission.WRITE, scope=_IN_PROJECT, responses=may_raise(ProjectUnknown))
async def delete_all(project_id: str, call: Calling) -> Response:
    """Put all experiments of the project into the trash."""

    def run(ctx: Ctx) -> dict[str, int]:
        return {"trashed": service.delete_all(ctx, project_id)}

    return await call(run)


@project_router.post(
    "/compare",
    permission=Permission.SEE,
    scope=_IN_PROJECT,
    response_model=Comparison,
    responses=may_raise(ExperimentUnknown),
)
async def compare(project_id: str, body: CompareBody, call: Calling) -> Response:
    """The data of the same name and type that 2 to 500 experiments share; it changes nothing."""

    def run(ctx: ReadCtx) -> Comparison:
        part = (body.start, body.end)
        return comparing.compare(ctx, body.experiments, names=body.names, width=body.width, part=part, data=body.data)

    return await call.read(run)


@project_router.get(
    "/{experiment}",
    permission=Permission.SEE,
    scope=_IN_PROJECT,
    response_model=Experiment,
    responses=may_raise(ProjectUnknown, ExperimentUnknown),
)
async def one_in(
    project_id: str,
    experiment: str,
    call: Calling,
    with_files: Files = False,
    with_data: Data = False,
    urls: Urls = False,
) -> Response:
    """An experiment of the project, by name or by id."""
    return await call.read(
        service.one_in, project_id, experiment, with_files=with_files, with_data=with_data, urls=urls
    )


@router.get(
    "/{experiment_id}",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=Experiment,
    responses=may_raise(ExperimentUnknown),
)
async def one(
    experiment_id: str, call: Calling, with_files: Files = False, with_data: Data = False, urls: Urls = False
) -> Response:
    return await call.read(service.one, experiment_id, with_files=with_files, with_data=with_data, urls=urls)


@router.patch(
    "/{experiment_id}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Experiment,
    responses=may_raise(ExperimentUnknown, ExperimentTaken),
)
async def update(experiment_id: str, body: ChangesBody, call: Calling) -> Response:
    """Set `name`, `description`, `status`."""
    return await call(service.update, experiment_id, body.changes())


@router.delete("/{experiment_id}", permission=Permission.WRITE, scope=_SCOPE, responses=may_raise(ExperimentUnknown))
async def trash(experiment_id: str, call: Calling) -> Response:
    return await call(service.trash, experiment_id)


@router.post(
    "/{experiment_id}/restore",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Experiment,
    responses=may_raise(ExperimentUnknown, ExperimentTaken),
)
async def restore(experiment_id: str, body: RestoreBody, call: Calling) -> Response:
    return await call(service.restore, experiment_id, name=body.name)


@router.put(
    "/{experiment_id}/dataset",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Experiment,
    responses=may_raise(ExperimentUnknown, DatasetUnknown, VersionUnknown),
)
async def attach_dataset(experiment_id: str, body: AttachBody, call: Calling) -> Response:
    """Use a dataset version; its fingerprint of this moment is kept, to show when it has moved on."""
    return await call(service.attach_dataset, experiment_id, body.dataset)


@router.get(
    "/{experiment_id}/annotations",
    permission=Permission.SEE,
    scope=_SCOPE,
    responses=may_raise(ExperimentUnknown, NoDataset, VersionUnknown),
)
async def export_annotations(
    experiment_id: str,
    call: Calling,
    type: Annotated[str, Query(max_length=60, description="all, or a status: accepted, pending, …")] = "all",
    format: Annotated[Format, Query(description="hybrid, coco or picsellia")] = Format.HYBRID,
) -> Response:
    """The annotations of the attached version; the hybrid and the Picsellia form have a `signed_url` a picture."""
    exported = Exported()
    response = await call.spool(training.export, experiment_id, type=type, format=format, exported=exported)
    if exported.losses:
        response.headers["X-Picsellia-Losses"] = exported.header()
    return named(response, "application/json", exported.name)


@router.post(
    "/{experiment_id}/publish",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=Network,
    responses=may_raise(ExperimentUnknown, NetworkTaken, LabelsRefused),
    status_code=201,
)
async def publish(experiment_id: str, body: PublishBody, call: Calling) -> Response:
    """Make a network of its files, label map and parameters."""
    return await call.create(publishing.publish, experiment_id, name=body.name, type=body.type)


@origin_router.get(
    "/{network_id}/origin",
    permission=Permission.SEE,
    scope=("network_id", networks.organization_of),
    response_model=Origin | None,
    responses=may_raise(NetworkUnknown, NotPublished),
)
async def origin(
    network_id: str,
    call: Calling,
    or_null: Annotated[bool, Query(description="Answer null for one that was not published, not 404.")] = False,
) -> Response:
    """The experiment that a network was published from, and the dataset of that time."""

    def run(ctx: ReadCtx) -> Any:
        try:
            return publishing.origin(ctx, network_id)
        except NotPublished:
            if not or_null:
                raise
            return Response("null", media_type="application/json")

    return await call.read(run)
