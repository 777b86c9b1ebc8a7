"""The verbs of scans: make one with all of its runs, hand them out, change and end a run.

A scan starts nothing by itself: machines of the users ask for the next run until none is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from picsellia_server.accounts.model import checked_name
from picsellia_server.blobs.model import Bucket
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Invalid
from picsellia_server.experiments import data, keys, reading
from picsellia_server.experiments import service as experiments
from picsellia_server.experiments.access import brief
from picsellia_server.experiments.model import PARAMETERS, DataType, NotStored, Record
from picsellia_server.networks.attributes import checked_text
from picsellia_server.networks.service import is_id
from picsellia_server.plain import checked_value
from picsellia_server.projects import service as projects
from picsellia_server.scans import plan, repository
from picsellia_server.scans.model import (
    CONFIG_BYTES,
    CREATED,
    STARTED,
    STATUS,
    Bundled,
    NoMachines,
    NoRunLeft,
    Plan,
    Run,
    RunUnknown,
    ScanIdUnknown,
    ScanTaken,
    ScanUnknown,
)
from picsellia_server.scans.shown import as_run

_FIELDS = ("status", "value", "info")
_MOST_WORKERS = 10_000


def organization_of(ctx: ReadCtx, run: str) -> int | None:
    """Whose run it is (row id); None when it is no run."""
    return repository.organization_of(ctx.db, run) if is_id(run) else None


def organization_of_scan(ctx: ReadCtx, scan: str) -> int | None:
    """Whose scan it is (row id); None when it is no scan."""
    return repository.organization_of_scan(ctx.db, scan) if is_id(scan) else None


# Making


def create(ctx: Ctx, project: str, *, name: str, config: Any, script: Bundled | None = None, workers: int = 1) -> str:
    """The id of a new scan with a run, and an experiment `<name>-<index>`, for each combination of its parameters.

    The experiments start from `base_model` and `dataset` of the configuration, and carry their combination as
    the table `parameters`. Raises `ConfigRefused`, `ScanTaken`, and `NotStored` for a script or data that are
    not there.
    """
    home = projects.row_of(ctx, project)
    name = checked_name(name, "scan")
    if not 1 <= workers <= _MOST_WORKERS:
        raise Invalid(f"A scan has 1 to {_MOST_WORKERS:,} workers.")
    config = checked_value(config, what="`config`", limit=CONFIG_BYTES)
    found = plan.read(config)
    uuid = ctx.new_id()
    row = repository.insert_scan(
        ctx.db,
        {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "project_id": home.row,
            "name": name,
            "config": config,
            "metric": found.metric,
            "image": found.image,
            "requirements": found.requirements,
            "workers": workers,
            "created_by": ctx.who.user_id or None,
            "created_at": ctx.now,
        },
    )
    if row is None:
        raise ScanTaken(name)
    _keep_files(ctx, row, script, found.data)
    repository.insert_runs(ctx.db, _runs(ctx, row, home.id, name, found))
    ctx.record("scan.created", "scan", uuid, name=name, after={"runs": len(found.combinations)})
    return uuid


def _keep_files(ctx: Ctx, scan: int, script: Bundled | None, others: Sequence[Bundled]) -> None:
    values = []
    for place, file in enumerate([script, *others]):
        if file is None:
            continue
        blob = keys.blob(ctx, Bucket.MODELS, file.key)
        if blob is None:
            raise NotStored(file.file_name, file.key)
        values.append(
            {
                "scan_id": scan,
                "place": place,
                "file_name": checked_name(file.file_name, "file", slash=True),
                "shown_key": file.key,
                "blob_id": blob.row,
            }
        )
    repository.insert_files(ctx.db, values)


def _runs(ctx: Ctx, scan: int, project: str, name: str, found: Plan) -> list[dict[str, Any]]:
    runs = []
    for place, combination in enumerate(found.combinations):
        made = experiments.create(
            ctx,
            project,
            name=f"{name}-{place}",
            status=CREATED,
            source=found.base_model,
            dataset=found.dataset,
        )
        data.log_one(ctx, made.id, Record(name=PARAMETERS, data=combination, type=DataType.TABLE, replace=True))
        runs.append(
            {
                "uuid": ctx.new_id(),
                "scan_id": scan,
                "place": place,
                "status": CREATED,
                "parameters": combination,
                "experiment_id": brief(ctx, made.id).row,
                "info": {},
                "created_at": ctx.now,
            }
        )
    return runs


# Looking


def _scan(ctx: ReadCtx, project: str, name: str) -> Any:
    home = projects.row_of(ctx, project)
    row = None if "\x00" in name else repository.scan_named(ctx.db, home.row, name)
    if row is None:
        raise ScanUnknown(name)
    return row


def scan_row(ctx: ReadCtx, scan: str) -> Any:
    """The row of a scan, by its id. Raises `ScanIdUnknown`."""
    row = repository.scan(ctx.db, ctx.who.org_id, scan) if is_id(scan) else None
    if row is None:
        raise ScanIdUnknown(scan)
    return row


def run(ctx: ReadCtx, run: str) -> Run:
    return as_run(ctx, _found(ctx, run))


def _found(ctx: ReadCtx, run: str, *, lock: bool = False) -> Any:
    row = repository.run(ctx.db, ctx.who.org_id, run, lock=lock) if is_id(run) else None
    if row is None:
        raise RunUnknown(run)
    return row


def delete(ctx: Ctx, scan: str) -> None:
    """Remove a scan with its runs; its name is free again. The experiments of the runs stay."""
    row = scan_row(ctx, scan)
    repository.delete_scan(ctx.db, row.id)
    ctx.record("scan.deleted", "scan", row.uuid, name=row.name)


# Running


def check_launch(ctx: ReadCtx, project: str, name: str) -> None:
    """Raises `NoMachines` for a scan that is to run on machines of the server's, of which there are none.

    The runs of any other scan wait from its creation on for whoever asks for them.
    """
    scan = _scan(ctx, project, name)
    execution = scan.config.get("execution")
    if isinstance(execution, dict) and execution.get("type") == "remote":
        raise NoMachines(name)


def take(ctx: Ctx, project: str, name: str) -> Run:
    """The next run of a scan, which is the caller's from now on: nobody else gets it. Raises `NoRunLeft`."""
    return _take(ctx, _scan(ctx, project, name))


