"""Reads many blobs of a store one after the other, small ones ahead of their turn; memory stays flat."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import IO

import orjson
import sqlalchemy as sa

from picsellia_server.operations.place import HOLDERS
from picsellia_server.storage.port import BlobMissing, Storage

_SMALL = 1 << 20
_AHEAD = 16
_BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What the database says of a blob: `sha256` None where it does not know."""

    key: str
    size: int
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the store has of it: its size and its bytes, both None when it has nothing."""

    item: Item
    size: int | None
    bytes: IO[bytes] | None


def listed(connection: sa.Connection, there: Collection[str], out: IO[bytes]) -> tuple[int, int]:
    """Write down all blobs that the tables `there` hold, as this transaction sees them; how many, and their bytes."""
    count = total = 0
    for table, key, size, sha256 in HOLDERS:
        if table not in there:
            continue
        query = sa.text(f"SELECT {key}, {size}, {sha256} FROM {table}")
        for rows in connection.execute(query, execution_options={"stream_results": True}).partitions(2_000):
            for row in rows:
                out.write(orjson.dumps(list(row)) + b"\n")
                count += 1
                total += row[1]
    return count, total


def spooled(out: IO[bytes]) -> Iterator[Item]:
    """What `listed` has written down."""
    out.seek(0)
    for line in out:
        key, size, sha256 = orjson.loads(line)
        yield Item(key=key, size=size, sha256=sha256)


def read(storage: Storage, items: Iterable[Item]) -> Iterator[Found]:
    """Each item with its bytes, in order. The bytes are to be read before the next one is asked for."""
    with ThreadPoolExecutor(_AHEAD, thread_name_prefix="read") as pool:
        waiting: deque[tuple[Item, int | None, Future[bytes | None] | None]] = deque()
        for item, size in _sized(storage, items):
            small = size is not None and size <= _SMALL
            waiting.append((item, size, pool.submit(_whole, storage, item.key) if small else None))
            if len(waiting) > _AHEAD:
                yield from _turn(storage, *waiting.popleft())
        while waiting:
            yield from _turn(storage, *waiting.popleft())


def _sized(storage: Storage, items: Iterable[Item]) -> Iterator[tuple[Item, int | None]]:
    source = iter(items)
    while batch := list(islice(source, _BATCH)):
        sizes = storage.sizes([item.key for item in batch])
        for item in batch:
            yield item, sizes.get(item.key)


def _whole(storage: Storage, key: str) -> bytes | None:
    try:
        with storage.open(key) as file:
            return file.read()
    except BlobMissing:
        return None


def _turn(storage: Storage, item: Item, size: int | None, held: Future[bytes | None] | None) -> Iterator[Found]:
    if held is not None:
        body = held.result()
        yield Found(
            item=item, size=None if body is None else len(body), bytes=None if body is None else io.BytesIO(body)
        )
        return
    if size is None:
        yield Found(item=item, size=None, bytes=None)
        return
    try:
        file = storage.open(item.key)
    except BlobMissing:
        yield Found(item=item, size=None, bytes=None)
        return
    with file:
        yield Found(item=item, size=size, bytes=file)
