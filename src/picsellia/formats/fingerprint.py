"""What a dataset version's fingerprint adds up: numbers below 2^256, summed modulo 2^256.

A sum can be kept up to date: adding a picture adds its number, changing an annotation subtracts
the old number and adds the new one, and the order of nothing counts.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from picsellia.formats import rle as masks
from picsellia.formats.model import Shape, ShapeType, Status

MODULUS: Final = 1 << 256
_MINUS_ZERO = array("d", [-0.0]).tobytes()
_DERIVED = frozenset(("id", "bbox", "area"))


def picture_digest(digest: str, file_name: str) -> int:
    """The number of a picture of the version: its SHA-256 in hexadecimal digits, and its file name."""
    return int.from_bytes(sha256(_spelled([digest, file_name])).digest(), "big")


def annotation_digest(digest: str, file_name: str, shapes: Iterable[Shape], status: Status) -> int:
    """The number of a picture's annotation with its status; the order of the shapes does not count."""
    total = sha256(_spelled([digest, file_name, status.value]))
    for written in sorted(map(canonical, shapes)):
        total.update(len(written).to_bytes(8, "little"))
        total.update(written)
    return int.from_bytes(total.digest(), "big")


def add(total: int, *numbers: int) -> int:
    """`total` with `numbers` in it; subtract by giving them negative."""
    return (total + sum(numbers)) % MODULUS


def canonical(shape: Shape) -> bytes:
    """The one spelling of a shape: what it is as sorted JSON, then its coordinates as doubles.

    10 and 10.0 are one number, runs are counts whichever form they had. Ids, and what follows
    from the geometry, are no part of it.
    """
    parts = [_head(shape.label, shape.type, shape.iscrowd)]
    if shape.type is ShapeType.RECTANGLE and shape.box is not None:
        parts.append(_doubles(shape.box))
    for ring in shape.rings:
        parts += (len(ring).to_bytes(4, "little"), _doubles(ring))
    if shape.rle is not None:
        parts.append(_spelled({"size": shape.rle["size"], "counts": masks.counts_of(shape.rle)}))
    for key in shape.given:
        if key not in _DERIVED:
            parts.append(_spelled({k: item for k, item in shape.given.items() if k not in _DERIVED}))
            break
    return b"".join(parts)


@lru_cache(maxsize=4096)
def _head(label: str, kind: ShapeType, crowd: bool) -> bytes:
    return _spelled({"label": label, "type": kind.value, "iscrowd": crowd})


def _doubles(numbers: Sequence[float]) -> bytes:
    packed = array("d", numbers)
    if _MINUS_ZERO in packed.tobytes():  # a database may give it back as 0
        packed = array("d", [number + 0.0 for number in numbers])
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def _spelled(value: Any) -> bytes:
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
