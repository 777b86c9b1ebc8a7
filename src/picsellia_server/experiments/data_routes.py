"""REST routes of what experiments log."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query, Response

from picsellia_server.accounts.model import Permission
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import data, reading, service
from picsellia_server.experiments.model import (
    AnswerTooLarge,
    DataAsset,
    DataRefused,
    DataUnknown,
    ExperimentUnknown,
    LineFull,
    LineRefused,
    LogGap,
    LogReport,
    NameInUse,
)
from picsellia_server.experiments.schemas import ChangesBody, LogBody, RecordBody
from picsellia_server.http.call import Calling, named
from picsellia_server.http.paging import Page
from picsellia_server.http.routing import Router, may_raise

router = Router(prefix="/api/experiments/{experiment_id}", tags=["experiments"])

_SCOPE = ("experiment_id", service.organization_of)
Width = Annotated[
    int | None, Query(ge=10, le=10_000, description="Lines as charts of so many pixels, instead of all points.")
]
Names = Annotated[list[str] | None, Query(max_length=1_000, description="Only data of these names.")]
From = Annotated[float | None, Query(alias="from", allow_inf_nan=False, description="Least x of the chart.")]
To = Annotated[float | None, Query(alias="to", allow_inf_nan=False, description="Greatest x of the chart.")]


@router.get(
    "/data",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=Page[DataAsset],
    responses=may_raise(ExperimentUnknown, AnswerTooLarge),
)
async def listing(
    experiment_id: str,
    call: Calling,
    name: Names = None,
    width: Width = None,
    with_data: Annotated[bool, Query(description="False: only what there is, and the last numbers.")] = True,
) -> Response:
    """Data-assets in the order in which they were first logged (of one batch: by name), each as it was sent."""

    def run(ctx: ReadCtx) -> Page[Any]:
        return Page(items=reading.listing(ctx, experiment_id, names=name, data=with_data, width=width))

    return await call.read(run)


@router.post(
    "/data",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=LogReport,
    responses=may_raise(ExperimentUnknown, DataRefused, LineRefused, LineFull),
    status_code=201,
)
async def log_one(experiment_id: str, body: RecordBody, call: Calling) -> Response:
    """Log one thing: a line grows, anything else is overwritten."""
    return await call.create(data.log_one, experiment_id, body.record())


@router.post(
    "/log",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=LogReport,
    responses=may_raise(ExperimentUnknown, LogGap),
)
async def log(experiment_id: str, body: LogBody, call: Calling) -> Response:
    """Log a batch. Sent again it is skipped; refused records are named in the answer and stop no other."""

    def run(ctx: Ctx) -> LogReport:
        records = [record.record() for record in body.records]
        return data.log(ctx, experiment_id, records, writer=body.writer, seq=body.seq)

    return await call(run)


@router.delete("/data", permission=Permission.WRITE, scope=_SCOPE, responses=may_raise(ExperimentUnknown))
async def delete_all(experiment_id: str, call: Calling) -> Response:
    def run(ctx: Ctx) -> dict[str, int]:
        return {"deleted": data.delete_all(ctx, experiment_id)}

    return await call(run)


@router.get(
    "/csv/{name:path}",
    permission=Permission.SEE,
    scope=_SCOPE,
    responses=may_raise(ExperimentUnknown, DataUnknown, DataRefused),
)
async def csv(experiment_id: str, name: str, call: Calling) -> Response:
    """A line, bar or table as CSV."""
    return named(await call.spool(reading.csv, experiment_id, name), "text/csv; charset=utf-8", f"{name}.csv")


@router.get(
    "/data/{name:path}",
    permission=Permission.SEE,
    scope=_SCOPE,
    response_model=DataAsset,
    responses=may_raise(ExperimentUnknown, DataUnknown, AnswerTooLarge),
)
async def one(
    experiment_id: str, name: str, call: Calling, width: Width = None, start: From = None, end: To = None
) -> Response:
    """One data-asset as it was sent; with `width`, a line as a chart between `from` and `to`."""
    return await call.read(reading.one, experiment_id, name, width=width, start=start, end=end)


@router.patch(
    "/data/{name:path}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    response_model=DataAsset,
    responses=may_raise(ExperimentUnknown, DataUnknown, DataRefused, NameInUse),
)
async def update(experiment_id: str, name: str, body: ChangesBody, call: Calling) -> Response:
    """Overwrite `data` or `type`, or give it another `name`."""
    return await call(data.update, experiment_id, name, body.changes())


@router.delete(
    "/data/{name:path}",
    permission=Permission.WRITE,
    scope=_SCOPE,
    responses=may_raise(ExperimentUnknown, DataUnknown),
)
async def delete(experiment_id: str, name: str, call: Calling) -> Response:
    return await call(data.delete, experiment_id, name)
