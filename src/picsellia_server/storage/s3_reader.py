"""Reads an object of S3 in pieces: a look at a header costs one small request, a long read few large ones."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from picsellia_server.storage.port import StorageUnreachable
from picsellia_server.storage.s3_wire import Wire

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_FIRST = 64 << 10
_MOST = 8 << 20


class RangedReader(io.RawIOBase):
    """A seekable stream; what is read ahead doubles while reading goes straight on. Not thread-safe."""

    def __init__(self, wire: Wire, key: str) -> None:
        self.fetched = 0  # bytes asked of the store so far
        self._wire = wire
        self._key = key
        self._at = 0
        self._ahead = _FIRST
        self._window = b""
        self._window_start = 0
        self._etag = ""
        self._size = _FIRST  # until the first answer tells
        self._fetch(0, _FIRST)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("seek before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        if self._at >= self._size or not view:
            return 0
        end = self._window_start + len(self._window)
        if not self._window_start <= self._at < end:
            self._ahead = min(self._ahead * 2, _MOST) if self._at == end else _FIRST
            self._fetch(self._at, max(len(view), self._ahead))
        offset = self._at - self._window_start
        chunk = self._window[offset : offset + len(view)]
        view[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def readall(self) -> bytes:
        rest = self._size - self._at
        if rest <= 0:
            return b""
        data = bytearray(rest)
        view = memoryview(data)
        while view:
            view = view[self.readinto(view) :]
        return bytes(data)

    def _fetch(self, start: int, size: int) -> None:
        last = min(start + size, self._size) - 1
        headers = {"range": f"bytes={start}-{last}"}
        if self._etag:
            headers["if-match"] = self._etag
        answer = self._wire.get("GET", self._key, headers=headers)
        if answer.status_code == 416:  # an empty object has no first byte
            self._size, self._window = 0, b""
            return
        found = answer.headers.get("content-range", "").rpartition("/")[2]
        self._etag = answer.headers.get("etag", "")
        self._size = int(found) if found.isdigit() else len(answer.content)
        self._window, self._window_start = answer.content, start
        self.fetched += len(self._window)
        if len(self._window) != min(start + size, self._size) - start and found:
            raise StorageUnreachable("The store sent fewer bytes than it announced. Try again.")
