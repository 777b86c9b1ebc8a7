"""The verbs of what an experiment logs: log, overwrite, rename, delete. Reading is in `reading.py`.

`log` is the one way in: for one record or fifty thousand, for a new asset, an overwrite or an append. It
takes its locks in one order (see `asset_rows.py`), so any number of writers never deadlock, and a batch
costs a handful of statements. Logging is not recorded as events: what was logged is its own record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from picsellia_server.accounts.model import checked_name
from picsellia_server.context import Ctx
from picsellia_server.errors import Invalid, PlatformError
from picsellia_server.experiments import asset_rows, lines, repository
from picsellia_server.experiments.access import brief, tell
from picsellia_server.experiments.changes import Checked, Draft, Run, checked, runs
from picsellia_server.experiments.lines import CHUNK, Line
from picsellia_server.experiments.model import (
    RECORDS,
    DataAsset,
    DataType,
    DataUnknown,
    ExperimentRow,
    LogGap,
    LoggedAsset,
    LogReport,
    NameInUse,
    PictureMissing,
    Record,
    RefusedRecord,
)
from picsellia_server.experiments.reading import found, one, whole
from picsellia_server.networks import files as bytes_of
from picsellia_server.networks.model import Brought

_MERGED = 64  # chunks that become one
_SELDOM = timedelta(seconds=1)
_REFUSED = 200  # shown of those that were


# Logging


def log(ctx: Ctx, experiment: str, records: Sequence[Record], *, writer: str | None = None, seq: int = 0) -> LogReport:
    """Take records in, in their order; refused ones are named and stop no other.

    With a `writer`, `seq` is the first record's number in that writer's own count from 0: what the server
    has already is skipped, a gap is refused with `LogGap`.
    """
    row = brief(ctx, experiment)
    if len(records) > RECORDS:
        raise Invalid(f"One batch has up to {RECORDS:,} records. Send more in several.")
    last: int | None = None
    skipped = 0
    if writer is not None:
        last = repository.lock_writer(ctx.db, row.row, writer, ctx.now)
        if seq > last + 1:
            raise LogGap(last + 1, seq)
        skipped = min(len(records), last + 1 - seq)
    kept, refused = _keep(ctx, row, records[skipped:], first=skipped)
    if writer is not None and last is not None and len(records) > skipped:
        last = seq + len(records) - 1
        repository.advance_writer(ctx.db, row.row, writer, last)
    names = list(dict.fromkeys(record.name for record in kept))
    if names:
        tell(ctx, "logged", row, names=names)
    there = {each.name: each for each in asset_rows.of_experiment(ctx.db, row.row, names=names, with_data=False)}
    return LogReport(
        kept=len(records) - skipped - len(refused),
        skipped=skipped,
        refused=refused[:_REFUSED],
        replaced=[record.replaced for record in kept if record.replaced][:_REFUSED],
        assets=[_logged(there[name]) for name in names],
        last=last,
    )


def _logged(row: Any) -> LoggedAsset:
    return LoggedAsset(id=row.id, name=row.name, type=row.type, points=row.points)


def log_one(ctx: Ctx, experiment: str, record: Record) -> LogReport:
    """As `log`, raising what is wrong with the one record."""
    row = brief(ctx, experiment)
    kept = keep(ctx, row, [record])
    tell(ctx, "logged", row, names=[kept[0].name])
    there = asset_rows.of_experiment(ctx.db, row.row, names=[kept[0].name], with_data=False)
    return LogReport(
        kept=1,
        skipped=0,
        refused=[],
        replaced=[each.replaced for each in kept if each.replaced],
        assets=[_logged(each) for each in there],
        last=None,
    )


def keep(ctx: Ctx, row: ExperimentRow, records: Sequence[Record]) -> list[Checked]:
    """Take records in, all of them or, raising, none."""
    kept, refused = _keep(ctx, row, records, first=0, strict=True)
    assert not refused
    return kept


def _keep(
    ctx: Ctx, row: ExperimentRow, records: Sequence[Record], *, first: int, strict: bool = False
) -> tuple[list[Checked], list[RefusedRecord]]:
    refused: list[RefusedRecord] = []

    def refuse(run: Run, error: PlatformError) -> None:
        if strict:
            raise error
        name = run.record.name[:120]
        refused.extend(
            RefusedRecord(index=first + at, name=name, code=error.code, reason=error.message) for at in run.places
        )

    good = _checked(ctx, row, runs(records), refuse)
    if not good:
        return [], refused
    types: dict[str, str] = {}
    for _, record in good:
        types.setdefault(record.name, record.type)
    made = asset_rows.insert_missing(ctx.db, row.row, types, ctx.now)
    drafts = {name: Draft.of(each) for name, each in asset_rows.locked(ctx.db, row.row, list(types)).items()}
    kept = []
    for run, record in good:
        try:
            drafts[record.name].apply(record, lambda asset, line: whole(ctx, asset, line))
            kept.append(record)
        except PlatformError as error:
            refuse(run, error)
    _write(ctx, [draft for draft in drafts.values() if draft.touched])
    if made:
        repository.count(ctx.db, row.row, ctx.now, assets=made)
    else:
        repository.touch(ctx.db, row.row, ctx.now, ctx.now - _SELDOM)
    return kept, sorted(refused, key=lambda each: each.index)


def _checked(
    ctx: Ctx, row: ExperimentRow, given: Sequence[Run], refuse: Callable[[Run, PlatformError], None]
) -> list[tuple[Run, Checked]]:
    """Each checked by itself; what is wrong goes to `refuse`."""
    named: list[tuple[Run, str]] = []
    for run in given:
        try:
            named.append((run, checked_name(run.record.name, "data", slash=True)))
        except PlatformError as error:
            refuse(run, error)
    types = asset_rows.types_of(ctx.db, row.row, list({name for _, name in named}))
    good: list[tuple[Run, Checked]] = []
    for run, name in named:
        try:
            record = checked(_with_picture(ctx, row, run.record), name, types.get(name))
            if record.type == DataType.IMAGE and record.blob_row is None:
                raise PictureMissing(name)
            types[name] = record.type
            good.append((run, record))
        except PlatformError as error:
            refuse(run, error)
    return good


def _with_picture(ctx: Ctx, row: ExperimentRow, record: Record) -> Record:
    """The record of an image with the blob of its picture: brought with it, or stored under its key."""
    if record.picture is not None:
        return _brought(ctx, row, record, record.picture)
    if record.type != DataType.IMAGE or record.blob_row is not None or not isinstance(record.data, dict):
        return record
    key = record.data.get("object_name")
    blob_row = asset_rows.blob_of_key(ctx.db, row.org_id, key) if isinstance(key, str) and "\x00" not in key else None
    return Record(name=record.name, data=record.data, type=record.type, replace=record.replace, blob_row=blob_row)


def _brought(ctx: Ctx, row: ExperimentRow, record: Record, picture: Brought) -> Record:
    blob = bytes_of.taken(ctx, [picture])[picture.sha256]
    if why := bytes_of.refused_as_picture(ctx, blob):
        raise Invalid(f"{picture.file_name[:120]!r} cannot be logged as an image: {why} Store it as a file instead.")
    key = f"{row.id}/{bytes_of.base_name(picture.file_name)}"
    return Record(
        name=record.name,
        data={"object_name": key},
        type=DataType.IMAGE,
        replace=record.replace,
        blob_row=blob.row,
    )


def _write(ctx: Ctx, drafts: Sequence[Draft]) -> None:
    asset_rows.delete_chunks(ctx.db, [draft.row for draft in drafts if draft.cleared])
    asset_rows.insert_chunks(ctx.db, [(draft.row, *chunk) for draft in drafts for chunk in draft.new])
    for draft in drafts:
        if draft.line is not None and draft.new:
            _merge(ctx, draft.row, draft.line, len(draft.new))
    asset_rows.update(ctx.db, [draft.change() for draft in drafts], ctx.now)


def _merge(ctx: Ctx, asset: int, line: Line, added: int) -> None:
    """Make one chunk of the newest `_MERGED`, and again of such, so that single appends cost no row each.

    A line of n appends is left with some 64 · log n chunks, each row of it written log n times.
    """
    level, line.levels = 0, [*line.levels] or [0]
    line.levels[0] += added
    while line.levels[level] >= _MERGED:
        newest = asset_rows.newest_chunks(ctx.db, asset, line.levels[level])
        line.levels[level] = 0
        total = sum(rows for _, rows, _ in newest)
        if total > CHUNK:
            return
        used = {key for _, _, body in newest if isinstance(body, dict) for key in body}
        keys = [key for key in line.keys if key in used]
        body = lines.joined(line.form, keys, [(rows, body) for _, rows, body in newest])
        asset_rows.delete_chunks_from(ctx.db, asset, newest[0][0])
        asset_rows.insert_chunks(ctx.db, [(asset, newest[0][0], total, body)])
        level += 1
        if level == len(line.levels):
            line.levels.append(0)
        line.levels[level] += 1


# Changing and deleting


def update(ctx: Ctx, experiment: str, name: str, changes: Mapping[str, Any]) -> DataAsset:
    """Overwrite `data` or `type`, or rename; raises `DataUnknown`, `NameInUse`."""
    row = brief(ctx, experiment)
    before = found(ctx, row.row, name)
    if unknown := [key for key in changes if key not in ("name", "data", "type")]:
        raise Invalid(f"A data-asset has no attribute {unknown[0][:60]!r} to set. It has: name, data, type.")
    if "data" in changes or "type" in changes:
        data = changes["data"] if "data" in changes else one(ctx, experiment, name).data
        kind = changes.get("type") or before.type
        keep(ctx, row, [Record(name=before.name, data=data, type=kind, replace=True)])
    to = before.name
    if "name" in changes:
        to = checked_name(str(changes["name"]), "data", slash=True)
        if not asset_rows.rename(ctx.db, before.id, to, ctx.now):
            raise NameInUse(to)
    repository.count(ctx.db, row.row, ctx.now)
    ctx.record("experiment.data_updated", "experiment", row.id, name=row.name, before=before.name, after=to)
    tell(ctx, "logged", row, names=[to])
    return one(ctx, experiment, to)


def drop(ctx: Ctx, row: ExperimentRow, names: Mapping[str, Any] | Sequence[str]) -> int:
    """Delete the assets of these names; how many there were. The counter is the caller's."""
    there = asset_rows.locked(ctx.db, row.row, list(names))
    return asset_rows.delete(ctx.db, [each.id for each in there.values()]) if there else 0


def delete(ctx: Ctx, experiment: str, name: str) -> None:
    """Raises `DataUnknown` when there is none."""
    row = brief(ctx, experiment)
    if "\x00" in name or not drop(ctx, row, [name]):
        raise DataUnknown(name)
    _deleted(ctx, row, 1, before=name)


def delete_all(ctx: Ctx, experiment: str) -> int:
    """Delete all that an experiment has logged; how many assets."""
    row = brief(ctx, experiment)
    there = asset_rows.locked(ctx.db, row.row, None)
    gone = asset_rows.delete(ctx.db, [each.id for each in there.values()]) if there else 0
    if gone:
        _deleted(ctx, row, gone, before=gone)
    return gone


def _deleted(ctx: Ctx, row: ExperimentRow, count: int, *, before: object) -> None:
    repository.count(ctx.db, row.row, ctx.now, assets=-count)
    ctx.record("experiment.data_deleted", "experiment", row.id, name=row.name, before=before)
    tell(ctx, "logged", row)
