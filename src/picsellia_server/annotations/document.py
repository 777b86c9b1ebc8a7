"""All shapes of one picture as one compact JSON document, and back. Pure; the hot loops of import and export.

A shape is `[label, x, y, w, h]` or, for a classification, `[label]`; an object at the end holds what few
shapes have: `r` rings, `m` mask, `c` iscrowd, `g` given, `i` the id that a client chose. `label` is a place in
the annotation's list of labels. A shape without `i` gets its id from the annotation's and its place.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, TypeAlias

import orjson

from picsellia.formats import rle as masks
from picsellia.formats.geometry import area, bounds, check_box, check_ring, outside
from picsellia.formats.model import Box, Label, Shape, ShapeType
from picsellia_server.annotations.model import ShapeView

LabelKey: TypeAlias = tuple[str, ShapeType]
"""Name and type: what a label is known by."""

MEDIUM_AREA: Final = 32 * 32
LARGE_AREA: Final = 96 * 96
_FAR: Final = 1e9
_DERIVED: Final = frozenset(("id", "bbox", "area"))
_BOX: Final = struct.Struct("<i4d").pack
_SHORT: Final = struct.Struct("<ci").pack
_RECTANGLE, _POLYGON = ShapeType.RECTANGLE, ShapeType.POLYGON
_MASK, _CLASSIFICATION = ShapeType.MASK, ShapeType.CLASSIFICATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A document, with what is counted beside it. `labels` and `counts` stand side by side.

    `digest` is over the geometry and what was given, not over ids, and says nothing of the labels' names.
    """

    text: str
    labels: list[LabelKey]
    counts: list[int]
    small: int
    medium: int
    large: int
    digest: bytes

    @property
    def objects(self) -> int:
        return sum(self.counts)


def refusal(shape: Shape, width: int, height: int, *, most_points: int) -> str | None:
    """Why `shape` cannot be on a picture of that size; None when it can. Nothing of it is trusted."""
    kind, box = shape.type, shape.box
    if kind is _CLASSIFICATION:
        return "a classification has no place in the picture" if box or shape.rings or shape.rle else None
    wrong = check_box(box)
    if wrong is not None:
        return wrong
    assert box is not None
    if box[0] + box[2] > _FAR or box[1] + box[3] > _FAR:
        return "it reaches further than any picture"
    if kind is _RECTANGLE:
        if shape.rings or shape.rle:
            return "a rectangle has a box alone"
    elif kind is _POLYGON:
        points = 0
        for ring in shape.rings:
            wrong = check_ring(ring)
            if wrong is not None:
                return wrong
            points += len(ring) // 2
        if not points:
            return "a polygon has rings of points"
        if points > most_points:
            return f"it has {points:,} points; this installation takes {most_points:,}"
    elif shape.rle is None:
        return "a mask has runs"
    elif len(shape.rle["counts"]) > 10 * most_points:
        return f"its mask has more runs than this installation takes, {10 * most_points:,}"
    return outside(shape, width, height)


def with_box(shape_type: ShapeType, box: Box | None, rings: Sequence[Any], rle: Mapping[str, Any] | None) -> Box | str:
    """The box of a shape that came without one, or why there is none."""
    if box is not None:
        return box
    if shape_type is _POLYGON and rings:
        for ring in rings:
            if (wrong := check_ring(ring)) is not None:
                return wrong
        return bounds(rings)
    if shape_type is _MASK and rle is not None:
        try:
            return masks.box(rle) or "its mask covers no pixel"
        except ValueError as wrong_mask:
            return str(wrong_mask)
    return "it has no box"


