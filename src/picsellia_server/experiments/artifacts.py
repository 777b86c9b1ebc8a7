"""The verbs of an experiment's files: store, list, download, rename, delete. Copies share their blobs."""

from __future__ import annotations

from collections.abc import Sequence

from picsellia_server.accounts.model import checked_name
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.experiments import file_rows, repository
from picsellia_server.experiments.access import brief, tell
from picsellia_server.experiments.model import ExperimentRow, FileAsset, FileUnknown, NameInUse
from picsellia_server.experiments.shown import as_file
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks.model import LARGE, Brought, PlannedFile, StoredFile


def of(ctx: ReadCtx, experiment_rows: Sequence[int], *, urls: bool) -> dict[int, list[FileAsset]]:
    """Files by experiment row, in the order in which they came."""
    found = file_rows.of_experiments(ctx.db, experiment_rows)
    return {row: [as_file(ctx, each, urls=urls) for each in files] for row, files in found.items()}


def listing(ctx: ReadCtx, experiment: str, *, urls: bool) -> list[FileAsset]:
    row = brief(ctx, experiment).row
    return of(ctx, [row], urls=urls).get(row, [])


def one(ctx: ReadCtx, experiment: str, name: str) -> FileAsset:
    """A file by name, with a signed address of its bytes. Raises `FileUnknown`."""
    row = brief(ctx, experiment)
    found = {} if "\x00" in name else file_rows.by_names(ctx.db, row.row, [name])
    if name not in found:
        raise FileUnknown(name)
    return as_file(ctx, found[name], urls=True)


def by_key(ctx: ReadCtx, key: str) -> FileAsset | None:
    """The newest file that the organization's experiments show under that key."""
    row = file_rows.by_key(ctx.db, ctx.who.org_id, key)
    return None if row is None else as_file(ctx, row, urls=True)


def stored(ctx: ReadCtx, row: ExperimentRow) -> list[StoredFile]:
    """An experiment's files by their blobs, for copying them."""
    files = file_rows.of_experiments(ctx.db, [row.row]).get(row.row, [])
    return [StoredFile(name=f.name, blob_row=f.blob_id, key=f.shown_key, large=f.large) for f in files]


def plan(ctx: Ctx, experiment: str, brought: Sequence[Brought]) -> list[PlannedFile]:
    """How to bring the bytes of each of these files, in order."""
    brief(ctx, experiment)
    return bytes_of.planned(ctx, brought)


def store(ctx: Ctx, experiment: str, brought: Sequence[Brought]) -> list[FileAsset]:
    """Register files whose bytes have arrived. A name that is there is replaced and keeps its id."""
    row = brief(ctx, experiment)
    found = bytes_of.taken(ctx, brought)
    keys = file_rows.keys_of(ctx.db, row.row)
    files: dict[str, StoredFile] = {}
    for file in brought:
        name = checked_name(file.name, "file", slash=True)
        blob = found[file.sha256]
        taken = {key for other, key in keys.items() if other != name}
        keys[name] = bytes_of.free_key(row.id, name, bytes_of.base_name(file.file_name), taken)
        files[name] = StoredFile(name=name, blob_row=blob.row, key=keys[name], large=blob.size >= LARGE)
    attach(ctx, row, list(files.values()))
    ctx.record("experiment.stored", "experiment", row.id, name=row.name, after=list(files))
    tell(ctx, "stored", row, names=list(files))
    there = file_rows.by_names(ctx.db, row.row, list(files))
    return [as_file(ctx, there[checked_name(file.name, "file", slash=True)], urls=False) for file in brought]


def attach(ctx: Ctx, row: ExperimentRow, files: Sequence[StoredFile]) -> None:
    """Give an experiment files by their blobs, which belong to its organization."""
    new = file_rows.upsert(ctx.db, row.row, files, ctx.now)
    repository.count(ctx.db, row.row, ctx.now, files=new)


def rename(ctx: Ctx, experiment: str, name: str, *, to: str) -> FileAsset:
    """Give a file another name; its key and bytes stay. Raises `FileUnknown`, `NameInUse`."""
    row = brief(ctx, experiment)
    found = {} if "\x00" in name else file_rows.by_names(ctx.db, row.row, [name])
    if name not in found:
        raise FileUnknown(name)
    to = checked_name(to, "file", slash=True)
    if not file_rows.update(ctx.db, found[name].id, {"name": to, "updated_at": ctx.now}):
        raise NameInUse(to)
    repository.count(ctx.db, row.row, ctx.now)
    ctx.record("experiment.file_renamed", "experiment", row.id, name=row.name, before=name, after=to)
    tell(ctx, "stored", row, names=[to])
    return one(ctx, row.id, to)


def delete(ctx: Ctx, experiment: str, name: str) -> None:
    """Raises `FileUnknown` when there is none. The bytes go once nothing refers to them."""
    row = brief(ctx, experiment)
    if "\x00" in name or not file_rows.delete(ctx.db, row.row, [name]):
        raise FileUnknown(name)
    _deleted(ctx, row, 1, before=name)


def delete_all(ctx: Ctx, experiment: str) -> int:
    """Delete all files of an experiment; how many."""
    row = brief(ctx, experiment)
    gone = file_rows.delete(ctx.db, row.row, None)
    if gone:
        _deleted(ctx, row, gone, before=gone)
    return gone


def _deleted(ctx: Ctx, row: ExperimentRow, count: int, *, before: object) -> None:
    repository.count(ctx.db, row.row, ctx.now, files=-count)
    ctx.record("experiment.files_deleted", "experiment", row.id, name=row.name, before=before)
    tell(ctx, "stored", row)
