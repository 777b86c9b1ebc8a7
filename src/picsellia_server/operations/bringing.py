"""Brings the bytes of a backup into a store, and takes them away again when the restore fails."""

from __future__ import annotations

import hashlib
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import IO

import orjson

from picsellia_server.errors import PlatformError
from picsellia_server.operations import unpacking
from picsellia_server.operations.archive import Counted, Hashed, Head
from picsellia_server.operations.report import Progress
from picsellia_server.storage.port import BlobMissing, Storage

_SMALL = 1 << 20
_THREADS = 8
_BATCH = 1_000


class There(Enum):
    """What the store had under a key."""

    NOTHING = "nothing"
    THE_SAME = "the same"
    OTHER = "other bytes"


class Bringing:
    """Writes blobs, small ones several at a time; under a key that is taken only once the backup has proved whole."""

    def __init__(self, storage: Storage, pool: ThreadPoolExecutor, new: IO[bytes]) -> None:
        self.written = 0
        self._storage = storage
        self._pool = pool
        self._new = new  # a line a key that was free before
        self._waiting: deque[tuple[str, Future[There]]] = deque()
        self._unsettled: list[str] = []
        self._others: set[str] = set()

    def all_of(
        self,
        path: Path,
        head: Head,
        *,
        dump: IO[bytes] | None = None,
        wanted: Callable[[str], bool] = lambda _: True,
    ) -> Counted:
        """Every blob of the backup whose key is `wanted`; returns when they are written and safe."""
        progress = Progress("Restoring blobs", total=head.blobs)

        def keep(key: str, size: int, source: Hashed) -> None:
            if wanted(key):
                self._bring(key, size, source)
            progress.step()

        counted = unpacking.walk(path, dump=dump, keep=keep)
        self._wait()
        if self._others:
            unpacking.walk(path, dump=None, keep=self._replace)
            self._settle()
        progress.close()
        return counted

    def _bring(self, key: str, size: int, source: Hashed) -> None:
        if size <= _SMALL:
            self._waiting.append((key, self._pool.submit(self._put, key, source.read())))
            if len(self._waiting) > 2 * _THREADS:
                self._take()
            return
        if self._storage.sizes([key]).get(key) is None:
            self._remember(key)
            self._storage.put(key, source.chunks())
            return
        for _ in source.chunks():
            pass
        if self._digest(key) != source.digest:
            self._others.add(key)

    def _put(self, key: str, body: bytes) -> There:
        if self._storage.sizes([key]).get(key) is None:
            self._storage.put(key, [body])
            return There.NOTHING
        return There.THE_SAME if self._digest(key) == hashlib.sha256(body).hexdigest() else There.OTHER

    def _take(self) -> None:
        key, put = self._waiting.popleft()
        there = put.result()
        if there is There.NOTHING:
            self._remember(key)
        elif there is There.OTHER:
            self._others.add(key)

    def _replace(self, key: str, _: int, source: Hashed) -> None:
        """A key never means two things, so these bytes, which the backup vouches for, are the right ones."""
        if key in self._others:
            self._storage.put(key, source.chunks())
            self.written += 1
            self._unsettled.append(key)

    def _remember(self, key: str) -> None:
        self.written += 1
        self._new.write(orjson.dumps(key) + b"\n")
        self._unsettled.append(key)
        if len(self._unsettled) >= _BATCH:
            self._settle()

    def _settle(self) -> None:
        keys, self._unsettled = self._unsettled, []
        self._storage.settle(keys)

    def _wait(self) -> None:
        while self._waiting:
            self._take()
        self._settle()

    def undo(self) -> None:
        """Remove what was not there before."""
        self._unsettled = []
        while self._waiting:
            with suppress(PlatformError, OSError):
                self._take()
        self._new.seek(0)
        batch: list[str] = []
        for line in self._new:
            batch.append(orjson.loads(line))
            if len(batch) == _BATCH:
                self._storage.delete(batch)
                batch = []
        self._storage.delete(batch)

    def _digest(self, key: str) -> str | None:
        try:
            with self._storage.open(key) as file:
                return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        except BlobMissing:
            return None


@contextmanager
def bringing(storage: Storage) -> Iterator[Bringing]:
    """Undone when what is done inside fails."""
    with tempfile.TemporaryFile() as new, ThreadPoolExecutor(_THREADS, thread_name_prefix="restore") as pool:
        made = Bringing(storage, pool, new)
        try:
            yield made
        except BaseException:
            made.undo()
            raise
