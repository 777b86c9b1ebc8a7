"""Reads a large JSON file piece by piece: members of the top object, arrays in batches.

Memory stays flat whatever the file's size, and the C parser does the work: a stretch of an array
is cut behind an element, closed with "]" and parsed whole. That such a stretch parses proves that the cut
was right; only where a guess fails are brackets counted.
Called by coco.py, picsellia.py and detect.py.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from picsellia.formats import _json
from picsellia.formats.model import FormatError

BATCH = 1 << 19
MOST_BYTES = 256 << 20
"""A single entry longer than this is refused with its file: no picture has so many points."""

_SPACE = b" \t\r\n"
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("|\\?\Z)|[\[\]{}]', re.DOTALL)
_VALUE_END = re.compile(rb"[,\]}\s]")
_FIRST_KEY = re.compile(rb'\{\s*"[^"\\]{1,60}"')


class JsonReader:
    """A cursor over the JSON text of `file`, which must be seekable and in UTF-8."""

    def __init__(self, file: BinaryIO, *, batch: int = BATCH) -> None:
        self._file = file
        self._batch = batch
        self._base = 0
        self._buffer = b""
        self._at = 0
        self._end = False
        self.seek(0)
        if self.peek() == 0xEF and self._buffer.startswith(b"\xef\xbb\xbf"):
            self._at = 3

    @property
    def offset(self) -> int:
        """Where the cursor is, in bytes from the start of the file."""
        return self._base + self._at

    def seek(self, offset: int) -> None:
        """Go to `offset`, as `offset` told it before."""
        self._file.seek(offset)
        self._base, self._buffer, self._at, self._end = offset, b"", 0, False

    def peek(self) -> int:
        """The next byte that is no white space, without passing it; -1 at the end of the file."""
        while True:
            while self._at < len(self._buffer):
                byte = self._buffer[self._at]
                if byte not in _SPACE:
                    return byte
                self._at += 1
            if not self._more():
                return -1

    def members(self) -> Iterator[str]:
        """Yield the keys of the object at the cursor; the caller takes or skips each value."""
        self._expect(b"{")
        if self.peek() == ord("}"):
            self._at += 1
            return
        while True:
            key = self.value() if self.peek() == ord('"') else None
            if not isinstance(key, str):
                raise self._broken("a key in quotes was expected")
            self._expect(b":")
            yield key
            if self.peek() == ord("}"):
                self._at += 1
                return
            self._expect(b",")

    def value(self) -> Any:
        """Take the value at the cursor, which must fit in memory."""
        self.peek()
        end = self._span()
        data = self._buffer[self._at : end]
        try:
            value = _json.loads(data)
        except ValueError as wrong:
            raise self._broken(str(wrong)) from wrong
        self._at = end
        return value

    def skip(self) -> None:
        """Pass the value at the cursor, however long it is."""
        if self.peek() == ord("["):
            for _ in self.batches():
                pass
        else:
            self.value()

    def batches(self) -> Iterator[list[Any]]:
        """Yield the elements of the array at the cursor in lists of about a megabyte of text."""
        self._expect(b"[")
        first = True
        guess: re.Pattern[bytes] | None = None
        while True:
            byte = self.peek()
            if byte == ord("]"):
                self._at += 1
                return
            if not first:
                self._expect(b",")
                self.peek()
            if guess is None:
                guess = self._separator()
            batch = self._take(guess)
            first = False
            yield batch

    def first(self) -> Any:
        """The first element of the array at the cursor, None when it has none; the cursor stays."""
        self.peek()
        start = self.offset
        self._expect(b"[")
        value = None if self.peek() == ord("]") else self.value()
        self.seek(start)
        return value

    def _separator(self) -> re.Pattern[bytes]:
        """What most likely stands between two elements: "}, {" and the first one's first key."""
        key = _FIRST_KEY.match(self._buffer, self._at)
        opening = rb"\{\s*" + re.escape(key.group().split(b'"')[1]).join((b'"', b'"')) if key else rb"[\[{]"
        return re.compile(rb"[}\]]\s*,(?=\s*" + opening + b")")

    def _take(self, guess: re.Pattern[bytes]) -> list[Any]:
        size = self._batch
        while True:
            while len(self._buffer) - self._at < size and self._more():
                pass
            end = self._guess(guess)
            if end:
                with suppress(ValueError):
                    return self._parsed(end, _json.strict_loads)
            end = self._last_element()
            if end > self._at:
                try:
                    return self._parsed(end, _json.loads)
                except ValueError as wrong:
                    raise self._broken(str(wrong)) from wrong
            if self._end or size > MOST_BYTES:
                why = "the file ends in the middle of a list" if self._end else "one entry is too long"
                raise self._broken(why)
            size *= 4

    def _guess(self, guess: re.Pattern[bytes]) -> int:
        """Where the last element in the buffer ends, if looks do not deceive; 0 for no idea."""
        text = self._buffer
        for back in (1 << 12, 1 << 16, len(text)):
            ends = [found.start() + 1 for found in guess.finditer(text, max(self._at, len(text) - back))]
            if ends:
                return ends[-1]
        return 0

    def _parsed(self, end: int, loads: Callable[[bytes], Any]) -> list[Any]:
        batch: list[Any] = loads(b"[%b]" % self._buffer[self._at : end])
        self._at = end
        return batch

    def _last_element(self) -> int:
        """Where the last whole element in the buffer ends, by counting brackets; the cursor if none does."""
        depth, last, text = 0, self._at, self._buffer
        for token in _TOKEN.finditer(text, self._at):
            start = token.start()
            byte = text[start]
            if byte in b"[{":
                depth += 1
            elif byte in b"]}":
                depth -= 1
                if depth == 0:
                    last = token.end()
                elif depth < 0:
                    return start  # the array itself ends here
            elif token[1] != b'"':
                break  # a string that goes on behind the buffer
        return last

    def _span(self) -> int:
        """Where the value at the cursor ends in the buffer, which grows until it does."""
        while True:
            end = self._value_end()
            if end:
                return end
            if len(self._buffer) - self._at > MOST_BYTES:
                raise self._broken("one value is too long")
            if not self._more(max(self._batch, len(self._buffer))):
                if self._at < len(self._buffer) and self._buffer[self._at] not in b'{["':
                    return len(self._buffer)
                raise self._broken("the file ends too early")

    def _value_end(self) -> int:
        text, at = self._buffer, self._at
        if at >= len(text):
            return 0
        if text[at] not in b'{["':
            found = _VALUE_END.search(text, at)
            return found.start() if found else 0
        depth = 0
        for token in _TOKEN.finditer(text, at):
            byte = text[token.start()]
            if byte in b"[{":
                depth += 1
            elif byte in b"]}":
                depth -= 1
            elif token[1] != b'"':
                return 0
            if depth == 0:
                return token.end()
        return 0

    def _more(self, size: int = 0) -> bool:
        if self._end:
            return False
        data = self._file.read(max(size, self._batch))
        if not data:
            self._end = True
            return False
        self._base += self._at
        self._buffer = self._buffer[self._at :] + data
        self._at = 0
        return True

    def _expect(self, byte: bytes) -> None:
        if self.peek() != byte[0]:
            near = self._buffer[self._at : self._at + 20].decode("utf-8", "replace")
            raise self._broken(f"{byte.decode()!r} was expected" + (f" before {near!r}" if near else ""))
        self._at += 1

    def _broken(self, why: str) -> FormatError:
        return FormatError(f"The JSON file is broken at byte {self.offset}: {why}. Write the file again and repeat.")


def to_utf8(file: BinaryIO) -> BinaryIO:
    """Give `file` back when it is UTF-8, else a temporary copy of it that is; both seekable."""
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    encoding = _encoding(start)
    if encoding == "utf-8":
        return file
    import tempfile

    copy = tempfile.SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115 (the caller reads it)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        while piece := text.read(1 << 20):
            copy.write(piece.encode())
    except UnicodeError as wrong:
        raise FormatError(f"The file is not readable as {encoding}: {wrong}. Save it as UTF-8.") from wrong
    finally:
        text.detach()
    copy.seek(0)
    return copy  # type: ignore[return-value]


def _encoding(start: bytes) -> str:
    if start.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(start) == 4 and start[1] == 0 and start[3] == 0:
        return "utf-16-le"
    if len(start) == 4 and start[0] == 0 and start[2] == 0:
        return "utf-16-be"
    return "utf-8"