def take_of(ctx: Ctx, scan: str) -> Run:
    """As `take`, of a scan by its id."""
    return _take(ctx, scan_row(ctx, scan))


def _take(ctx: Ctx, scan: Any) -> Run:
    taken = repository.next_run(ctx.db, scan.id)
    if taken is None:
        raise NoRunLeft(scan.name)
    row = _found(ctx, taken)
    repository.update_run(ctx.db, row.id, {"status": STARTED, "started_at": ctx.now})
    if _has_experiment(row) and row.experiment_status == CREATED:
        experiments.update(ctx, row.experiment_uuid, {"status": STARTED})
    ctx.record("run.taken", "run", row.uuid, name=f"{row.scan_name}-{row.place}")
    return run(ctx, taken)


def update(ctx: Ctx, run_id: str, changes: Mapping[str, Any]) -> Run:
    """Set `status`, `value` or `info` of a run; anything else is refused by name."""
    row = _found(ctx, run_id, lock=True)
    values: dict[str, Any] = {}
    for key, value in changes.items():
        if key not in _FIELDS:
            raise Invalid(f"A run has no attribute {key[:60]!r} to set. It has: {', '.join(_FIELDS)}.")
        values[key] = _checked(key, value)
    if values:
        repository.update_run(ctx.db, row.id, values)
        ctx.record("run.updated", "run", row.uuid, name=f"{row.scan_name}-{row.place}", after=values)
    return run(ctx, run_id)


def _checked(key: str, value: Any) -> Any:
    if key == "status":
        return checked_text(value, "A status", STATUS)
    if key == "info":
        if not isinstance(value, dict):
            raise Invalid("`info` of a run is an object.")
        return checked_value(value, what="`info`", limit=CONFIG_BYTES)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value)):
        raise Invalid("`value` of a run is a number, or null.")
    return value


def end(ctx: Ctx, run_id: str) -> Run:
    """Say that a run is over. Without a value it takes the last one that its experiment logged of the metric.

    Asked twice, the first time counts.
    """
    row = _found(ctx, run_id, lock=True)
    if row.ended_at is None:
        values: dict[str, Any] = {"ended_at": ctx.now}
        if row.value is None and row.metric and _has_experiment(row):
            values["value"] = _last(ctx, row.experiment_uuid, row.metric)
        repository.update_run(ctx.db, row.id, values)
        ctx.record("run.ended", "run", row.uuid, name=f"{row.scan_name}-{row.place}")
    return run(ctx, run_id)


def _has_experiment(row: Any) -> bool:
    return row.experiment_uuid is not None and row.experiment_trashed_at is None


def _last(ctx: ReadCtx, experiment: str, metric: str) -> float | None:
    """The last number that was logged under a name; None where it is not one number."""
    found = reading.listing(ctx, experiment, names=[metric], data=False, width=None)
    last = list((found[0].last or {}).values()) if found else []
    return float(last[0]) if len(last) == 1 and isinstance(last[0], int | float) else None
