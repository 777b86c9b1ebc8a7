"""What a training reads of the attached dataset: annotations in three formats, an address for each picture."""

from __future__ import annotations

from collections.abc import Iterator

from picsellia.formats.model import Format, Status
from picsellia_server.annotations import service as annotating
from picsellia_server.annotations.exporting import Exported
from picsellia_server.context import ReadCtx
from picsellia_server.datasets.model import VersionUnknown
from picsellia_server.errors import Invalid
from picsellia_server.experiments import repository
from picsellia_server.experiments.model import ExperimentUnknown, NoDataset
from picsellia_server.networks.service import is_id

FORMATS = (Format.HYBRID, Format.COCO, Format.PICSELLIA)
_ONLY = {"all": None, **{status.value: status for status in Status}}


def attached_version(ctx: ReadCtx, experiment: str) -> str:
    """The id of the dataset version that an experiment uses. Raises `NoDataset`, `VersionUnknown`."""
    row = repository.by_uuid(ctx.db, ctx.who.org_id, experiment) if is_id(experiment) else None
    if row is None:
        raise ExperimentUnknown(experiment)
    if row.version_uuid is None:
        raise NoDataset(row.name)
    if row.version_trashed_at is not None:
        raise VersionUnknown(f"{row.dataset_name}/{row.version_name}")
    return str(row.version_uuid)


def export(
    ctx: ReadCtx, experiment: str, *, type: str, format: Format, exported: Exported | None = None
) -> Iterator[bytes]:
    """The annotations of the attached version; with a status as `type`, those alone. All pictures are named."""
    if type not in _ONLY:
        raise Invalid(f"{type[:60]!r} is no choice of annotations. Give one of: {', '.join(_ONLY)}.")
    if format not in FORMATS:
        raise Invalid(f"A training reads {', '.join(FORMATS)}; {format} is exported from the dataset version.")
    version = attached_version(ctx, experiment)
    yield from annotating.export(ctx, version, format=format, only=_ONLY[type], exported=exported)
