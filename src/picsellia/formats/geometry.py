"""Plane geometry of shapes: areas, bounds, whether a shape is on its picture.

Rings are flat lists x1, y1, x2, y2, …; pixels count from the top-left corner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite
from operator import mul
from typing import Any

from picsellia.formats import rle as masks
from picsellia.formats.model import Box, PictureRecord, Ring, Shape, ShapeType

_NUMBERS = {int, float}
_DECIMALS = 9
_CLOSE = 0.5
"""Two boxes whose sides differ by less, in pixels, say the same."""


def ring_area(ring: Ring) -> float:
    """The area a ring encloses, whatever its direction; 0 for less than three points."""
    xs, ys = ring[0::2], ring[1::2]
    if len(xs) < 3:
        return 0.0
    forth = sum(map(mul, xs, ys[1:])) + xs[-1] * ys[0]
    back = sum(map(mul, ys, xs[1:])) + ys[-1] * xs[0]
    return float(abs(forth - back) / 2)


def bounds(rings: Sequence[Ring]) -> Box:
    """The smallest box around `rings`, of which there is at least one."""
    if len(rings) == 1:
        ring = rings[0]
        xs, ys = ring[0::2], ring[1::2]
        left, top = min(xs), min(ys)
        return left, top, max(xs) - left, max(ys) - top
    boxes = [bounds((ring,)) for ring in rings]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return left, top, right - left, bottom - top


def area(shape: Shape) -> float:
    """Pixels covered: what the source said while it holds, else from the geometry."""
    given = shape.given.get("area")
    if given is not None:
        return float(given)
    if shape.rings:
        return float(sum(map(ring_area, shape.rings)))
    if shape.rle is not None:
        return float(masks.area(shape.rle))
    return float(shape.box[2] * shape.box[3]) if shape.box else 0.0


def check_box(box: Any) -> str | None:
    """Why `box` is no x, y, width, height of some extent; None when it is one."""
    wrong = check_sides(box)
    if wrong is None and (box[2] <= 0 or box[3] <= 0):
        return "the box has no area: width and height must be above 0"
    return wrong


def check_sides(box: Any) -> str | None:
    """Why `box` is not four finite numbers; None when it is."""
    try:
        left, top, width, height = box
        total = left + top + width + height
        if not isfinite(total) or not {type(left), type(top), type(width), type(height)} <= _NUMBERS:
            return "a coordinate is not a finite number"
    except (TypeError, ValueError, OverflowError):
        return "a box is four numbers: x, y, width, height"
    return None


def check_ring(ring: Any) -> str | None:
    """Why `ring` is no ring of at least three points; None when it is one."""
    if type(ring) is not list and type(ring) is not tuple:
        return "a polygon is a list of numbers x1, y1, x2, y2, …"
    count = len(ring)
    if count < 6:
        return f"a polygon needs at least 3 points, this one has {count // 2}"
    if count & 1:
        return "a polygon has as many x as y: its list of numbers is of odd length"
    if not set(map(type, ring)) <= _NUMBERS:
        return "a coordinate is not a number"
    try:
        if not isfinite(sum(ring)):
            return "a coordinate is not a finite number"
    except OverflowError:
        return "a coordinate is not a finite number"
    return None


def agrees(box: Box, other: Box) -> bool:
    """Whether two boxes say the same but for rounding."""
    return (
        abs(box[0] - other[0]) < _CLOSE
        and abs(box[1] - other[1]) < _CLOSE
        and abs(box[2] - other[2]) < _CLOSE
        and abs(box[3] - other[3]) < _CLOSE
    )


def outside(shape: Shape, width: float, height: float) -> str | None:
    """Why `shape` cannot be on a picture of that size; None when at least a part of it is.

    A shape that reaches over the edge is kept as it is: cutting it would lose what was drawn.
    """
    box = shape.box
    if box is None:
        return None
    right, bottom = box[0] + box[2], box[1] + box[3]
    beyond = box[0] >= width or box[1] >= height or right < 0 or bottom < 0
    if beyond or (right == 0 and box[2] > 0) or (bottom == 0 and box[3] > 0):
        return f"it lies outside of the picture, which is {width:g} x {height:g} pixels"
    if shape.rle is not None and list(shape.rle["size"]) != [height, width]:
        tall, wide = shape.rle["size"]
        return f"its mask is {wide} x {tall} pixels, the picture {width:g} x {height:g}"
    return None


def moved(shape: Shape, *, box: Box | None = None, rings: Sequence[Ring] = ()) -> Shape:
    """`shape` with a new geometry; what the source said of the old one is dropped.

    A mask becomes what is given. Rings decide the box.
    """
    given = {key: value for key, value in shape.given.items() if key not in ("bbox", "area")}
    if rings:
        return replace(shape, type=ShapeType.POLYGON, rings=rings, rle=None, box=bounds(rings), given=given)
    kind = ShapeType.RECTANGLE if box else ShapeType.CLASSIFICATION
    return replace(shape, type=kind, rings=(), rle=None, box=box, given=given)


def to_pixels(record: PictureRecord, width: int, height: int) -> PictureRecord:
    """`record` with its real size, and its shapes in pixels when they were fractions of it."""
    if not record.relative:
        return replace(record, width=width, height=height)
    shapes = [_scaled(shape, width, height) for shape in record.shapes]
    return replace(record, width=width, height=height, shapes=shapes, relative=False)


def _scaled(shape: Shape, width: int, height: int) -> Shape:
    if shape.rings:
        rings = [
            [round(value * (height if place & 1 else width), _DECIMALS) for place, value in enumerate(ring)]
            for ring in shape.rings
        ]
        return replace(shape, rings=rings, box=bounds(rings))
    if shape.box is None:
        return shape
    left, top, wide, tall = shape.box
    real = left * width, top * height, wide * width, tall * height
    x, y, w, h = (round(value, _DECIMALS) for value in real)
    return replace(shape, box=(x, y, w, h))
