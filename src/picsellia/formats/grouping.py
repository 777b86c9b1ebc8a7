"""Brings the entries of a file together by picture, in the order of its pictures, memory flat.

COCO files hold annotations in any order. `PictureIndex` knows where each picture stands, in 16 bytes a
picture; `Spill` keeps the entries, beyond a few megabytes in a temporary file, and gives them back
a stretch of pictures at a time.
"""

from __future__ import annotations

import marshal
import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any, TypeAlias

Key: TypeAlias = int | str

STRETCH_BYTES = 4 << 20
_BATCHES_HELD = 4
_PER_STRETCH = 500
_BIG = 1 << 62


def key_of(value: object) -> Key | None:
    """The id that `value` means: 7, "7" and 7.0 are one id; None for what is no id."""
    if type(value) is int:
        return value
    if isinstance(value, str):
        if value.isdecimal() and value.isascii() and (value[0] != "0" or value == "0") and len(value) < 19:
            return int(value)
        return value or None
    if isinstance(value, float) and value.is_integer() and abs(value) < _BIG:
        return int(value)
    return None


class PictureIndex:
    """Where each picture stands in its file, found by id.

    Add every key in order, `seal`, then ask. Of equal keys the first counts.
    """

    def __init__(self) -> None:
        self._keys = array("q")
        self._places = array("q")
        self._sorted = True
        self.twice = 0

    def __len__(self) -> int:
        return len(self._places)

    def add(self, key: Key | None) -> None:
        """Give the next place to `key`; None takes a place that nothing finds."""
        number = _number(key)
        if self._keys and number < self._keys[-1]:
            self._sorted = False
        self._keys.append(number)
        self._places.append(len(self._places))

    def seal(self) -> None:
        """Make the index ready to be asked."""
        if not self._sorted:
            keys = self._keys
            order = sorted(range(len(keys)), key=keys.__getitem__)
            self._places = array("q", order)
            self._keys = array("q", map(keys.__getitem__, order))
            self._sorted = True

    def place(self, key: Key | None) -> int:
        """The place of `key`, from 0; -1 when no picture has that id."""
        if key is None:
            return -1
        number = _number(key)
        found = bisect_left(self._keys, number)
        if found < len(self._keys) and self._keys[found] == number:
            return self._places[found]
        return -1


def _number(key: Key | None) -> int:
    if type(key) is int and -_BIG < key < _BIG:
        return key
    if key is None:
        return -(1 << 63)
    # Hashes live above every plain id, so "abc" is never taken for a number.
    digest = blake2b(str(key).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return _BIG + (int.from_bytes(digest, "big") >> 2)


class Spill:
    """Entries by the place of their picture: put in any order, taken by stretches of pictures.

    An entry is a plain value (None, bool, numbers, str, lists, dicts, tuples of them).
    `source_bytes` is the size of what is read: it decides how many stretches there are.
    Places beyond `pictures` may come too.
    """

    def __init__(self, pictures: int, source_bytes: int) -> None:
        stretches = max(1, -(-source_bytes // STRETCH_BYTES))
        self.per_stretch = max(1, -(-pictures // stretches)) if pictures else _PER_STRETCH
        self._held: list[list[tuple[int, Any]]] = []
        self._spans: list[array[int]] = []
        self._grow(max(1, -(-pictures // self.per_stretch)))
        self._file = tempfile.TemporaryFile() if stretches > 1 else None  # noqa: SIM115 (closed by close)
        self._batches = 0
        self._end = 0

    def put(self, place: int, entry: Any) -> None:
        """Keep `entry` for the picture at `place`."""
        stretch = place // self.per_stretch
        if stretch >= len(self._held):
            self._grow(stretch + 1)
        self._held[stretch].append((place, entry))

    def _grow(self, count: int) -> None:
        while len(self._held) < count:
            self._held.append([])
            self._spans.append(array("q"))

    def settle(self) -> None:
        """Say that a batch of the file is through: now and then what is held goes to the disk."""
        self._batches += 1
        if self._file is None or self._batches % _BATCHES_HELD:
            return
        for held, spans in zip(self._held, self._spans, strict=True):
            if held:
                # Only this process reads it back; version 2 is the quickest for values seen once.
                data = marshal.dumps(held, 2)
                self._file.write(data)
                spans.extend((self._end, len(data)))
                self._end += len(data)
                held.clear()

    def stretches(self) -> Iterator[dict[int, list[Any]]]:
        """Yield, for each `per_stretch` pictures in order, their entries by place, in file order."""
        for held, spans in zip(self._held, self._spans, strict=True):
            groups: dict[int, list[Any]] = {}
            for start in range(0, len(spans), 2):
                assert self._file is not None
                self._file.seek(spans[start])
                _collect(groups, marshal.loads(self._file.read(spans[start + 1])))  # noqa: S302 (our own file)
            _collect(groups, held)
            held.clear()
            yield groups

    def close(self) -> None:
        """Give back the temporary file."""
        if self._file is not None:
            self._file.close()


def _collect(groups: dict[int, list[Any]], entries: list[tuple[int, Any]]) -> None:
    for place, entry in entries:
        group = groups.get(place)
        if group is None:
            groups[place] = [entry]
        else:
            group.append(entry)
