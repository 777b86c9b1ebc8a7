"""Exports: one ordered join from one snapshot, through `picsellia.formats`, memory flat. Part of the service.

File names are the distinct local ones of the manifest, so an export fits the pictures of a download.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from picsellia.formats import write_files, write_json, zip_stream
from picsellia.formats.model import ExportLosses, Format, Head, Label, PictureRecord, Status
from picsellia.formats.names import LocalNames
from picsellia_server.annotations import changing, listing
from picsellia_server.annotations.coco_writing import CocoOfDocuments
from picsellia_server.annotations.document import unpack
from picsellia_server.blobs import service as blobs
from picsellia_server.blobs.model import Blob
from picsellia_server.context import ReadCtx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import VersionRow

_BATCH = 1_000
_ZIPPED = (Format.VOC, Format.YOLO)
_WITH_ADDRESSES = (Format.HYBRID, Format.PICSELLIA)
_MOST_REASONS = 20


@dataclass(slots=True)
class Exported:
    """Filled while an export is read: its file name, and what the format could not hold."""

    name: str = ""
    losses: ExportLosses = field(default_factory=ExportLosses)

    def header(self) -> str:
        """The commonest losses as JSON counts by reason, in ASCII."""
        counts = dict(self.losses.counts.most_common(_MOST_REASONS))
        return orjson.dumps(counts).decode().encode("ascii", "backslashreplace").decode()


def media_type(format: Format) -> str:
    return "application/zip" if format in _ZIPPED else "application/json"


def export(
    ctx: ReadCtx, version: str, *, format: Format, only: Status | None = None, exported: Exported | None = None
) -> Iterator[bytes]:
    """A version's annotations in a format; with `only`, those of one status. All pictures are named.

    COCO, Picsellia and the hybrid are JSON; VOC and YOLO a .zip, with a `report.json` where something of the
    annotations has no place in the format.
    """
    row = datasets.readable(ctx, version)
    out = exported if exported is not None else Exported()
    out.name = f"{row.dataset_name}-{row.name}-{format}.{'zip' if format in _ZIPPED else 'json'}"
    labels = changing.live_labels(ctx, row)
    head = Head(
        name=row.dataset_name,
        version=row.name,
        description=datasets.version(ctx, version).description,
        labels=list(labels.values()),
    )
    if format is Format.COCO:
        yield from _coco(ctx, row, head, labels, only=only, losses=out.losses)
        return
    records = _records(ctx, row, labels, only=only, addresses=format in _WITH_ADDRESSES)
    if format in _ZIPPED:
        yield from zip_stream(_with_report(write_files(format, head, records, out.losses), out.losses))
    else:
        yield from write_json(format, head, records, out.losses)


def _with_report(files: Iterable[tuple[str, bytes]], losses: ExportLosses) -> Iterator[tuple[str, bytes]]:
    yield from files
    if losses:
        yield "report.json", orjson.dumps({"losses": losses.report()}, option=orjson.OPT_INDENT_2)


def _coco(
    ctx: ReadCtx, row: VersionRow, head: Head, labels: Mapping[int, Label], *, only: Status | None, losses: ExportLosses
) -> Iterator[bytes]:
    names = local_names(ctx, row)
    chunks = ctx.db.stream(listing.documents(row.row, [] if only is None else [only.value]), batch=_BATCH)
    stored = (each for chunk in chunks for each in chunk)
    return CocoOfDocuments(head, losses, labels, names).of(stored)


def local_names(ctx: ReadCtx, row: VersionRow) -> LocalNames:
    """The distinct names of all pictures of a version, in 8 bytes a picture."""

    def pairs() -> Iterator[tuple[str, str]]:
        for chunk in ctx.db.stream(listing.member_names(row.row), batch=_BATCH):
            yield from chunk  # type: ignore[misc]

    return LocalNames(pairs)


def _records(
    ctx: ReadCtx, row: VersionRow, labels: Mapping[int, Label], *, only: Status | None, addresses: bool
) -> Iterator[PictureRecord]:
    names = local_names(ctx, row)
    statuses = [] if only is None else [only.value]
    for chunk in ctx.db.stream(listing.exported(row.row, statuses), batch=_BATCH):
        for each in chunk:
            name = names.name(each.uuid, each.name)
            yield record_of(each, name, labels, url=_address(ctx, each, name) if addresses else None)


def _address(ctx: ReadCtx, row: Any, name: str) -> str:
    blob = Blob(row=row.blob_id, digest=None, size=row.size, key=row.key, media_type=row.media_type)
    return blobs.address(ctx, blob, name=name)


def record_of(row: Any, name: str, labels: Mapping[int, Label], *, url: str | None) -> PictureRecord:
    """A row of `listing.exported` as the formats have it."""
    annotated = row.shapes is not None
    return PictureRecord(
        file_name=name,
        width=row.width,
        height=row.height,
        shapes=list(unpack(row.shapes, [labels.get(label) for label in row.label_ids])) if annotated else (),
        annotated=annotated,
        status=Status(row.status) if annotated else None,
        duration=row.duration,
        picture_id=row.uuid,
        url=url,
        given=orjson.loads(row.given) if row.given else {},
    )
