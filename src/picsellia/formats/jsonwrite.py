"""Writes a JSON file of two long lists, pictures and annotations, from one pass over the pictures.

The annotations wait in a temporary file, in memory while they are few, until the pictures are out.
Called by coco_export.py and picsellia_export.py.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from picsellia.formats import _json

Item: TypeAlias = dict[str, Any]

FRACTIONS = "shapes in fractions of a picture whose size is unknown"

# So few that they are still in the processor's cache when they become JSON, which is much faster.
_PICTURES, _ANNOTATIONS = 100, 100
_HELD = 8 << 20
_PIECE = 1 << 18


def two_lists(
    opening: bytes, pairs: Iterable[tuple[Item, list[Item]]], closing: Callable[[], bytes]
) -> Iterator[bytes]:
    """Yield `opening`, the pictures, "annotations" with the annotations, and what `closing` gives then.

    `opening` ends in the "[" of the pictures; each of `pairs` is a picture and its annotations.
    """
    with tempfile.SpooledTemporaryFile(max_size=_HELD) as waiting:
        yield opening
        between = b""
        images: list[Item] = []
        annotations: list[Item] = []
        for image, its in pairs:
            images.append(image)
            annotations += its
            if len(annotations) >= _ANNOTATIONS:
                _wait(waiting, annotations)
            if len(images) >= _PICTURES:
                yield between + _json.dumps(images)[1:-1]
                between = b","
                images.clear()
        _wait(waiting, annotations)
        yield (between if images else b"") + _json.dumps(images)[1:-1] + b'],"annotations":['
        waiting.seek(0)
        yield from iter(lambda: waiting.read(_PIECE), b"")
        yield b"]" + closing()


def _wait(waiting: Any, annotations: list[Item]) -> None:
    if annotations:
        if waiting.tell():
            waiting.write(b",")
        waiting.write(_json.dumps(annotations)[1:-1])
        annotations.clear()
