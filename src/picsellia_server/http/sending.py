"""Sends a file: ranges, conditions, and no thread hop for what the page cache holds.

Starlette's `FileResponse` crosses to a thread four times for every file, which for pictures costs more
than the sending. Not here: which file, and what its headers say about it (`blobs.py`).
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping, Sequence
from typing import cast

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

CHUNK = 1 << 20
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.IGNORECASE)
_CONDITIONS = frozenset((b"if-none-match", b"range", b"if-range"))
_NOTHING: list[tuple[bytes, bytes]] = []
_NOWAIT = getattr(os, "RWF_NOWAIT", 0)


class FileBody(Response):
    """The bytes of an open file, which is closed when they are sent or the client has gone.

    `started` says whether a part of the answer has been sent.
    """

    def __init__(self, fd: int, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self._fd = fd
        self.started = False
        status = os.fstat(fd)
        self._size = status.st_size
        self.etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        self.background = None
        self.status_code = 200
        self.body = b""
        self.raw_headers = [*headers, (b"etag", self.etag.encode()), (b"accept-ranges", b"bytes")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            status, start, end, extra = 200, 0, self._size, _NOTHING
            asked = {name: value.decode("latin-1") for name, value in scope["headers"] if name in _CONDITIONS}
            if asked:
                status, start, end, extra = self._answer(asked)
            self.status_code = status
            length = [] if status == 304 else [(b"content-length", b"%d" % (end - start))]
            self.started = True
            await send(
                {"type": "http.response.start", "status": status, "headers": [*self.raw_headers, *length, *extra]}
            )
            if scope["method"] == "HEAD" or start == end:
                await send({"type": "http.response.body", "body": b""})
            elif end - start <= CHUNK:
                await send({"type": "http.response.body", "body": await self._read(start, end)})
            else:
                await self._stream(receive, send, start, end)
        finally:
            os.close(self._fd)

    def _answer(self, asked: Mapping[bytes, str]) -> tuple[int, int, int, list[tuple[bytes, bytes]]]:
        """(status, first byte, byte after the last, further headers)."""
        if _matches(asked.get(b"if-none-match", ""), self.etag):
            return 304, 0, 0, []
        wanted = _RANGE.fullmatch(asked.get(b"range", "").strip())
        condition = asked.get(b"if-range")
        # Several ranges at once, other units and stale conditions: the whole file is a right answer.
        if not wanted or wanted[0].endswith("=-") or condition not in (None, self.etag):
            return 200, 0, self._size, []
        first, last = wanted.groups()
        if first:
            start = int(first)
            end = min(int(last) + 1, self._size) if last else self._size
            if last and int(last) < start:
                return 200, 0, self._size, []
        else:
            start, end = max(0, self._size - int(last)), self._size
        if start >= self._size or start >= end:
            return 416, 0, 0, [(b"content-range", b"bytes */%d" % self._size)]
        return 206, start, end, [(b"content-range", b"bytes %d-%d/%d" % (start, end - 1, self._size))]

    async def _stream(self, receive: Receive, send: Send, start: int, end: int) -> None:
        # Servers drop what is sent after a client has gone without a word: without listening, a file of
        # 100 GB would be read for nobody.
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            while start < end and not gone.done():
                chunk = await self._read(start, min(start + CHUNK, end))
                start += len(chunk)
                await send({"type": "http.response.body", "body": chunk, "more_body": start < end})
                # Where neither reading nor sending had to wait, others have waited for this megabyte.
                await asyncio.sleep(0)
        finally:
            gone.cancel()

    async def _read(self, start: int, end: int) -> bytes:
        """Exactly these bytes; on the loop when they are in memory, in a thread when the disk is asked."""
        data = bytearray(end - start)
        done = 0
        if _NOWAIT:
            try:
                done = os.preadv(self._fd, [data], start, _NOWAIT)
            except OSError:  # not in memory, or a file system that cannot tell
                done = 0
        if done < len(data):
            await asyncio.to_thread(self._fill, memoryview(data)[done:], start + done)
        return cast(bytes, data)  # a server only reads it; copying would cost as much as reading

    def _fill(self, rest: memoryview, at: int) -> None:
        while rest:
            done = os.preadv(self._fd, [rest], at)
            if not done:
                raise OSError("The file became shorter while it was sent.")
            rest, at = rest[done:], at + done


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _matches(condition: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in condition.split(",")}
    return "*" in tags or etag in tags
