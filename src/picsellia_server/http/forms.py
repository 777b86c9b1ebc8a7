"""Reads a `multipart/form-data` body as it comes: text fields first, then one file, never held in memory.

Frameworks' form parsers keep the file in a temporary file of their own and hand it over at the end,
which writes every byte twice. Not here: what the fields mean (`blobs.py`).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from picsellia_server.errors import Invalid

_MAX_HEAD = 16 * 1024
_MAX_VALUE = 16 * 1024
_MAX_FIELDS = 32
_BOUNDARY = re.compile(r'multipart/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,200})"|([^;,\s"]{1,200}))', re.I)
_NAME = re.compile(rb'(?:^|[;\s])name=(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))', re.I)


class FormBroken(Invalid):
    code = "form.broken"


class Form:
    """`fields()` up to the part named `file`, then the content of that part by `content()`.

    What follows the file is read and ignored, as S3 does.
    """

    def __init__(self, content_type: str, body: AsyncIterator[bytes]) -> None:
        found = _BOUNDARY.match(content_type.strip())
        if not found:
            raise FormBroken("A form is sent as multipart/form-data with a boundary.")
        self._mark = b"\r\n--" + (found[1] or found[2]).encode("latin-1", "replace")
        self._body = body
        self._buffer = bytearray(b"\r\n")  # so that the first boundary looks like the others

    async def fields(self) -> list[tuple[str, str]]:
        """The text fields in order; returns when the part named `file` begins."""
        fields: list[tuple[str, str]] = []
        if (await self._until(self._mark, _MAX_HEAD)).strip():
            raise FormBroken("The form does not begin with its boundary.")
        while len(fields) <= _MAX_FIELDS:
            name = await self._head()
            if name == "file":
                return fields
            value = await self._until(self._mark, _MAX_VALUE)
            try:
                fields.append((name, value.decode()))
            except UnicodeDecodeError:
                raise FormBroken(f"The form field {name!r} is not text in UTF-8.") from None
        raise FormBroken(f"A form has at most {_MAX_FIELDS} fields before its file.")

    async def content(self) -> AsyncIterator[bytes]:
        """The bytes of the file, in pieces; `FormBroken` when the body ends before its boundary."""
        mark, buffer = self._mark, self._buffer
        while (end := buffer.find(mark)) < 0:
            # All but what may be the beginning of the boundary.
            sure = len(buffer) - len(mark) + 1
            if sure > 0:
                yield bytes(memoryview(buffer)[:sure])
                del buffer[:sure]
            await self._more()
        if end:
            yield bytes(memoryview(buffer)[:end])
        buffer.clear()
        async for _ in self._body:
            pass

    async def _head(self) -> str:
        """The name of the part that begins here."""
        while len(self._buffer) < 2:
            await self._more()
        if self._buffer.startswith(b"--"):  # the last boundary
            raise FormBroken("The form ends without a part named `file`.")
        head = await self._until(b"\r\n\r\n", _MAX_HEAD)
        for line in head.split(b"\r\n"):
            kind, _, rest = line.partition(b":")
            if kind.strip().lower() == b"content-disposition" and (found := _NAME.search(rest)):
                return (found[1] if found[1] is not None else found[2]).decode(errors="replace")
        raise FormBroken("A part of the form has no name.")

    async def _until(self, mark: bytes, limit: int) -> bytes:
        """What comes before `mark`, which is consumed too."""
        start = 0
        while (end := self._buffer.find(mark, start)) < 0:
            if len(self._buffer) > limit + len(mark):
                raise FormBroken(f"A field or heading of the form is longer than {limit:,} bytes.")
            start = max(0, len(self._buffer) - len(mark) + 1)
            await self._more()
        if end > limit:
            raise FormBroken(f"A field or heading of the form is longer than {limit:,} bytes.")
        found = bytes(self._buffer[:end])
        del self._buffer[: end + len(mark)]
        return found

    async def _more(self) -> None:
        try:
            self._buffer += await anext(self._body)
        except StopAsyncIteration:
            raise FormBroken("The form ends before its last boundary.") from None
