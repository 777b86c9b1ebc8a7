"""Looking at annotations: of pictures, of a filter, of their past; statistics and differences. Part of the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from picsellia.formats.model import Label, Status
from picsellia_server.annotations import changing, listing, repository
from picsellia_server.annotations.document import views
from picsellia_server.annotations.model import (
    Annotation,
    AnnotationMissing,
    AnnotationRefused,
    Change,
    Difference,
    DiffKind,
    LabelCount,
    Look,
    LookFilter,
    NotMember,
    Past,
    Statistics,
)
from picsellia_server.context import ReadCtx
from picsellia_server.datasets import service as datasets

_MOST_PICTURES = 1_000


def one(ctx: ReadCtx, version: str, picture: str) -> Annotation:
    """The annotation of one picture; `AnnotationMissing` when it has none."""
    row = datasets.readable(ctx, version)
    rows = listing.of_pictures(ctx.db, row.row, [picture])
    if not rows:
        raise NotMember(picture, row.full_name)
    if rows[0].annotation is None:
        raise AnnotationMissing(picture)
    return _annotation(rows[0], changing.live_labels(ctx, row))


def of_pictures(ctx: ReadCtx, version: str, ids: Sequence[str]) -> list[Annotation]:
    """The annotations of pictures, oldest picture first; those that have none are left out."""
    row = datasets.readable(ctx, version)
    if len(ids) > _MOST_PICTURES:
        raise AnnotationRefused(f"One request reads up to {_MOST_PICTURES:,} pictures. Ask several times.")
    rows = listing.of_pictures(ctx.db, row.row, ids)
    if strangers := set(ids) - {each.uuid for each in rows}:
        raise NotMember(min(strangers), row.full_name)
    labels = changing.live_labels(ctx, row)
    return [_annotation(each, labels) for each in rows if each.annotation is not None]


def _annotation(row: Any, labels: Mapping[int, Label]) -> Annotation:
    shapes = views(row.shapes, [labels.get(label) for label in row.label_ids], uuid=row.annotation)
    return Annotation(
        id=row.annotation,
        picture_id=row.uuid,
        external_url=row.name,
        width=row.width,
        height=row.height,
        status=Status(row.status),
        author=row.username,
        duration=row.duration,
        objects=len(shapes),
        revision=row.change_id,
        updated_at=row.updated_at,
        shapes=shapes,
    )


def looks(
    ctx: ReadCtx, version: str, chosen: LookFilter, *, after: int = 0, limit: int = 100, shapes: bool = False
) -> tuple[list[Look], int | None]:
    """Pictures after the row `after` that a filter picks, oldest first; `shapes` brings their shapes as well."""
    row = datasets.readable(ctx, version)
    rows = listing.page(ctx.db, row.row, chosen, after=after, limit=limit, shapes=shapes)
    known = repository.labels_of(ctx.db, row.row)
    ids = {label.id: label.uuid for label in known}
    labels = changing.live_labels(ctx, row) if shapes else {}
    found = [_look(each, ids, labels if shapes else None) for each in rows]
    return found, rows[-1].picture_id if len(rows) == limit else None


def look(ctx: ReadCtx, version: str, picture: str) -> Look:
    """One picture of a version with its shapes; its status is None where it has no annotation."""
    row = datasets.readable(ctx, version)
    rows = listing.of_pictures(ctx.db, row.row, [picture])
    if not rows:
        raise NotMember(picture, row.full_name)
    ids = {label.id: label.uuid for label in repository.labels_of(ctx.db, row.row)}
    return _look(rows[0], ids, changing.live_labels(ctx, row))


def count(ctx: ReadCtx, version: str, chosen: LookFilter) -> int:
    """How many pictures of a version a filter picks."""
    row = datasets.readable(ctx, version)
    return row.size if chosen.is_everything else listing.count(ctx.db, row.row, chosen)


def _look(row: Any, ids: Mapping[int, str], labels: Mapping[int, Label] | None) -> Look:
    if row.annotation is None:
        return Look(
            picture_id=row.uuid,
            external_url=row.name,
            width=row.width,
            height=row.height,
            colour=row.colour,
            status=None,
            author=None,
            duration=None,
            objects=0,
            labels={},
            updated_at=None,
            revision=0,
            shapes=None if labels is None else [],
        )
    counted = _counted(zip(row.label_ids, row.label_counts, strict=True), ids)
    shown = None
    if labels is not None:
        shown = views(row.shapes, [labels.get(label) for label in row.label_ids], uuid=row.annotation)
    return Look(
        picture_id=row.uuid,
        external_url=row.name,
        width=row.width,
        height=row.height,
        colour=row.colour,
        status=Status(row.status),
        author=row.username,
        duration=row.duration,
        objects=sum(counted.values()),
        labels=counted,
        updated_at=row.updated_at,
        revision=row.change_id,
        shapes=shown,
    )


def _counted(pairs: Iterable[tuple[int, int]], ids: Mapping[int, str]) -> dict[str, int]:
    return {ids[label]: count for label, count in pairs if label in ids}


def statistics(ctx: ReadCtx, version: str) -> Statistics:
    """Numbers of a version, from counters that change with the annotations."""
    row = datasets.readable(ctx, version)
    counts = listing.counts(ctx.db, row.row)
    labels = [
        LabelCount(
            id=label.uuid, name=label.name, type=label.type, objects=label.objects, annotations=label.annotations
        )
        for label in repository.labels_of(ctx.db, row.row)
    ]
    by_status = {each.status: each.annotations for each in counts}
    return Statistics(
        pictures=row.size,
        annotated=sum(by_status.values()),
        statuses={status.value: by_status.get(status.value, 0) for status in Status},
        objects=sum(label.objects for label in labels),
        labels=labels,
        sizes={size: sum(getattr(each, size) for each in counts) for size in ("small", "medium", "large")},
        shapes_per_picture=listing.histogram(ctx.db, row.row),
        seconds=sum(each.seconds for each in counts),
    )


def changes(
    ctx: ReadCtx, version: str, *, after: int | None = None, limit: int = 100
) -> tuple[list[Change], int | None]:
    """The record of a version's changes, the latest first."""
    row = datasets.readable(ctx, version)
    found = repository.changes(ctx.db, row.row, after=after, limit=limit)
    return [change for _, change in found], found[-1][0] if len(found) == limit else None


