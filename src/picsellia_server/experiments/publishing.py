"""From an experiment to a network: files, label map and parameters; and back to where a network came from."""

from __future__ import annotations

from typing import Any

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import artifacts, asset_rows, repository
from picsellia_server.experiments.access import tell
from picsellia_server.experiments.model import (
    LABELMAP,
    PARAMETERS,
    Base,
    ExperimentUnknown,
    NotPublished,
    Origin,
)
from picsellia_server.networks import content as network_content
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks import service as networks
from picsellia_server.networks.model import Network, StoredFile

_TASKS = {
    "rectangle": "detection",
    "detection": "detection",
    "polygon": "segmentation",
    "segmentation": "segmentation",
    "classification": "classification",
}
_UNKNOWN_TYPE = "other"


def publish(
    ctx: Ctx, experiment: str, *, name: str | None = None, type: str | None = None, first_label: int = 1
) -> Network:
    """A new network of the organization, made of an experiment; without a name it takes the experiment's.

    Files keep their names and share their bytes, the label map becomes `labels`, the table `parameters`
    `base_parameters`; what is missing is empty. Raises `NetworkTaken`, and `LabelsRefused` for a label map
    that a network cannot have (an index below `first_label`).
    """
    row = repository.by_uuid(ctx.db, ctx.who.org_id, experiment) if networks.is_id(experiment) else None
    if row is None:
        raise ExperimentUnknown(experiment)
    logged = _logged(ctx, row.id)
    parameters = logged.get(PARAMETERS, {})
    base = networks.described(ctx, row.network_id) if row.network_id else None
    attributes: dict[str, Any] = {
        "labels": logged.get(LABELMAP, {}),
        "base_parameters": parameters,
        "description": row.description,
        "framework": base.framework if base else "",
    }
    task = _TASKS.get(str(parameters.get("annotation_type")).lower())
    kind = type or task or (base.type if base else _UNKNOWN_TYPE)
    made = networks.create(ctx, name=name or row.name, type=kind, attributes=attributes, first_label=first_label)
    network = networks.row_of(ctx, made.model_id)
    network_content.attach(ctx, network.row, _rekeyed(made.model_id, artifacts.stored(ctx, repository.as_row(row))))
    repository.insert_publication(
        ctx.db,
        {
            "network_id": network.row,
            "experiment_id": row.id,
            "experiment_name": row.name,
            "version_id": row.version_id,
            "version_name": f"{row.dataset_name}/{row.version_name}" if row.version_uuid else None,
            "published_by": ctx.who.user_id or None,
            "published_at": ctx.now,
        },
    )
    ctx.record("experiment.published", "experiment", row.uuid, name=row.name, after=made.network_name)
    tell(ctx, "published", repository.as_row(row))
    return networks.one(ctx, made.model_id)


def _logged(ctx: ReadCtx, experiment_row: int) -> dict[str, dict[str, Any]]:
    """The label map and the parameters, where they were logged as dicts."""
    rows = asset_rows.of_experiment(ctx.db, experiment_row, names=[LABELMAP, PARAMETERS], with_data=True)
    return {row.name: row.data for row in rows if isinstance(row.data, dict)}


def _rekeyed(owner: str, files: list[StoredFile]) -> list[StoredFile]:
    taken: set[str] = set()
    made = []
    for file in files:
        key = bytes_of.free_key(owner, file.name, file.key.rpartition("/")[2], taken)
        taken.add(key)
        made.append(StoredFile(name=file.name, blob_row=file.blob_row, key=key, large=file.large))
    return made


def origin(ctx: ReadCtx, network: str) -> Origin:
    """Where a network came from. Ids are those of the caller's own organization alone.

    Raises `NotPublished` for a network that was made without an experiment.
    """
    found = networks.row_of(ctx, network)
    row = repository.publication(ctx.db, found.row)
    if row is None:
        raise NotPublished(found.name)
    own = found.org_id == ctx.who.org_id
    return Origin(
        experiment=Base(id=row.experiment_uuid if own else None, name=row.experiment_name),
        project=Base(id=row.project_uuid, name=row.project_name) if own and row.project_uuid else None,
        dataset=Base(id=row.version_uuid if own else None, name=row.version_name) if row.version_name else None,
        published_at=row.published_at,
        published_by=row.username,
    )
