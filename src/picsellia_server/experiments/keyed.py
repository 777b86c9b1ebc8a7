"""Files and data of experiments as published clients bring them: by object keys of theirs. Part of the service.

Such a client uploads first (`keys.py`), then registers the key; and it appends to data of any type.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from picsellia_server.accounts.model import checked_name
from picsellia_server.blobs.model import Bucket
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.errors import Invalid
from picsellia_server.experiments import artifacts, asset_rows, data, file_rows, keys, reading, repository
from picsellia_server.experiments.access import brief, tell
from picsellia_server.experiments.appending import extended
from picsellia_server.experiments.model import (
    DataAsset,
    DataType,
    FileAsset,
    FileUnknown,
    NotStored,
    Record,
)
from picsellia_server.experiments.shown import as_file
from picsellia_server.networks.model import StoredFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A file by its asset's name, the key that its client chose, and by which road it was brought."""

    name: str
    key: str
    large: bool


def store(ctx: Ctx, experiment: str, files: Sequence[Named]) -> list[FileAsset]:
    """Register files whose bytes are under their keys. A name that is there is replaced and keeps its id.

    Raises `NotStored` for a key under which nothing is: where an upload failed, this is where it is noticed.
    """
    row = brief(ctx, experiment)
    stored = []
    for file in files:
        blob = keys.blob(ctx, Bucket.MODELS, file.key)
        if blob is None:
            raise NotStored(file.name, file.key)
        name = checked_name(file.name, "file", slash=True)
        stored.append(StoredFile(name=name, blob_row=blob.row, key=file.key, large=file.large))
    artifacts.attach(ctx, row, stored)
    names = [file.name for file in stored]
    ctx.record("experiment.stored", "experiment", row.id, name=row.name, after=names)
    tell(ctx, "stored", row, names=names)
    there = file_rows.by_names(ctx.db, row.row, names)
    return [as_file(ctx, there[name], urls=False) for name in names]


def change_file(ctx: Ctx, experiment: str, name: str, changes: Mapping[str, Any]) -> FileAsset:
    """Set `object_name` and `large`, or `name`. Raises `FileUnknown`, `NotStored`, `NameInUse`."""
    known = {"name": str, "object_name": str, "large": bool}
    for field, value in changes.items():
        if field not in known:
            raise Invalid(f"A file has no attribute {field[:60]!r} to set. It has: {', '.join(known)}.")
        if not isinstance(value, known[field]):
            raise Invalid(f"`{field}` of a file cannot be {str(value)[:60]!r}.")
    there = artifacts.one(ctx, experiment, name)
    if "object_name" in changes or "large" in changes:
        key, large = changes.get("object_name", there.object_name), changes.get("large", there.large)
        [there] = store(ctx, experiment, [Named(name=name, key=key, large=large)])
    if changes.get("name", name) != name:
        there = artifacts.rename(ctx, experiment, name, to=changes["name"])
    return there


def has_file(ctx: ReadCtx, experiment: str, name: str) -> FileAsset | None:
    """A file by name; None where there is none."""
    try:
        return artifacts.one(ctx, experiment, name)
    except FileUnknown:
        return None


def log(ctx: Ctx, experiment: str, record: Record) -> DataAsset:
    """Keep a record over whatever is there under its name; a picture is found by its key."""
    data.log_one(ctx, experiment, _pictured(ctx, replace(record, replace=True)))
    return reading.one(ctx, experiment, checked_name(record.name, "data", slash=True))


def _pictured(ctx: Ctx, record: Record) -> Record:
    key = record.data.get("object_name") if isinstance(record.data, dict) else None
    if record.type != DataType.IMAGE or not isinstance(key, str):
        return record
    blob = keys.blob(ctx, Bucket.MODELS, key)
    return record if blob is None else replace(record, blob_row=blob.row)


def change_data(ctx: Ctx, experiment: str, name: str, changes: Mapping[str, Any]) -> DataAsset:
    """Overwrite `data` or `type`, or rename. Raises `DataUnknown`, `NameInUse`."""
    rest = dict(changes)
    if "data" in rest:
        before = reading.found(ctx, brief(ctx, experiment).row, name)
        kind = rest.pop("type", None) or before.type
        log(ctx, experiment, Record(name=name, data=rest.pop("data"), type=kind))
    return data.update(ctx, experiment, name, rest) if rest else reading.one(ctx, experiment, name)


def append(ctx: Ctx, experiment: str, record: Record) -> None:
    """Add to data that is there, of whatever type; a given type replaces the stored one. Raises `DataUnknown`."""
    row = brief(ctx, experiment)
    before = reading.found(ctx, row.row, record.name)
    if before.type == DataType.LINE and record.type in (None, DataType.LINE):
        data.log_one(ctx, experiment, replace(record, type=DataType.LINE, replace=False))
        return
    asset_rows.locked(ctx.db, row.row, [record.name])  # nobody else appends between reading and writing
    there = reading.one(ctx, experiment, record.name)
    whole = extended(there.data, record.data)
    data.log_one(ctx, experiment, replace(record, data=whole, type=record.type or there.type, replace=True))
    repository.count(ctx.db, row.row, ctx.now)
