"""Rows of experiments, files and data as people see them. Called by the services of experiments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob
from picsellia_server.context import ReadCtx
from picsellia_server.experiments.model import (
    AttachedDataset,
    Base,
    DataAsset,
    DataType,
    Experiment,
    FileAsset,
    Series,
)
from picsellia_server.experiments.repository import fingerprint_of
from picsellia_server.networks.model import Person
from picsellia_server.telemetry.model import Logging


def as_experiment(
    row: Any,
    *,
    files: Sequence[FileAsset] = (),
    data: Sequence[DataAsset] = (),
    logging: Logging | None = None,
    metrics: dict[str, Any] | None = None,
    parameters: dict[str, Any] | None = None,
) -> Experiment:
    return Experiment(
        id=row.uuid,
        experiment_id=row.uuid,
        date_created=row.created_at,
        last_update=row.updated_at,
        owner=Person(username=row.username) if row.username else None,
        project=row.project_uuid,
        project_name=row.project_name,
        name=row.name,
        description=row.description,
        status=row.status,
        dataset=_dataset(row),
        logging=logging,
        files=list(files),
        data=list(data),
        file_count=row.files,
        data_count=row.assets,
        previous=Base(id=row.previous_uuid, name=row.previous_name) if row.previous_name else None,
        source=Base(id=row.network_uuid, name=row.network_name) if row.network_name else None,
        metrics=metrics or {},
        parameters=parameters or {},
    )


def _dataset(row: Any) -> AttachedDataset | None:
    if row.version_uuid is None:
        return None
    present = fingerprint_of(row)
    known = present is not None and row.fingerprint is not None
    return AttachedDataset(
        dataset_id=row.version_uuid,
        dataset_name=row.dataset_name,
        version=row.version_name,
        size=row.version_size,
        fingerprint=row.fingerprint,
        moved_on=present != row.fingerprint if known else None,
        trashed=row.version_trashed_at is not None,
        attached_at=row.attached_at,
    )


def as_file(ctx: ReadCtx, row: Any, *, urls: bool) -> FileAsset:
    return FileAsset(
        id=row.id,
        date_created=row.created_at,
        last_update=row.updated_at,
        large=row.large,
        name=row.name,
        object_name=row.shown_key,
        size=row.size,
        sha256=row.digest.hex() if row.digest else None,
        url=_address(ctx, row) if urls else None,
    )


def _address(ctx: ReadCtx, row: Any) -> str:
    blob = Blob(row=row.blob_id, digest=None, size=row.size, key=row.store_key, media_type=row.media_type)
    return blobs.address(ctx, blob, name=row.shown_key.rpartition("/")[2])


def as_asset(ctx: ReadCtx, row: Any, data: Any, *, chart: list[Series] | None = None) -> DataAsset:
    return DataAsset(
        id=row.id,
        date_created=row.created_at,
        last_update=row.updated_at,
        name=row.name,
        data=data,
        type=row.type,
        points=row.points,
        last=row.last,
        url=_picture(ctx, row) if row.type == DataType.IMAGE else None,
        chart=chart,
    )


def _picture(ctx: ReadCtx, row: Any) -> str | None:
    if row.store_key is None:
        return None
    until = ctx.now + timedelta(hours=ctx.settings.signed_url_hours)
    name = (row.shown_key or "image").rpartition("/")[2]
    return ctx.storage.sign_get(row.store_key, media_type=row.media_type, name=name, inline=True, until=until)