def pack(shapes: Sequence[Shape]) -> Packed:
    """Make the document. Raises `ValueError` when something that was given is no JSON."""
    places: dict[LabelKey, int] = {}
    counts: list[int] = []
    rows: list[list[Any]] = []
    hashed: list[bytes] = []
    small = large = 0
    for shape in shapes:
        kind, box = shape.type, shape.box
        key = (shape.label, kind)
        place = places.get(key)
        if place is None:
            place = places[key] = len(counts)
            counts.append(0)
        counts[place] += 1
        if box is None:
            row: list[Any] = [place]
            hashed.append(_SHORT(b"c", place))
        else:
            row = [place, *box]
            # The box of a polygon or mask follows from it.
            hashed.append(_BOX(place, *box) if kind is _RECTANGLE else _SHORT(b"s", place))
            given_area = shape.given.get("area") if shape.given else None
            size = (box[2] * box[3] if kind is _RECTANGLE else area(shape)) if given_area is None else given_area
            if size < MEDIUM_AREA:
                small += 1
            elif size >= LARGE_AREA:
                large += 1
        if shape.rings or shape.given or shape.rle is not None or shape.iscrowd or shape.id:
            row.append(_extra(shape, hashed))
        rows.append(row)
    boxed = sum(count for (_, kind), count in zip(places, counts, strict=True) if kind is not _CLASSIFICATION)
    try:
        text = orjson.dumps(rows).decode()
    except TypeError as wrong:
        raise ValueError(str(wrong)) from wrong
    return Packed(
        text=text,
        labels=list(places),
        counts=counts,
        small=small,
        medium=boxed - small - large,
        large=large,
        digest=sha256(b"".join(hashed)).digest(),
    )


def _extra(shape: Shape, hashed: list[bytes]) -> dict[str, Any]:
    """What few shapes have; its canonical bytes are added to `hashed`."""
    extra: dict[str, Any] = {}
    if shape.rings:
        extra["r"] = shape.rings
        for ring in shape.rings:
            hashed.append(_SHORT(b"r", len(ring)))
            hashed.append(array("d", ring).tobytes())
    if shape.rle is not None:
        extra["m"] = masks.as_json(shape.rle)
        runs = masks.counts_of(shape.rle)
        hashed.append(_SHORT(b"m", len(runs)) + array("q", [*masks.size_of(shape.rle), *runs]).tobytes())
    if shape.iscrowd:
        extra["c"] = 1
        hashed.append(b"c")
    given = shape.given
    if given:
        extra["g"] = given
        if not _DERIVED.issuperset(given):
            said = {key: value for key, value in given.items() if key not in _DERIVED}
            hashed.append(_canonical(said))
    if shape.id:
        extra["i"] = shape.id
    return extra


def _canonical(value: Mapping[str, Any]) -> bytes:
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError as wrong:
        raise ValueError(str(wrong)) from wrong


def canonical_given(value: Mapping[str, Any]) -> str | None:
    """What the source said of a picture as JSON, None for nothing; `ValueError` when it is no JSON."""
    return _canonical(value).decode() if value else None


Labels: TypeAlias = Sequence[Label | None]
"""The labels of an annotation by place; None for one that is in the trash, whose shapes are hidden."""


def unpack(text: str, labels: Labels) -> Iterator[Shape]:
    """The shapes of a document in order, hidden ones left out."""
    for row in orjson.loads(text):
        label = labels[row[0]]
        if label is None:
            continue
        extra = row[-1] if type(row[-1]) is dict else None
        if extra is None:
            box = None if len(row) == 1 else (row[1], row[2], row[3], row[4])
            yield Shape(label=label.name, type=label.type, box=box)
        else:
            yield Shape(
                label=label.name,
                type=label.type,
                box=None if len(row) == 2 else (row[1], row[2], row[3], row[4]),
                rings=extra.get("r", ()),
                rle=extra.get("m"),
                iscrowd="c" in extra,
                id=extra.get("i", ""),
                given=extra.get("g", {}),
            )


def hidden_rows(text: str, labels: Labels) -> list[tuple[int, list[Any]]]:
    """Of a document, the rows whose label is in the trash, each with its place in `labels`."""
    return [(row[0], row) for row in orjson.loads(text) if labels[row[0]] is None]


def views(text: str, labels: Labels, *, uuid: str) -> list[ShapeView]:
    """The shapes as people see them; `uuid` is the annotation's id, from which most ids of shapes follow."""
    head, tail = uuid[:24], int(uuid[24:], 16)
    shown = []
    for place, row in enumerate(orjson.loads(text), start=1):
        label = labels[row[0]]
        if label is None:
            continue
        extra = row[-1] if type(row[-1]) is dict else {}
        shown.append(
            ShapeView(
                id=extra.get("i") or f"{head}{tail ^ place:012x}",
                label=label.name,
                type=label.type.value,
                box=row[1:5] if len(row) > 2 else None,
                rings=extra.get("r", []),
                rle=extra.get("m"),
                iscrowd="c" in extra,
                given=extra.get("g", {}),
            )
        )
    return shown
