"""One annotation of a COCO file as a shape, or the reason why it is none.

The hot loop of an import: a shape in a few microseconds. Called by coco.py.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from math import isfinite
from typing import Any, TypeAlias

from picsellia.formats import rle as masks
from picsellia.formats.geometry import agrees, bounds, check_box, check_ring, check_sides, outside
from picsellia.formats.grouping import Key, key_of
from picsellia.formats.model import Box, Ring, Shape, ShapeType

Entry: TypeAlias = tuple[int, Key | None, Any, Any, Any, Any, Any, dict[str, Any] | None]
"""Position in the file, category, bbox, segmentation, area, iscrowd, id, everything else.

The rings of a segmentation are the bytes of their numbers: a tenth of the memory, and as quick.
"""

_RECTANGLE, _POLYGON = ShapeType.RECTANGLE, ShapeType.POLYGON
_MASK, _CLASSIFICATION = ShapeType.MASK, ShapeType.CLASSIFICATION
_HYBRID_KEYS = ("internal_picture_id", "external_picture_url", "annotations", "nb_labels", "time_spent")
_NUMBERS = frozenset((int, float))
_FAR = 1e9
_POINT = 16
_THREE_POINTS = 3 * _POINT
_SEGMENT = "a segmentation is a list of polygons or a run-length mask"


def entry_of(position: int, annotation: dict[str, Any]) -> tuple[Entry, ShapeType]:
    """Take `annotation` apart, without judging it, and guess the type of its shape."""
    pop = annotation.pop
    category = pop("category_id", None)
    if type(category) is not int:
        category = key_of(category)
    box, segmentation = pop("bbox", None), pop("segmentation", None)
    area, crowd, source = pop("area", None), pop("iscrowd", None), pop("id", None)
    if segmentation:
        if type(segmentation) is list:
            kind = _POLYGON
            segmentation = _packed(segmentation)
        else:
            kind = _MASK
    else:
        kind = _RECTANGLE if box else _CLASSIFICATION
    return (position, category, box, segmentation, area, crowd, source, annotation or None), kind


def shape_of(entry: Entry, label: str, size: tuple[int | None, int | None] | None, notes: list[str]) -> Shape | str:
    """Make the shape of `entry`, or say why there is none; `notes` gets what was not kept of it.

    `size` is the picture's width and height as the file says them, None when the shape is relative.
    """
    _, _, box, segmentation, area, crowd, source, rest = entry
    inside = False
    given = _given(source, rest)
    if segmentation:
        if type(segmentation) is dict:
            made = _mask(segmentation, box, given, notes)
        elif type(segmentation) is list:
            made = _polygon(segmentation, box, given, notes)
        else:
            return _SEGMENT
        if isinstance(made, str):
            return made
        kind, real, rings, mask = made
        if area is not None:
            _keep_area(area, None, given)
    elif box:
        inside = _inside(box, size)
        if not inside and (wrong := check_box(box)) is not None:
            return wrong
        left, top, width, height = box
        kind, real, rings, mask = _RECTANGLE, (left, top, width, height), (), None
        if area is not None and area != width * height:
            _keep_area(area, width * height, given)
    else:
        return Shape(label=label, type=_CLASSIFICATION, given=given)
    shape = Shape(
        label=label,
        type=kind,
        box=real,
        rings=rings,
        rle=mask,
        iscrowd=crowd in (1, "1"),
        given=given,
    )
    if not inside and size is not None and size[0] and size[1]:
        return outside(shape, size[0], size[1]) or shape
    return shape


def _inside(box: Any, size: tuple[Any, Any] | None) -> bool:
    """Whether it is a box on the picture, as nearly all are; otherwise it takes a closer look to say."""
    try:
        left, top, width, height = box
        return (
            0 < width < _FAR
            and 0 < height < _FAR
            and -width < left < size[0]  # type: ignore[index]
            and -height < top < size[1]  # type: ignore[index]
            and _NUMBERS.issuperset((type(left), type(top), type(width), type(height)))
        )
    except (TypeError, ValueError):
        return False


def _given(source: Any, rest: dict[str, Any] | None) -> dict[str, Any]:
    if rest is None:
        return {} if source is None else {"id": source}
    for key in _HYBRID_KEYS:
        rest.pop(key, None)
    if source is not None:
        rest["id"] = source
    return rest


_Made: TypeAlias = tuple[ShapeType, Box, Any, Mapping[str, Any] | None]


def _packed(segmentation: list[Any]) -> list[Any]:
    first = segmentation[0]
    if type(first) is not list and type(first) is not dict:
        segmentation = [segmentation]  # one ring without the list around it
    elif type(first) is list and first and type(first[0]) is list:
        segmentation = [_flat(ring) for ring in segmentation]  # points as [x, y] pairs
    try:
        return [array("d", ring).tobytes() for ring in segmentation]
    except (TypeError, OverflowError, ValueError):
        return segmentation  # something in it is no number: check_ring tells what


def _flat(ring: Any) -> list[Any]:
    if type(ring) is not list:
        return [ring]
    return [value for point in ring for value in (point if type(point) is list else [point])]


def _polygon(segmentation: list[Any], box: Any, given: dict[str, Any], notes: list[str]) -> _Made | str:
    rings: list[Ring] = []
    wrong = ""
    for place, packed in enumerate(segmentation, 1):
        ring = packed
        if type(packed) is bytes:
            numbers = array("d")
            numbers.frombytes(packed)
            ring = numbers.tolist()
        if len(packed) >= _THREE_POINTS and len(packed) % _POINT == 0 and type(packed) is bytes:
            rings.append(ring)
        else:
            wrong = check_ring(ring) or ""
            if wrong:
                notes.append(f"ring {place} of the polygon is left out: {wrong}")
            else:
                rings.append([float(value) for value in ring])
    if not rings:
        return wrong
    real = bounds(rings)
    if not isfinite(real[0] + real[1] + real[2] + real[3]):
        return "a coordinate is not a finite number"
    return _POLYGON, _box(real, box, given, notes), rings, None


def _mask(segmentation: dict[str, Any], box: Any, given: dict[str, Any], notes: list[str]) -> _Made | str:
    mask = {"size": segmentation.get("size"), "counts": segmentation.get("counts")}
    try:
        real = masks.box(mask)
    except ValueError as wrong:
        return str(wrong)
    if real is None:
        return "its mask covers no pixel"
    return _MASK, _box(real, box, given, notes), (), mask


def _box(real: Box, said: Any, given: dict[str, Any], notes: list[str]) -> Box:
    """The box of a geometry: in the source's own numbers where they agree with it."""
    if not said:
        return real
    if check_sides(said) is not None:
        notes.append("its box is computed anew: the one in the file is no box")
        return real
    left, top, width, height = said
    box = (left, top, width, height)
    if agrees(box, real):
        return box
    given["bbox"] = said
    return real


def _keep_area(area: Any, computed: float | None, given: dict[str, Any]) -> None:
    if type(area) is str:
        try:
            area = float(area)
        except ValueError:
            return
    # NaN is not equal to itself; an area below zero is none.
    if type(area) in (int, float) and 0 <= area < float("inf") and area != computed:
        given["area"] = area
