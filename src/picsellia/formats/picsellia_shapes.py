"""One shape in the form of the published clients: read, checked, and written.

A rectangle has top, left, width, height; a polygon its first ring as points under "geometry" and
further ones under "rings"; a mask its box and its runs; further keys (qa, …) are kept.
Called by picsellia.py, by the hybrid COCO, by the old wire and by the SDK's add_annotation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from picsellia.formats import rle as masks
from picsellia.formats.geometry import agrees, bounds, check_box, check_ring
from picsellia.formats.model import Box, Refusal, Ring, Shape, ShapeType

_NAMES = {kind.value: kind for kind in ShapeType}
_ALIASES = {"detection": ShapeType.RECTANGLE, "segmentation": ShapeType.POLYGON, "bbox": ShapeType.RECTANGLE}
_OWN = frozenset(("type", "label", "rectangle", "polygon", "mask", "iscrowd"))
_SIDES = ("left", "top", "width", "height")


def read_shape(value: Any, where: str, picture: str | None = None) -> Shape | Refusal:
    """Make a shape of `value`, or a refusal that says what is wrong with it and `where`."""
    made = _shape(value)
    return made if isinstance(made, Shape) else Refusal(where=where, reason=made, picture=picture)


def label_of(value: Any) -> tuple[str, ShapeType] | str:
    """The label and the type that `value` says, its geometry unseen; or what is wrong with them."""
    if not isinstance(value, Mapping):
        return "a shape is an object with a type and a label"
    label, kind = value.get("label"), value.get("type")
    if isinstance(label, Mapping):
        label = label.get("name")
    if not isinstance(label, str) or not label.strip():
        return "it has no label"
    found = _NAMES.get(kind) or _ALIASES.get(kind) if isinstance(kind, str) else None
    if found is None:
        return f"its type is {kind!r}; known are rectangle, polygon, mask and classification"
    return label, found


def _shape(value: Any) -> Shape | str:
    said = label_of(value)
    if isinstance(said, str):
        return said
    label, found = said
    given = {key: item for key, item in value.items() if key not in _OWN}
    crowd = value.get("iscrowd") in (1, True)
    if found is ShapeType.CLASSIFICATION:
        return Shape(label=label, type=found, given=given, iscrowd=crowd)
    if found is ShapeType.RECTANGLE:
        box = _rectangle(value.get("rectangle"))
        if isinstance(box, str):
            return box
        return Shape(label=label, type=found, box=box, given=given, iscrowd=crowd)
    if found is ShapeType.POLYGON:
        rings = _rings(value.get("polygon"))
        if isinstance(rings, str):
            return rings
        real = _box(bounds(rings), value.get("rectangle"))
        return Shape(label=label, type=found, box=real, rings=rings, given=given, iscrowd=crowd)
    return _mask(value, label, given, crowd=crowd)


def _rectangle(value: Any) -> Box | str:
    if not isinstance(value, Mapping) or not all(side in value for side in _SIDES):
        return 'a rectangle needs "rectangle" with top, left, width and height'
    box = (value["left"], value["top"], value["width"], value["height"])
    return check_box(box) or box


def _rings(value: Any) -> list[Ring] | str:
    if not isinstance(value, Mapping) or not isinstance(value.get("geometry"), list | tuple):
        return 'a polygon needs "polygon" with its points under "geometry"'
    further = value.get("rings")
    rings: list[Ring] = []
    for points in [value["geometry"], *(further if isinstance(further, list | tuple) else ())]:
        ring = _ring(points)
        if isinstance(ring, str):
            return ring
        rings.append(ring)
    return rings


def _ring(points: Any) -> Ring | str:
    if not isinstance(points, list | tuple):
        return "the points of a polygon are a list"
    flat: list[Any] = []
    for point in points:
        if isinstance(point, Mapping) and "x" in point and "y" in point:
            flat += (point["x"], point["y"])
        elif isinstance(point, list | tuple) and len(point) == 2:
            flat += point
        else:
            return "a point of a polygon has x and y"
    return check_ring(flat) or flat


def _box(real: Box, said: Any) -> Box:
    """The box of a geometry, in the file's own numbers where they agree with it."""
    box = _rectangle(said) if said is not None else real
    return box if not isinstance(box, str) and agrees(box, real) else real


def _mask(value: Mapping[str, Any], label: str, given: dict[str, Any], *, crowd: bool) -> Shape | str:
    mask = value.get("mask")
    if not isinstance(mask, Mapping):
        return 'a mask needs "mask" with its size and counts'
    mask = {"size": mask.get("size"), "counts": mask.get("counts")}
    try:
        real = masks.box(mask)
    except ValueError as wrong:
        return str(wrong)
    if real is None:
        return "its mask covers no pixel"
    box = _box(real, value.get("rectangle"))
    return Shape(label=label, type=ShapeType.MASK, box=box, rle=mask, given=given, iscrowd=crowd)


def shape_dict(shape: Shape) -> dict[str, Any]:
    """The shape as the published clients read it; `read_shape` gives the same shape back."""
    value: dict[str, Any] = {"type": shape.type.value, "label": shape.label}
    box = shape.box
    if shape.rings:
        points = [_points(ring) for ring in shape.rings]
        value["polygon"] = {"geometry": points[0]}
        if len(points) > 1:
            value["polygon"]["rings"] = points[1:]
        # Clients that look for a "rectangle" would take the polygon for a box.
    elif box is not None:
        value["rectangle"] = {"top": box[1], "left": box[0], "width": box[2], "height": box[3]}
        if shape.rle is not None:
            value["mask"] = masks.as_json(shape.rle)
    if shape.iscrowd:
        value["iscrowd"] = 1
    for key, item in shape.given.items():
        if key not in value:
            value[key] = item
    return value


def _points(ring: Ring) -> list[dict[str, float]]:
    return [{"x": ring[at], "y": ring[at + 1]} for at in range(0, len(ring) - 1, 2)]
