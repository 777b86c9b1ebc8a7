"""All shapes of one picture as one compact JSON document, and back. Pure; the hot loops of import and export.

A shape is `[label, x, y, w, h]` or, for a classification, `[label]`; an object at the end holds what few
shapes have: `r` rings, `m` mask, `c` iscrowd, `g` given, `i` the id that a client chose. A box of which nothing
is given but a number as `id` has that number there. `label` is a place in the annotation's list of labels. A
shape without `i` gets its id from the annotation's and its place. Rings are JSON in a string: most of a
document's numbers are in them, and an export copies them without a look (`coco_writing.py`).
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
    if kind is _RECTANGLE and box is not None and not shape.rings and shape.rle is None:
        x, y, w, h = box
        # What is no number fails a comparison, and is looked at again below.
        try:
            if 0 < w < _FAR and 0 < h < _FAR and -w < x < width and -h < y < height:
                return None
        except TypeError:
            pass
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
        wrong = _wrong_rings(shape.rings, most_points)
        if wrong is not None:
            return wrong
    elif shape.rle is None:
        return "a mask has runs"
    elif len(shape.rle["counts"]) > 10 * most_points:
        return f"its mask has more runs than this installation takes, {10 * most_points:,}"
    return outside(shape, width, height)


def _wrong_rings(rings: Sequence[Any], most_points: int) -> str | None:
    numbers = 0
    for ring in rings:
        wrong = check_ring(ring)
        if wrong is not None:
            return wrong
        numbers += len(ring)
    if not numbers:
        return "a polygon has rings of points"
    if numbers > 2 * most_points:
        return f"it has {numbers // 2:,} points; this installation takes {most_points:,}"
    return None


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
    labels: list[LabelKey] = []
    # By type first: names are hashed by C, pairs with an enum are not.
    places: dict[str, dict[str, int]] = {}
    counts: list[int] = []
    rows: list[list[Any]] = []
    hashed: list[bytes] = []
    small = large = boxed = 0
    try:
        for shape in shapes:
            kind, box, given = shape.type, shape.box, shape.given
            of_type = places.setdefault(kind._value_, {})
            place = of_type.get(shape.label)
            if place is None:
                place = of_type[shape.label] = len(counts)
                labels.append((shape.label, kind))
                counts.append(0)
            counts[place] += 1
            if box is None:
                row: list[Any] = [place]
                hashed.append(_SHORT(b"c", place))
            else:
                left, top, wide, tall = box
                row = [place, left, top, wide, tall]
                boxed += 1
                plain = kind is _RECTANGLE
                # The box of a polygon or mask follows from it.
                hashed.append(_BOX(place, left, top, wide, tall) if plain else _SHORT(b"s", place))
                size = given.get("area") if given else None
                if size is None:
                    size = wide * tall if plain else area(shape)
                if size < MEDIUM_AREA:
                    small += 1
                elif size >= LARGE_AREA:
                    large += 1
            if shape.rings or shape.rle is not None or shape.iscrowd or shape.id:
                row.append(_extra(shape, hashed))
            elif given:
                numbered = box is not None and len(given) == 1 and type(given.get("id")) is int
                row.append(given["id"] if numbered else _extra(shape, hashed))
            rows.append(row)
        text = orjson.dumps(rows).decode()
    except TypeError as wrong:
        raise ValueError(str(wrong)) from wrong
    return Packed(
        text=text,
        labels=labels,
        counts=counts,
        small=small,
        medium=boxed - small - large,
        large=large,
        digest=sha256(b"".join(hashed)).digest(),
    )


def _extra(shape: Shape, hashed: list[bytes]) -> dict[str, Any]:
    """What few shapes have; its canonical bytes are added to `hashed`."""
    extra: dict[str, Any] = {}
    rings = shape.rings
    if rings:
        extra["r"] = orjson.dumps(rings).decode()
        for ring in rings:
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
        if len(row) < 5:
            box = None
        else:
            box = (row[1], row[2], row[3], row[4])
        last = row[-1]
        if type(last) is not dict:
            given = {"id": last} if len(row) == 6 else {}
            yield Shape(label=label.name, type=label.type, box=box, given=given)
        else:
            yield Shape(
                label=label.name,
                type=label.type,
                box=box,
                rings=orjson.loads(last["r"]) if "r" in last else (),
                rle=last.get("m"),
                iscrowd="c" in last,
                id=last.get("i", ""),
                given=last.get("g", {}),
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
        last = row[-1]
        extra: dict[str, Any] = last if type(last) is dict else {"g": {"id": last}} if len(row) == 6 else {}
        shown.append(
            ShapeView(
                id=extra.get("i") or f"{head}{tail ^ place:012x}",
                label=label.name,
                type=label.type.value,
                box=row[1:5] if len(row) > 2 else None,
                rings=orjson.loads(extra["r"]) if "r" in extra else [],
                rle=extra.get("m"),
                iscrowd="c" in extra,
                given=extra.get("g", {}),
            )
        )
    return shown
