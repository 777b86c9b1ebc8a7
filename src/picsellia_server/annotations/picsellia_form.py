"""Annotations in the form of the published clients, a picture at a time, named by file. Part of the service.

Whole files of that form are imported and exported as any other (`importing.py`, `exporting.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from picsellia.formats.model import Format, Refusal, Shape
from picsellia.formats.picsellia_export import annotation_of
from picsellia.formats.picsellia_shapes import read_shape
from picsellia_server.annotations import changing, exporting, listing
from picsellia_server.annotations.model import (
    AnnotationRefused,
    LookFilter,
    NewAnnotation,
    NotMember,
    ShapeRefused,
    Snapshot,
    Written,
)
from picsellia_server.annotations.reading import count
from picsellia_server.annotations.writing import write
from picsellia_server.blobs import service as blobs
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import Member, VersionRow

_MARKED = re.compile(r"(.+)-([0-9a-f]{8}(?:-[0-9a-f]{4}){0,3}(?:-[0-9a-f]{12})?)((?:\.[^.]*)?)")


def named(ctx: ReadCtx, row: VersionRow, file_name: str) -> Member:
    """The newest picture of a version with that file name, its base name, or the name that our exports give it."""
    if "\x00" in file_name:
        raise NotMember(file_name, row.full_name)
    if found := datasets.find(ctx, row, [file_name]).get(file_name):
        return found[-1]
    base = file_name.rpartition("/")[2]
    if alike := [m for m in datasets.find_by_base_name(ctx, row, [base]) if m.name.rpartition("/")[2] == base]:
        return alike[-1]
    if marked := _MARKED.fullmatch(base):
        stem, mark, suffix = marked.groups()
        for member in datasets.find_by_base_name(ctx, row, [stem + suffix]):
            if member.id.startswith(mark):
                return member
    raise NotMember(file_name, row.full_name)


def write_named(ctx: Ctx, version: str, file_name: str, *, shapes: Sequence[Any], duration: float | None) -> Written:
    """Replace the annotation of a picture, found by its file name (`named`)."""
    member = named(ctx, datasets.changeable(ctx, version), file_name)
    return write_one(ctx, version, member.id, shapes=shapes, duration=duration)


def write_one(ctx: Ctx, version: str, picture: str, *, shapes: Sequence[Any], duration: float | None) -> Written:
    """Replace the annotation of a picture. Raises `ShapeRefused` for the first shape that cannot be."""
    made: list[Shape] = []
    for at, value in enumerate(shapes):
        shape = read_shape(value, "")
        if isinstance(shape, Refusal):
            raise ShapeRefused(picture, at, shape.reason)
        made.append(shape)
    return write(ctx, version, [NewAnnotation(picture=picture, shapes=made, duration=duration)])


def page(ctx: ReadCtx, version: str, *, skip: int, limit: int) -> tuple[list[dict[str, Any]], int]:
    """Entries of annotated pictures from place `skip` on, and how many there are in all."""
    row = datasets.readable(ctx, version)
    if skip < 0 or limit < 1:
        raise AnnotationRefused("A page begins at 0 or later and has at least one entry.")
    return _entries(ctx, row, listing.annotated(ctx.db, row.row, skip=skip, limit=limit)), count(
        ctx, version, LookFilter(annotated=True)
    )


def of_named(ctx: ReadCtx, version: str, file_name: str) -> list[dict[str, Any]]:
    """The entry of a picture, found by its file name; none where it has no annotation."""
    row = datasets.readable(ctx, version)
    found = listing.annotated_one(ctx.db, row.row, named(ctx, row, file_name).row)
    return [] if found is None else _entries(ctx, row, [found])


def _entries(ctx: ReadCtx, row: VersionRow, found: Sequence[Any]) -> list[dict[str, Any]]:
    labels = changing.live_labels(ctx, row)
    names = datasets.local_names(ctx, row, [(each.uuid, each.name) for each in found]) if found else {}
    return [annotation_of(exporting.record_of(each, names[each.uuid], labels, url=None)) for each in found]


def snapshot(ctx: Ctx, version: str) -> Snapshot:
    """A version's annotations as one file in the store, for a while: nothing refers to it, so it is swept."""
    row = datasets.readable(ctx, version)
    name = f"{row.dataset_name}-{row.name}.json"
    chunks = _with_total(exporting.export(ctx, version, format=Format.PICSELLIA), row.size)
    blob = blobs.keep(ctx, chunks, name=name, media_type="application/json")
    return Snapshot(url=blobs.address(ctx, blob, name=name), name=name)


def _with_total(chunks: Iterator[bytes], total: int) -> Iterator[bytes]:
    yield b'{"total_assets":%d,' % total
    yield next(chunks).removeprefix(b"{")
    yield from chunks
