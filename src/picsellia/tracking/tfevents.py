"""Scalars of TensorBoard's event files, without TensorFlow: the frames of TFRecord, and the few fields needed.

A file that is still being written, or was cut off, is read up to where it is whole. Checksums are those of TFRecord,
the masked CRC-32C. Pictures, histograms and graphs are counted and left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_LONGEST = 1 << 30
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_FLOAT, _DOUBLE, _INT32, _INT64 = 1, 2, 3, 9


class Broken(ValueError):
    """Not an event file, or damaged from some place on."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A point: `at` in seconds since 1970."""

    tag: str
    step: int
    value: float
    at: float


@dataclass(slots=True)
class Left:
    """What was in the file besides scalars: how many values of other kinds, and where it broke off."""

    others: int = 0
    broken: str = ""
    tags: set[str] = field(default_factory=set)


def scalars(path: Path, left: Left) -> Iterator[Scalar]:
    """The scalars of a file in its order; what it held besides goes into `left`."""
    with path.open("rb") as file:
        try:
            for record in _records(file):
                yield from _event(record, left)
        except Broken as error:
            left.broken = str(error)


def _records(file: BinaryIO) -> Iterator[bytes]:
    at = 0
    while head := file.read(12):
        if len(head) < 12:
            raise Broken(f"it is cut off at byte {at:,}")
        length, crc = struct.unpack("<QI", head)
        if masked_crc(head[:8]) != crc or length > _LONGEST:
            raise Broken(f"it is damaged at byte {at:,}" if at else "it is no event file")
        data, foot = file.read(length), file.read(4)
        if len(data) < length or len(foot) < 4:
            raise Broken(f"it is cut off at byte {at:,}")
        if masked_crc(data) != struct.unpack("<I", foot)[0]:
            raise Broken(f"it is damaged at byte {at:,}")
        yield data
        at += 16 + length


def _fields(data: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """(number, wire type, value) of a protobuf message; fixed numbers as their bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield key >> 3, kind, value
            continue
        if kind == _BYTES:
            length, at = _varint(data, at)
        elif kind in (_FIXED64, _FIXED32):
            length = 8 if kind == _FIXED64 else 4
        else:
            raise Broken("a record is no event")
        if at + length > len(data):
            raise Broken("a record is no event")
        yield key >> 3, kind, data[at : at + length]
        at += length


def _varint(data: bytes, at: int) -> tuple[int, int]:
    found = shift = 0
    while at < len(data) and shift < 70:
        byte = data[at]
        at += 1
        found |= (byte & 127) << shift
        if byte < 128:
            return found, at
        shift += 7
    raise Broken("a record is no event")


def _event(record: bytes, left: Left) -> Iterator[Scalar]:
    step, when = 0, 0.0
    summaries: list[bytes] = []
    for number, kind, value in _fields(record):
        if number == 1 and kind == _FIXED64 and isinstance(value, bytes):
            when = struct.unpack("<d", value)[0]
        elif number == 2 and isinstance(value, int):
            step = value - (1 << 64) if value >= 1 << 63 else value
        elif number == 5 and isinstance(value, bytes):
            summaries.append(value)
    for summary in summaries:
        for number, _, value in _fields(summary):
            if number == 1 and isinstance(value, bytes):
                tag, found = _value(value)
                if found is None:
                    left.others += 1
                    left.tags.add(tag)
                else:
                    yield Scalar(tag, step, found, when)


def _value(data: bytes) -> tuple[str, float | None]:
    """(tag, number) of one value of a summary: the old form, or the tensor of a scalar."""
    tag, found = "", None
    for number, kind, value in _fields(data):
        if number == 1 and isinstance(value, bytes):
            tag = value.decode("utf-8", "replace")
        elif number == 2 and kind == _FIXED32 and isinstance(value, bytes):
            found = float(struct.unpack("<f", value)[0])
        elif number == 8 and isinstance(value, bytes):
            found = _tensor(value)
    return tag, found


def _tensor(data: bytes) -> float | None:
    """The number of a tensor that holds one; None for any other."""
    kind, content, listed, dimensions = 0, b"", None, 0
    for number, wire, value in _fields(data):
        if number == 1 and isinstance(value, int):
            kind = value
        elif number == 2 and isinstance(value, bytes):
            dimensions = sum(1 for inner, _, _ in _fields(value) if inner == 2)
        elif number == 4 and isinstance(value, bytes):
            content = value
        elif number in (5, 6) and isinstance(value, bytes) and wire in (_BYTES, _FIXED32, _FIXED64):
            content = content or value
        elif number in (7, 10) and isinstance(value, int):
            listed = float(value)
    form = {_FLOAT: "<f", _DOUBLE: "<d", _INT32: "<i", _INT64: "<q"}.get(kind)
    if dimensions or form is None:
        return None
    if content and len(content) == struct.calcsize(form):
        return float(struct.unpack(form, content)[0])
    return listed


def _table() -> list[int]:
    table = []
    for number in range(256):
        for _ in range(8):
            number = number >> 1 ^ (0x82F63B78 if number & 1 else 0)
        table.append(number)
    return table


_CRC = _table()


def masked_crc(data: bytes) -> int:
    """TFRecord's checksum of some bytes."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
