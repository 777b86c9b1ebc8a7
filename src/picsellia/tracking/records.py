"""Packs what was logged into few records: appends to one line, one after another, become one append.

The order of what was logged under one name is kept; under different names there is none to keep. Not here: the
queue that the items come from (tracker.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from picsellia.tracking.shapes import STEPS

LINE = "line"
POINTS = 5_000
"""Most points that become one record."""
FRAME = 512 << 10
"""A frame is closed once it has so many bytes, or so many records:"""
COUNT = 2_000


class Item(NamedTuple):
    """Something logged, checked: `data` of a line is a list of numbers, or a dict of such lists."""

    name: str
    type: str | None
    data: Any
    replace: bool


class _Open:
    """A record that appends may still be added to. Its lists are its own."""

    __slots__ = ("data", "keys", "name", "points", "replace", "type")

    def __init__(self, name: str, type: str | None, data: Any, replace: bool) -> None:
        self.name, self.type, self.data, self.replace = name, type, data, replace
        self.keys = tuple(data) if isinstance(data, dict) and type == LINE else None
        self.points = POINTS if type != LINE else max(map(len, data.values()), default=0) if self.keys else len(data)

    def takes(self, item: Item) -> bool:
        """Add an append; False where it has to be a record of its own."""
        if self.points >= POINTS or item.type != LINE or item.replace:
            return False
        if self.keys is None:
            if not isinstance(item.data, list) or not isinstance(self.data, list):
                return False
            self.data.extend(item.data)
            self.points += len(item.data)
            return True
        # Curves without steps have an x each: joined all the same, each goes on where it was.
        if not isinstance(item.data, dict) or tuple(item.data) != self.keys:
            return False
        for key, values in item.data.items():
            self.data[key].extend(values)
        self.points += max(map(len, item.data.values()), default=0)
        return True

    def encoded(self) -> bytes:
        from picsellia.formats import _json

        record = {"name": self.name, "data": self.data, "type": self.type}
        # All formats come with it, which a script that only makes a client need not wait for.

        return _json.dumps({**record, "replace": True} if self.replace else record)


class Packer:
    """Takes items in their order, and gives frames: pairs of a count and the records' JSON, joined by commas."""

    def __init__(self) -> None:
        self._records: list[_Open | bytes] = []
        self._last: dict[str, _Open | None] = {}

    def point(self, name: str, value: float) -> None:
        """One more number of a line: the cheap way."""
        last = self._last.get(name)
        if last is not None and last.keys is None and last.points < POINTS and last.type == LINE:
            last.data.append(value)
            last.points += 1
            return
        self._add(Item(name, LINE, [value], False))

    def item(self, item: Item) -> None:
        last = self._last.get(item.name)
        if last is None or not last.takes(item):
            self._add(item)

    def _add(self, item: Item) -> None:
        data = item.data
        if item.type == LINE:
            data = {k: [*v] for k, v in data.items()} if isinstance(data, dict) else [*data]
        made = _Open(item.name, item.type, data, item.replace)
        self._records.append(made)
        self._last[item.name] = made

    def raw(self, name: str, record: bytes) -> None:
        """A record that is JSON already; nothing is joined to it."""
        self._records.append(record)
        self._last[name] = None

    def frames(self) -> Iterator[tuple[int, bytes]]:
        """All that was taken, and begin anew."""
        records, self._records, self._last = self._records, [], {}
        yield from framed(each if isinstance(each, bytes) else each.encoded() for each in records)


def framed(records: Any) -> Iterator[tuple[int, bytes]]:
    """Encoded records as pairs of a count and a payload of moderate size."""
    held: list[bytes] = []
    size = 0
    for record in records:
        held.append(record)
        size += len(record)
        if size >= FRAME or len(held) >= COUNT:
            yield len(held), b",".join(held)
            held, size = [], 0
    if held:
        yield len(held), b",".join(held)


__all__ = ["COUNT", "FRAME", "LINE", "POINTS", "STEPS", "Item", "Packer", "framed"]
