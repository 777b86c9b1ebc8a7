"""The verbs of experiments: create (from nothing, a previous one, a network), find, change, trash.

Files are in `artifacts.py`, what is logged in `data.py`, networks made of experiments in `publishing.py`,
lists and comparisons in `comparing.py`, the trash in `bin.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets.model import VersionRow
from picsellia_server.datasets.service import version as dataset_version
from picsellia_server.errors import Invalid
from picsellia_server.experiments import artifacts, asset_rows, data, file_rows, reading, repository
from picsellia_server.experiments.access import brief, checked_experiment_name, organization_of, row_in, tell
from picsellia_server.experiments.bin import delete_all, purge, restore, trash, trashed
from picsellia_server.experiments.model import (
    DESCRIPTION,
    LABELMAP,
    PARAMETERS,
    STARTED,
    STATUS,
    DataType,
    Experiment,
    ExperimentRow,
    ExperimentTaken,
    ExperimentUnknown,
    Record,
)
from picsellia_server.experiments.shown import as_experiment
from picsellia_server.networks import content as network_content
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks import service as networks
from picsellia_server.networks.attributes import checked_text
from picsellia_server.networks.model import NetworkRow, StoredFile
from picsellia_server.projects import service as projects
from picsellia_server.telemetry import service as telemetry

__all__ = [
    "attach_dataset",
    "create",
    "delete_all",
    "one",
    "one_in",
    "organization_of",
    "purge",
    "restore",
    "stream",
    "trash",
    "trashed",
    "update",
]


# Looking


def one(
    ctx: ReadCtx,
    experiment: str,
    *,
    with_files: bool = True,
    with_data: bool = True,
    with_logging: bool = True,
    urls: bool = False,
) -> Experiment:
    """An experiment by id, with its files and data where asked for; `urls` signs an address for each file."""
    row = repository.by_uuid(ctx.db, ctx.who.org_id, experiment) if networks.is_id(experiment) else None
    if row is None:
        raise ExperimentUnknown(experiment)
    return _filled(ctx, row, with_files=with_files, with_data=with_data, with_logging=with_logging, urls=urls)


def one_in(
    ctx: ReadCtx,
    project: str,
    experiment: str,
    *,
    with_files: bool = True,
    with_data: bool = True,
    urls: bool = False,
) -> Experiment:
    """An experiment of a project, by name or id; of another project it is not found."""
    row = row_in(ctx, projects.row_of(ctx, project).row, experiment)
    return _filled(ctx, row, with_files=with_files, with_data=with_data, with_logging=True, urls=urls)


def _filled(ctx: ReadCtx, row: Any, *, with_files: bool, with_data: bool, with_logging: bool, urls: bool) -> Experiment:
    files = artifacts.of(ctx, [row.id], urls=urls).get(row.id, []) if with_files else []
    assets = reading.of(ctx, row.id) if with_data else []
    heard = with_logging and row.stream_id is not None
    logging = telemetry.logging(ctx, row.stream_id) if heard else None
    return as_experiment(row, files=files, data=assets, logging=logging)


# Making


def create(
    ctx: Ctx,
    project: str,
    *,
    name: str,
    description: str = "",
    status: str = STARTED,
    previous: str | None = None,
    dataset: str | None = None,
    source: str | None = None,
    with_file: bool = True,
    with_data: bool = True,
    whole_source: bool = False,
) -> Experiment:
    """A new experiment. Files, `parameters` and `labelmap` come from `source` (a network) and `previous`.

    `previous` is an experiment of the project, by name or id; `dataset` "name/version"; `source`
    "<owner or organization>/<network>". Without `with_file` or `with_data` those are not copied; of a network
    they are nonetheless with `whole_source`.
    """
    home = projects.row_of(ctx, project)
    base = row_in(ctx, home.row, previous) if previous else None
    network = networks.row_of(ctx, source) if source else None
    version = projects.version_named(ctx, dataset) if dataset else None
    uuid, name = ctx.new_id(), checked_experiment_name(name)
    row = repository.insert_experiment(
        ctx.db,
        {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "project_id": home.row,
            "name": name,
            "description": checked_text(description, "The description", DESCRIPTION),
            "status": _checked_status(status),
            "previous_id": base.id if base else None,
            "previous_name": base.name if base else None,
            "network_id": network.row if network else None,
            "network_name": network.full_name if network else None,
            **(_attached(ctx, version) if version else {}),
            "created_by": ctx.who.user_id or None,
            "created_at": ctx.now,
            "updated_at": ctx.now,
        },
    )
    if row is None:
        raise ExperimentTaken(name)
    made = brief(ctx, uuid)
    if network is not None:
        _start_from_network(
            ctx, made, network, with_file=with_file or whole_source, with_data=with_data or whole_source
        )
    if base is not None:
        _start_from_experiment(ctx, made, base.id, with_file=with_file, with_data=with_data)
    if version is not None:
        projects.attach_dataset(ctx, home.id, version.id)
    projects.count_experiments(ctx, home.row, 1)
    ctx.record("experiment.created", "experiment", uuid, name=name)
    tell(ctx, "created", made)
    return one(ctx, uuid)


def _attached(ctx: ReadCtx, version: VersionRow) -> dict[str, Any]:
    fingerprint = dataset_version(ctx, version.id).fingerprint
    return {"version_id": version.row, "fingerprint": fingerprint, "attached_at": ctx.now}


def _start_from_network(
    ctx: Ctx, made: ExperimentRow, network: NetworkRow, *, with_file: bool, with_data: bool
) -> None:
    if with_file:
        stored = network_content.stored_files(ctx, network.row)
        if network.org_id != ctx.who.org_id:
            mine = bytes_of.owned(ctx, [file.blob_row for file in stored])
            stored = [
                StoredFile(name=file.name, blob_row=mine[file.blob_row], key=file.key, large=file.large)
                for file in stored
            ]
        artifacts.attach(ctx, made, stored)
    if with_data:
        records = [Record(name=PARAMETERS, data=network.parameters, type=DataType.TABLE, replace=True)]
        if network.labels:
            records.append(Record(name=LABELMAP, data=network.labels, type=DataType.LABELMAP, replace=True))
        data.keep(ctx, made, records)


def _start_from_experiment(ctx: Ctx, made: ExperimentRow, base: int, *, with_file: bool, with_data: bool) -> None:
    files = file_rows.copy(ctx.db, base, made.row, ctx.now) if with_file else 0
    # What the network brought is the base of the base: the nearer one wins.
    replaced = data.drop(ctx, made, asset_rows.types_of(ctx.db, base, [PARAMETERS, LABELMAP])) if with_data else 0
    copied = asset_rows.copy(ctx.db, base, made.row, [PARAMETERS, LABELMAP], ctx.now) if with_data else 0
    repository.count(ctx.db, made.row, ctx.now, files=files, assets=copied - replaced)


# Changing


def _checked_status(status: Any) -> str:
    text = checked_text(status, "A status", STATUS)
    if not text.strip():
        raise Invalid("A status is a text of 1 to 60 characters, such as started, running, success or failed.")
    return text


def update(ctx: Ctx, experiment: str, changes: Mapping[str, Any]) -> Experiment:
    """Set `name`, `description` or `status`; anything else is refused by name, and then nothing changes."""
    row = brief(ctx, experiment)
    checks = {
        "name": checked_experiment_name,
        "description": lambda value: checked_text(value, "The description", DESCRIPTION),
        "status": _checked_status,
    }
    for key in changes:
        if key not in checks:
            raise Invalid(f"An experiment has no attribute {key[:60]!r} to set. It has: {', '.join(checks)}.")
    values = {key: checks[key](value) for key, value in changes.items()}
    if not repository.update(ctx.db, row.row, {**values, "updated_at": ctx.now}):
        raise ExperimentTaken(values["name"])
    ctx.record("experiment.updated", "experiment", row.id, name=values.get("name", row.name), after=values)
    tell(ctx, "updated", row)
    return one(ctx, row.id, with_files=False, with_data=False, with_logging=False)


def attach_dataset(ctx: Ctx, experiment: str, dataset: str | None) -> Experiment:
    """Use another dataset version from now on, with its fingerprint of this moment; None detaches."""
    row = brief(ctx, experiment)
    if dataset is None:
        values: dict[str, Any] = {"version_id": None, "fingerprint": None, "attached_at": None}
    else:
        version = projects.version_named(ctx, dataset)
        values = _attached(ctx, version)
        projects.attach_dataset(ctx, row.project_id, version.id)
    repository.update(ctx.db, row.row, {**values, "updated_at": ctx.now})
    ctx.record("experiment.dataset", "experiment", row.id, name=row.name, after=dataset)
    tell(ctx, "updated", row)
    return one(ctx, row.id, with_files=False, with_data=False, with_logging=False)


def stream(ctx: Ctx, experiment: str) -> int:
    """The row of an experiment's telemetry, opened where there was none."""
    row = brief(ctx, experiment)
    found = repository.lock_stream(ctx.db, row.row)
    if found is None:
        found = telemetry.open_stream(ctx)
        repository.update(ctx.db, row.row, {"stream_id": found})
    return found
