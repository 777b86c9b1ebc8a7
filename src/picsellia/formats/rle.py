"""COCO's run-length masks: counts as a list or as the compressed string, without numpy.

A mask is {"size": [height, width], "counts": …}: runs of 0 and 1 in turn, beginning with 0,
column by column. The string is the one of pycocotools: 5 bits a character, from "0", each
count from the fourth on as its difference to the one two before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from picsellia.formats.model import Box

MOST_PIXELS = 1 << 31


def counts_of(mask: Mapping[str, Any]) -> list[int]:
    """The runs of `mask`, whichever form they have; ValueError says what is wrong with it."""
    counts = mask.get("counts")
    if isinstance(counts, bytes):
        counts = counts.decode("ascii", "replace")
    runs = decompress(counts) if isinstance(counts, str) else counts
    if not isinstance(runs, list | tuple) or not set(map(type, runs)) <= {int}:
        raise ValueError("the counts of a mask are a list of whole numbers or a compressed string")
    height, width = size_of(mask)
    if runs and min(runs) < 0:
        raise ValueError("a mask has a run of negative length")
    if sum(runs) != height * width:
        raise ValueError(
            f"the runs of the mask cover {sum(runs)} pixels, its size {height} x {width} has {height * width}"
        )
    return list(runs)


def size_of(mask: Mapping[str, Any]) -> tuple[int, int]:
    """Height and width of `mask`; ValueError when it names none."""
    size = mask.get("size")
    if (
        isinstance(size, list | tuple)
        and len(size) == 2
        and all(type(side) is int and side > 0 for side in size)
        and size[0] * size[1] <= MOST_PIXELS
    ):
        return size[0], size[1]
    raise ValueError("the size of a mask is [height, width] in whole pixels")


def decompress(text: str) -> list[int]:
    """The runs of a compressed string; ValueError for characters that are none of it."""
    runs: list[int] = []
    value = shift = 0
    for char in text.encode("utf-8", "replace"):
        bits = char - 48
        if not 0 <= bits < 64 or shift > 60:
            raise ValueError("the compressed string of a mask has a wrong character")
        value |= (bits & 31) << shift
        shift += 5
        if not bits & 32:
            if bits & 16:
                value -= 1 << shift
            runs.append(value + runs[-2] if len(runs) > 2 else value)
            value = shift = 0
    if shift:
        raise ValueError("the compressed string of a mask ends too early")
    return runs


def compress(runs: Sequence[int]) -> str:
    """The compressed string of `runs`, character for character that of pycocotools."""
    out = bytearray()
    for place, run in enumerate(runs):
        value = run - runs[place - 2] if place > 2 else run
        while True:
            bits = value & 31
            value >>= 5
            more = value != -1 if bits & 16 else value != 0
            out.append((bits | 32 if more else bits) + 48)
            if not more:
                break
    return out.decode("ascii")


def area(mask: Mapping[str, Any]) -> int:
    """How many pixels the mask covers."""
    return sum(counts_of(mask)[1::2])


def box(mask: Mapping[str, Any]) -> Box | None:
    """The smallest box around the mask, in whole pixels; None when it covers nothing."""
    height, _ = size_of(mask)
    runs = counts_of(mask)
    ends = list(accumulate(runs))
    left = top = None
    right = bottom = 0
    for run, end in zip(runs[1::2], ends[1::2], strict=False):
        if not run:
            continue
        first, last = end - run, end - 1
        first_column, last_column = first // height, last // height
        left = first_column if left is None else left
        right = last_column
        if first_column == last_column:
            high, low = first % height, last % height
        else:  # it wraps from one column into the next
            high, low = 0, height - 1
        top = high if top is None else min(top, high)
        bottom = max(bottom, low)
    if left is None or top is None:
        return None
    return left, top, right - left + 1, bottom - top + 1


def to_rows(mask: Mapping[str, Any]) -> list[bytearray]:
    """The mask as rows of 0 and 1, one byte a pixel."""
    height, width = size_of(mask)
    flat = bytearray(height * width)
    at = 0
    for place, run in enumerate(counts_of(mask)):
        if place & 1:
            flat[at : at + run] = b"\x01" * run
        at += run
    return [flat[row::height] for row in range(height)]


def from_rows(rows: Sequence[Sequence[int]]) -> dict[str, Any]:
    """The mask of rows of 0 and anything else, with a list of counts."""
    height, width = len(rows), len(rows[0]) if rows else 0
    runs: list[int] = []
    current, length = False, 0
    for column in range(width):
        for row in rows:
            covered = bool(row[column])
            if covered != current:
                runs.append(length)
                current, length = covered, 0
            length += 1
    runs.append(length)
    return {"size": [height, width], "counts": runs}


def as_json(mask: Mapping[str, Any]) -> dict[str, Any]:
    """The mask as COCO writes it; its counts keep the form they have."""
    counts = mask["counts"]
    return {"size": list(mask["size"]), "counts": counts.decode() if isinstance(counts, bytes) else counts}