def history(ctx: ReadCtx, version: str, picture: str) -> list[Past]:
    """Who made what of a picture's annotation, the latest first."""
    row = datasets.readable(ctx, version)
    member = datasets.find_by_id(ctx, row, [picture]).get(picture)
    if member is None:
        raise NotMember(picture, row.full_name)
    return repository.past(ctx.db, row.row, member.row)


def diff(ctx: ReadCtx, to: str, since: str) -> dict[str, int]:
    """How many annotations of version `to` differ from those of `since`, by kind."""
    one, other = datasets.readable(ctx, to), datasets.readable(ctx, since)
    found = listing.difference(ctx.db, one.row, other.row)
    return {kind.value: found.get(kind.value, 0) for kind in DiffKind}


def diff_page(
    ctx: ReadCtx, to: str, since: str, *, after: int = 0, limit: int = 100
) -> tuple[list[Difference], int | None]:
    """The annotations behind the numbers of `diff`, oldest picture first."""
    one, other = datasets.readable(ctx, to), datasets.readable(ctx, since)
    rows = listing.difference_page(ctx.db, one.row, other.row, after=after, limit=limit)
    found = [
        Difference(
            picture_id=row.uuid,
            external_url=row.name,
            kind=DiffKind(row.kind),
            objects_before=row.objects_before,
            objects_after=row.objects_after,
            status_before=row.status_before,
            status_after=row.status_after,
        )
        for row in rows
    ]
    return found, rows[-1].id if len(rows) == limit else None
