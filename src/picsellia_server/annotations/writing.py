"""Writing annotations of pictures: checked, packed, merged. Part of the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import isfinite
from typing import Any

import orjson

from picsellia.formats.model import Label, Shape, ShapeType, Status
from picsellia_server.accounts.model import NameRefused, checked_name
from picsellia_server.annotations import changing, repository, staging
from picsellia_server.annotations.changing import Places
from picsellia_server.annotations.document import LabelKey, Packed, canonical_given, hidden_rows, pack, refusal
from picsellia_server.annotations.model import (
    AnnotationRefused,
    NewAnnotation,
    NotMember,
    ShapeRefused,
    Verb,
    Written,
)
from picsellia_server.annotations.numbers import number
from picsellia_server.context import Ctx
from picsellia_server.datasets import service as datasets
from picsellia_server.datasets.model import Member, VersionRow

_SHOWN = Label(name="", type=ShapeType.RECTANGLE)


def write(ctx: Ctx, version: str, new: Sequence[NewAnnotation]) -> Written:
    """Replace the annotations of pictures; labels that are not there yet are made. Twice changes nothing more.

    Pictures keep their status where nothing changed; otherwise it is the one given, or pending.
    """
    row = datasets.changeable(ctx, version)
    ids = [each.picture for each in new]
    if len(new) > ctx.settings.max_batch:
        raise AnnotationRefused(f"One request writes up to {ctx.settings.max_batch:,} annotations. Send several.")
    if len(set(ids)) < len(ids):
        raise AnnotationRefused("A picture is in the request twice. Send one annotation for each.")
    members = datasets.find_by_id(ctx, row, ids)
    names: dict[str, str] = {}
    packed = []
    for each in new:
        if each.picture not in members:
            raise NotMember(each.picture, row.full_name)
        packed.append(_packed(ctx, each, members[each.picture], names))
    datasets.lock(ctx, row)
    staging.empty(ctx.db)
    places = Places()
    hidden = _hidden(ctx, row, [members[picture].row for picture in ids])
    staging.fill(
        ctx.db,
        (
            _staged(ctx, at, each, members[each.picture], doc, places, hidden)
            for at, (each, doc) in enumerate(zip(new, packed, strict=True))
        ),
    )
    if gone := staging.drop_strangers(ctx.db, row.row):
        raise NotMember(next(m.id for m in members.values() if m.row in gone), row.full_name)
    labels = changing.name_labels(ctx, row, places)
    return changing.keep(ctx, row, Verb.WRITTEN, labels=labels)


def _packed(ctx: Ctx, new: NewAnnotation, member: Member, names: dict[str, str]) -> Packed:
    """The document of one picture; `names` are the names of labels that were checked already."""
    if len(new.shapes) > ctx.settings.max_shapes:
        raise AnnotationRefused(
            f"Picture {new.picture!r} has {len(new.shapes):,} shapes; this installation takes "
            f"{ctx.settings.max_shapes:,}."
        )
    if new.duration is not None and not (isfinite(new.duration) and new.duration >= 0):
        raise AnnotationRefused("A duration is a number of seconds from 0 on.")
    taken: set[str] = set()
    shapes = []
    for at, shape in enumerate(new.shapes):
        try:
            if shape.label not in names:
                names[shape.label] = checked_name(shape.label, "label", slash=True)
        except NameRefused as wrong:
            raise ShapeRefused(new.picture, at, wrong.message.rstrip(".")) from wrong
        reason = refusal(shape, member.width, member.height, most_points=ctx.settings.max_points)
        if reason is None and shape.id and shape.id in taken:
            reason = f"its id {shape.id} is that of an earlier shape"
        if reason is not None:
            raise ShapeRefused(new.picture, at, reason)
        taken.add(shape.id)
        shapes.append(changing.named(shape, names[shape.label]))
    try:
        return pack(_identified(ctx, shapes))
    except ValueError as wrong:
        raise AnnotationRefused(f"The annotation of picture {new.picture!r} cannot be kept: {wrong}.") from wrong


def _identified(ctx: Ctx, shapes: list[Shape]) -> list[Shape]:
    """Where a client names some of its shapes, the others get ids of their own as well: places move."""
    if not any(shape.id for shape in shapes):
        return shapes
    return [shape if shape.id else replace(shape, id=ctx.new_id()) for shape in shapes]


@dataclass(frozen=True, slots=True)
class _Hidden:
    """What is kept of a picture's shapes whose labels are in the trash: rows, and their labels with counts."""

    rows: list[list[Any]]
    labels: list[int]
    counts: list[int]


def _hidden(ctx: Ctx, row: VersionRow, pictures: Sequence[int]) -> dict[int, _Hidden]:
    """Shapes that the writer could not see, by picture: they outlive the writing."""
    trashed = set(repository.hidden_labels(ctx.db, row.row))
    if not trashed:
        return {}
    found = {}
    for picture, old in repository.with_labels(ctx.db, row.row, pictures, list(trashed)).items():
        labels = [label for label in old.label_ids if label in trashed]
        shown = [None if label in trashed else _SHOWN for label in old.label_ids]
        rows, counts = [], [0] * len(labels)
        for place, shape in hidden_rows(old.shapes, shown):
            at = labels.index(old.label_ids[place])
            counts[at] += 1
            rows.append([at, *shape[1:]])
        found[picture] = _Hidden(rows, labels, counts)
    return found


def _staged(
    ctx: Ctx,
    at: int,
    new: NewAnnotation,
    member: Member,
    packed: Packed,
    places: Places,
    hidden: dict[int, _Hidden],
) -> tuple[Any, ...]:
    labels: list[LabelKey | int] = [*packed.labels]
    named: list[LabelKey | None] = [*packed.labels]
    counts, text, digest = packed.counts, packed.text, packed.digest
    if member.row in hidden:
        kept = hidden[member.row]
        rows = [[shape[0] + len(labels), *shape[1:]] for shape in kept.rows]
        more = orjson.dumps(rows).decode()
        text = more if text == "[]" else f"{text[:-1]},{more[1:]}"
        digest = sha256(digest + more.encode()).digest()
        labels, counts = [*labels, *kept.labels], [*counts, *kept.counts]
        named += [None] * len(kept.labels)
    status = new.status or Status.PENDING
    try:
        given = canonical_given(new.given)
    except ValueError as wrong:
        raise AnnotationRefused(f"What was given of picture {new.picture!r} cannot be kept: {wrong}.") from wrong
    return changing.staged_row(
        seq=at,
        picture=member.row,
        asked=new.status is not None,
        base=new.base,
        uuid=ctx.new_id(),
        status=status,
        user=ctx.who.user_id or None,
        duration=new.duration,
        packed=packed,
        places=places.of(labels),
        counts=counts,
        digest=digest,
        number=number(member.name, named, digest),
        text=text,
        given=given,
        at=ctx.now,
    )
