"""Shapes as people write them, to what the server takes: the platform's form, and that of the published clients.

    {"type": "rectangle", "label": "car", "rectangle": {"top": 16, "left": 10, "width": 50, "height": 60}}
    {"type": "polygon", "label": "bus", "polygon": {"geometry": [{"x": 12, "y": 15}, …]}}
    {"type": "classification", "label": "day"}
    {"type": "rectangle", "label": "car", "box": [10, 16, 50, 60]}
    {"type": "polygon", "label": "bus", "rings": [[12, 15, 178, 151, 122, 196]]}
    {"type": "mask", "label": "road", "rle": {"size": [480, 640], "counts": […]}}

Pixels from the top-left corner; a box is x, y, width, height.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from picsellia._values import Replaced, plain
from picsellia.errors import InvalidQueryError

_OWN = frozenset(("id", "label", "type", "box", "rings", "rle", "iscrowd", "given"))
_PLAIN = (int, str, bool, type(None))
_ALIASES = {"detection": "rectangle", "segmentation": "polygon"}


def encoded_shapes(shapes: Any) -> list[dict[str, Any]]:
    """Shapes in the server's form. Raises `InvalidQueryError` naming the first that cannot be one."""
    if isinstance(shapes, Mapping):
        shapes = [shapes]
    if isinstance(shapes, str) or not isinstance(shapes, Iterable):
        raise InvalidQueryError(f"`shapes` is a list of shapes, not {shapes!r:.100}.")
    return [_encoded(shape, number) for number, shape in enumerate(shapes, start=1)]


def _is_foreign(value: Any) -> bool:
    """Whether anything in it is no plain JSON: a number of numpy, an array, a tensor, NaN."""
    kind = type(value)
    if kind is float:
        return not math.isfinite(value)
    if kind in _PLAIN:
        return False
    if kind is dict:
        return any(map(_is_foreign, value.values()))
    return kind not in (list, tuple) or any(map(_is_foreign, value))


def _encoded(shape: Any, number: int) -> dict[str, Any]:
    if not isinstance(shape, Mapping):
        raise InvalidQueryError(f"Shape {number} is a dict with a type and a label, not {shape!r:.100}.")
    if _is_foreign(shape):
        replaced = Replaced()
        shape = plain(shape, replaced, f"shape {number}")
        if replaced.nan:
            raise InvalidQueryError(f"Shape {number}: a coordinate is not a finite number.")
    if {"box", "rings", "rle"} & shape.keys():
        kind = str(shape.get("type", ""))
        own = {key: value for key, value in shape.items() if key in _OWN and value is not None}
        given = {**own.pop("given", {}), **{key: value for key, value in shape.items() if key not in _OWN}}
        return {**own, "type": _ALIASES.get(kind, kind), "given": given}
    from picsellia.formats import Refusal, Shape
    from picsellia.formats.picsellia_shapes import read_shape

    made = read_shape(shape, f"shape {number}")
    if isinstance(made, Refusal):
        raise InvalidQueryError(f"Shape {number}: {made.reason}.")
    assert isinstance(made, Shape)
    return {
        "label": made.label,
        "type": made.type.value,
        "box": None if made.box is None else list(made.box),
        "rings": [list(ring) for ring in made.rings],
        "rle": made.rle,
        "iscrowd": made.iscrowd,
        "given": dict(made.given),
    }
