"""Imports: a file that was uploaded is read, matched and staged, then merged at once. Part of the service.

All of it is one transaction of one job, so an import is there whole or not at all, and repeating it
changes nothing more. Memory stays flat: records are read, matched and staged a batch at a time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import replace as replaced
from datetime import timedelta
from typing import Any

from picsellia.formats import Source, detect, read
from picsellia.formats.geometry import to_pixels
from picsellia.formats.model import Format, FormatError, Label, PictureRecord, Record, Refusal, Shape, Status
from picsellia_server.accounts.model import NameRefused, checked_name
from picsellia_server.annotations import candidates, changing, matching, repository, staging
from picsellia_server.annotations.changing import Places
from picsellia_server.annotations.document import canonical_given, pack, refusal
from picsellia_server.annotations.model import FormatRefused, Import, ImportUnknown, PicturesFrom, Verb
from picsellia_server.annotations.numbers import number
from picsellia_server.annotations.report import Report
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import BytesMissing
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import members as member_rows
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import LabelType, Member, NewLabel, VersionRow
from picsellia_server.jobs import service as jobs
from picsellia_server.jobs.model import JobState, JobUnknown

_PICTURES = 500
_SHAPES = 5_000
_BYTES = 8 << 20
_KEPT_DAYS = 7
_MEDIA_TYPE = "application/octet-stream"

# Asking for one


def begin_import(
    ctx: Ctx,
    version: str,
    *,
    name: str,
    sha256: str,
    upload: str | None,
    format: str | None = None,
    pictures_from: PicturesFrom = PicturesFrom.VERSION,
    replace: bool = False,
) -> Import:
    """Queue the import of a file whose bytes have arrived by `upload`, or are known; `format` None: found out.

    Annotations that are there already stay, unless `replace`.
    """
    row = datasets.changeable(ctx, version)
    if format is not None:
        try:
            format = Format.parse(format).value
        except FormatError as wrong:
            raise FormatRefused(str(wrong)) from wrong
    blob = blobs.pin(ctx, [sha256]).get(sha256)
    if blob is None:
        arrived = blobs.arrived(ctx, [upload]) if upload is not None else {}
        if upload is None or arrived.get(upload, ("",))[0] != sha256:
            raise BytesMissing(name)
        blob = blobs.claim(ctx, [upload], media_types={upload: _MEDIA_TYPE})[sha256]
    uuid = ctx.new_id()
    repository.insert_import(
        ctx.db,
        {
            "uuid": uuid,
            "version_id": row.row,
            "user_id": ctx.who.user_id or None,
            "blob_id": blob.row,
            "name": checked_name(name.replace("\\", "/").rpartition("/")[2], "file"),
            "format": format,
            "pictures_from": pictures_from.value,
            "replace": replace,
            "state": "queued",
            "created_at": ctx.now,
        },
    )
    # The job has the import's id, so its progress is the import's.
    ctx.later("annotations.import", job=uuid, user_id=ctx.who.user_id, version=row.row, import_id=uuid)
    return import_one(ctx, uuid)


def import_one(ctx: ReadCtx, uuid: str) -> Import:
    """An import, how far it is, and what became of it."""
    row = repository.import_of(ctx.db, ctx.who.org_id, uuid)
    if row is None:
        raise ImportUnknown(uuid)
    found = _import(row)
    return found if found.state in ("done", "failed") else _by_job(ctx, found)


def _by_job(ctx: ReadCtx, found: Import) -> Import:
    """An import that is not over is where its job is: waiting, tried again, or given up."""
    try:
        job = jobs.one(ctx, found.id)
    except JobUnknown:
        return found
    if job.state is JobState.CANCELLED:
        return replaced(found, state="failed", error="The import was cancelled. Nothing of it was kept.")
    if job.state is JobState.FAILED:
        return replaced(found, state="failed", error=job.error or "The import did not come to an end. Start it again.")
    return replaced(found, state="queued" if job.state is JobState.WAITING else "running")


def imports(
    ctx: ReadCtx, version: str, *, after: int | None = None, limit: int = 100
) -> tuple[list[Import], int | None]:
    """The imports into a version, the latest first."""
    row = datasets.changeable(ctx, version)
    found = repository.imports_of(ctx.db, row.row, after=after, limit=limit)
    return [_import(each) for each in found], found[-1].id if len(found) == limit else None


def import_organization(ctx: ReadCtx, uuid: str) -> int | None:
    return repository.import_organization(ctx.db, uuid)


def _import(row: Any) -> Import:
    error = (row.report or {}).get("error") if row.state == "failed" else None
    return Import(
        id=row.uuid,
        version=row.version_uuid,
        name=row.name,
        format=row.format,
        pictures_from=PicturesFrom(row.pictures_from),
        replace=row.replace,
        state=row.state,
        done=row.done or 0,
        report=row.report,
        error=error,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def forget_imports(ctx: Ctx) -> None:
    """Let go of the files of imports whose job has failed for good, so that the sweeper may have them."""
    repository.abandon_imports(ctx.db, ctx.now - timedelta(days=_KEPT_DAYS), ctx.now)


# Doing it


def run_import(ctx: Ctx, uuid: str, *, progress: Callable[[int], None]) -> None:
    """Read and merge the file of an import; a file that cannot be read is its outcome. Done once."""
    asked = repository.import_of(ctx.db, ctx.who.org_id, uuid)
    if asked is None or asked.state != "queued":
        return
    row = datasets.changeable(ctx, asked.version_uuid)
    report = Report()
    blob = blobs.by_rows(ctx, [asked.blob_id])[asked.blob_id]
    try:
        with ctx.storage.open(blob.key) as file, Source.open(file, asked.name) as source:
            wanted = Format(asked.format) if asked.format else detect(source)
            report.format = wanted.value
            reading = _Reading(ctx, row, report, lake=asked.pictures_from == PicturesFrom.LAKE, progress=progress)
            # A name given counts for every file in a folder; a guess is made anew for each.
            reading.take(read(source, wanted if asked.format else None))
    except FormatError as wrong:
        outcome = {"state": "failed", "report": {"error": str(wrong)}}
    else:
        reading.merge(replace=asked.replace)
        outcome = {"state": "done", "report": report.as_json(), "format": report.format}
    repository.finish_import(ctx.db, uuid, {**outcome, "finished_at": ctx.now})


class _Reading:
    """One import under way: what is staged, and what is said about it."""

    def __init__(
        self, ctx: Ctx, row: VersionRow, report: Report, *, lake: bool, progress: Callable[[int], None]
    ) -> None:
        self._ctx = ctx
        self._row = row
        self._report = report
        self._lake = lake
        self._progress = progress
        self._places = Places()
        self._labels: list[NewLabel] = []
        self._names: dict[str, str | None] = {}
        self._found = array("q")
        self._staged = 0
        self._rows: list[tuple[Any, ...]] = []
        self._bytes = 0

    def take(self, records: Iterator[Record]) -> None:
        """Stage what the file holds, as far as its pictures are found."""
        ctx = self._ctx
        candidates.gather(ctx.db, **({"lake": ctx.who.org_id} if self._lake else {"version": self._row.row}))
        staging.empty(ctx.db)
        waiting: list[PictureRecord] = []
        shapes = 0
        for record in records:
            if isinstance(record, PictureRecord):
                waiting.append(record)
                shapes += len(record.shapes)
                if len(waiting) >= _PICTURES or shapes >= _SHAPES:
                    self._stage(waiting)
                    waiting, shapes = [], 0
            elif isinstance(record, Refusal):
                self._report.note(record)
            else:
                self._label(record)
        self._stage(waiting)
        self._flush()

    def _label(self, label: Label) -> None:
        name = self._name(label.name)
        if name is None:
            self._report.refusals.add(f"label {label.name[:60]!r}", "its name cannot be that of a label", None)
            return
        above = self._name(label.supercategory) if label.supercategory else ""
        source = label.source_id if label.source_id is not None and -(2**63) <= label.source_id < 2**63 else None
        kind = LabelType(label.type.value)
        self._labels.append(NewLabel(name=name, type=kind, source_id=source, supercategory=above or ""))

    def _name(self, name: str) -> str | None:
        """The name as it is kept; None when it can be none."""
        if name not in self._names:
            try:
                self._names[name] = checked_name(name, "label", slash=True)
            except NameRefused:
                self._names[name] = None
        return self._names[name]

    def _stage(self, records: list[PictureRecord]) -> None:
        report = self._report
        for record, match in zip(records, matching.find(self._ctx, records) if records else (), strict=True):
            report.in_file += 1
            member = match.picture
            if member is None:
                report.unmatched(record.file_name, match, len(record.shapes))
                continue
            report.matched += 1
            self._found.append(member.row)
            if record.annotated:
                self._stage_one(_sized(record, member, report), member)
        if self._bytes >= _BYTES:
            self._flush()
        self._progress(report.in_file)

    def _stage_one(self, record: PictureRecord, member: Member) -> None:
        ctx, report = self._ctx, self._report
        shapes = self._good(record, member)
        try:
            packed = pack(shapes)
            given = canonical_given(record.given)
        except ValueError as wrong:
            report.refusals.add(record.file_name, f"it cannot be kept: {wrong}", record.file_name, len(shapes) or 1)
            return
        self._rows.append(
            changing.staged_row(
                seq=self._staged,
                picture=member.row,
                asked=record.status is not None,
                base=None,
                uuid=ctx.new_id(),
                status=record.status or Status.PENDING,
                user=ctx.who.user_id or None,
                duration=record.duration if record.duration is not None and 0 <= record.duration < 1e9 else None,
                packed=packed,
                places=self._places.of(packed.labels),
                counts=packed.counts,
                digest=packed.digest,
                number=number(member.name, packed.labels, packed.digest),
                text=packed.text,
                given=given,
                at=ctx.now,
            )
        )
        self._staged += 1
        self._bytes += len(packed.text)

    def _good(self, record: PictureRecord, member: Member) -> list[Shape]:
        """Those of a record's shapes that can be kept; the others are said."""
        report, most = self._report, self._ctx.settings.max_points
        good: list[Shape] = []
        for at, shape in enumerate(record.shapes):
            name = self._names.get(shape.label) or self._name(shape.label)
            reason = (
                "its label's name cannot be that of a label"
                if name is None
                else refusal(shape, member.width, member.height, most_points=most)
            )
            if reason is None:
                good.append(shape if name == shape.label or name is None else changing.named(shape, name))
            else:
                report.refusals.add(f"{record.file_name}, shape {at + 1}", reason, record.file_name)
        limit = self._ctx.settings.max_shapes
        if len(good) > limit:
            reason = f"a picture has up to {limit:,} shapes on this installation"
            report.refusals.add(record.file_name, reason, record.file_name, len(good) - limit)
            del good[limit:]
        return good

    def _flush(self) -> None:
        staging.fill(self._ctx.db, self._rows)
        self._rows.clear()
        self._bytes = 0

    def merge(self, *, replace: bool) -> None:
        """Make what was staged the version's, and finish the report. Takes the locks, so it comes last."""
        ctx, row, report = self._ctx, self._row, self._report
        report.twice = staging.drop_twice(ctx.db)
        if report.twice:
            reason = "an earlier entry of the file is about the same picture, and counts"
            report.refusals.add("pictures", reason, None, report.twice)
        if self._lake and self._found:
            report.added = member_rows.add(ctx.db, row.row, sorted(set(self._found)))
            if report.added:
                ctx.record(
                    "version.pictures_added", "version", row.id, name=row.full_name, after={"pictures": report.added}
                )
        datasets.lock(ctx, row)
        gone = len(staging.drop_strangers(ctx.db, row.row))
        report.matched, report.missing = report.matched - gone, report.missing + gone
        if not replace:
            report.kept = staging.drop_annotated(ctx.db, row.row)
        staging.analyze(ctx.db)
        report.labels = changing.name_labels(ctx, row, self._places, self._labels)
        kept = changing.keep(ctx, row, Verb.IMPORTED)
        report.written, report.unchanged, report.shapes = kept.written, kept.unchanged, kept.shapes
        report.change = kept.change


def _sized(record: PictureRecord, member: Member, report: Report) -> PictureRecord:
    """The record in pixels of its real picture."""
    if not record.relative and record.width == member.width and record.height == member.height:
        return record
    if record.width and record.height and (record.width, record.height) != (member.width, member.height):
        reason = (
            f"the file says {record.width} x {record.height} pixels, the picture has {member.width} x {member.height}"
        )
        report.remarks.add(record.file_name, reason, record.file_name)
    return to_pixels(record, member.width, member.height)
