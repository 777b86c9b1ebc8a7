"""What all changes of annotations have in common: entry in the record, labels, merge. Part of the service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from picsellia.formats.model import Label, Shape, ShapeType, Status
from picsellia_server.annotations import repository, staging
from picsellia_server.annotations.document import LabelKey, Packed
from picsellia_server.annotations.model import AnnotationMoved, Verb, Written
from picsellia_server.annotations.numbers import total
from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import LabelType, NewLabel, VersionRow


@dataclass(slots=True)
class Places:
    """The labels that staged rows use, by a place of their own from 1: names, or rows of labels in the trash."""

    wanted: list[LabelKey | int] = field(default_factory=list)
    _places: dict[LabelKey | int, int] = field(default_factory=dict)

    def of(self, labels: Iterable[LabelKey | int]) -> list[int]:
        found = []
        for label in labels:
            place = self._places.get(label)
            if place is None:
                self.wanted.append(label)
                place = self._places[label] = len(self.wanted)
            found.append(place)
        return found


def staged_row(
    *,
    seq: int,
    picture: int,
    asked: bool,
    base: int | None,
    uuid: str,
    status: Status,
    user: int | None,
    duration: float | None,
    packed: Packed,
    places: list[int],
    counts: list[int],
    digest: bytes,
    number: int,
    text: str,
    given: str | None,
    at: datetime,
) -> tuple[Any, ...]:
    """A row for `staging.fill`, in the order of its columns."""
    return (
        seq,
        picture,
        asked,
        base,
        uuid,
        status.value,
        user,
        duration,
        sum(counts),
        packed.small,
        packed.medium,
        packed.large,
        places,
        counts,
        digest,
        number,
        text,
        given,
        at,
    )


def named(shape: Shape, label: str) -> Shape:
    """The shape under a label's name as it is kept."""
    return shape if shape.label == label else replace(shape, label=label)


def label_rows(ctx: ReadCtx, row: VersionRow) -> dict[LabelKey, int]:
    """The rows of a version's live labels."""
    return {(label.name, ShapeType(label.type)): label.id for label in repository.labels_of(ctx.db, row.row)}


def live_labels(ctx: ReadCtx, row: VersionRow) -> dict[int, Label]:
    """A version's live labels by row, in their order."""
    return {
        label.id: Label(
            name=label.name,
            type=ShapeType(label.type),
            source_id=label.source_id,
            supercategory=label.supercategory,
        )
        for label in repository.labels_of(ctx.db, row.row)
    }


def keys(labels: Mapping[int, Label], rows: Iterable[int]) -> list[LabelKey | None]:
    """Name and type of labels by row; None for those that are in the trash or gone."""
    return [(labels[row].name, labels[row].type) if row in labels else None for row in rows]


def name_labels(ctx: Ctx, row: VersionRow, places: Places, known: Sequence[NewLabel] = ()) -> list[str]:
    """Give the staged rows their labels, making those that are missing; the names of the new ones.

    `known` are labels of a file, in its order, with what it says about them.
    """
    there = label_rows(ctx, row)
    wanted = {(label.name, ShapeType(label.type.value)): label for label in known}
    for key in places.wanted:
        if not isinstance(key, int):
            wanted.setdefault(key, NewLabel(name=key[0], type=LabelType(key[1].value)))
    missing = [label for key, label in wanted.items() if key not in there]
    if missing:
        datasets.make_labels(ctx, row.id, missing)
        there = label_rows(ctx, row)
    staging.name_labels(ctx.db, [key if isinstance(key, int) else there[key] for key in places.wanted])
    return [label.name for label in missing]


def begin(ctx: Ctx, row: VersionRow, verb: Verb, *, pictures: int, undoes: int | None = None) -> tuple[int, str]:
    """Enter a change into the record of a version; its row and its id."""
    uuid = ctx.new_id()
    change = repository.insert_change(
        ctx.db,
        {
            "uuid": uuid,
            "version_id": row.row,
            "user_id": ctx.who.user_id or None,
            "at": ctx.now,
            "verb": verb.value,
            "pictures": pictures,
            "undoes": undoes,
        },
    )
    return change, uuid


def note(ctx: Ctx, row: VersionRow, verb: Verb, uuid: str, after: dict[str, Any]) -> None:
    """Append the change to the event record of the organization."""
    ctx.record(f"annotations.{verb}", "version", row.id, name=row.full_name, after={"change": uuid, **after})


def merge(ctx: Ctx, row: VersionRow, change: int) -> None:
    """Make the staged states those of the version, its counters and fingerprint with them."""
    labels, sums = staging.merge(ctx.db, row.row, change)
    datasets.count_labels(ctx, labels)
    datasets.add_to_fingerprint(ctx, row, total(sums))


def keep(ctx: Ctx, row: VersionRow, verb: Verb, *, labels: list[str] | None = None) -> Written:
    """Merge what is staged, as one change; what stays the same is left alone. The version is locked."""
    unchanged = staging.settle(ctx.db, row.row)
    if moved := staging.moved_on(ctx.db, row.row):
        raise AnnotationMoved(moved[0])
    counts = staging.count(ctx.db)
    if not counts.pictures:
        return Written(change=None, unchanged=unchanged, labels=labels or [])
    change, uuid = begin(ctx, row, verb, pictures=counts.pictures)
    merge(ctx, row, change)
    note(ctx, row, verb, uuid, {"pictures": counts.pictures, "shapes": counts.shapes})
    return Written(
        change=uuid,
        written=counts.written,
        unchanged=unchanged,
        deleted=counts.removed,
        shapes=counts.shapes,
        labels=labels or [],
    )
