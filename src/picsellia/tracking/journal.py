"""The journal of one process for one experiment: what is to be sent, on disk, in order.

A journal is a chain of segments, files named `<writer>.<number>.journal`. A segment is 8 bytes of magic, 8 bytes
that say how far it has been sent, and frames: length, CRC-32, kind, number of the first record, count, payload. The
first frame holds who and where, as JSON. Frames are only ever appended; a torn one at the end is what a process
that was killed had not finished, and ends the segment. What is written survives the process, `kill -9` included.

Not here: what a payload means (records.py, lines.py), who sends it (sender.py).
"""

from __future__ import annotations

import io
import json
import os
import struct
import threading
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows: a journal is not guarded against a second reader
    fcntl = None  # type: ignore[assignment]

MAGIC = b"PXLJRNL1"
SUFFIX = ".journal"
HEAD, DATA, LINES, END, STATUS, FILE = b"H", b"D", b"L", b"E", b"U", b"F"
"""Kinds of frames: who and where, records of data, lines of output, exit code, status, a file that lies beside."""

_FRAME = struct.Struct("<IIcQI")
_START = len(MAGIC) + 8
_SEGMENT = 16 << 20
_LONGEST = 128 << 20
_IN_MEMORY = 64 << 20


@dataclass(frozen=True, slots=True)
class Frame:
    """`seq`: the number of its first record among those of its kind; `end`: where the next frame begins."""

    kind: bytes
    seq: int
    count: int
    payload: bytes
    end: int


class Segment:
    """One file of a journal, open for reading and, by its writer, for appending."""

    def __init__(self, path: Path | None, *, new: bool = False) -> None:
        self.path = path
        if path is None:
            self.file: Any = io.BytesIO()
        else:
            # Unbuffered: a frame is one write, which the kernel has when it returns.
            self.file = open(path, "x+b" if new else "r+b", buffering=0)  # noqa: SIM115 -- closed by close()
        if new:
            self.file.write(MAGIC + bytes(8))
        self.size = self.file.seek(0, os.SEEK_END)

    def lock(self) -> bool:
        """Keep others from reading it until it is closed or the process ends; False when somebody else does."""
        if fcntl is None or self.path is None:
            return True
        try:
            fcntl.flock(self.file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def append(self, kind: bytes, seq: int, count: int, payload: bytes) -> None:
        """Add a frame whole, or raise OSError and leave the segment as it was."""
        crc = zlib.crc32(payload, zlib.crc32(struct.pack("<cQI", kind, seq, count)))
        data = _FRAME.pack(len(payload), crc, kind, seq, count) + payload
        self.file.seek(self.size)
        try:
            written = 0
            while written < len(data):
                written += self.file.write(memoryview(data)[written:])
        except OSError:
            self.file.truncate(self.size)
            raise
        self.size += len(data)

    def frame(self, at: int) -> Frame | None:
        """The frame that begins at `at`; None at the end, or where it is torn or damaged."""
        head = self._read(at, _FRAME.size)
        if len(head) < _FRAME.size:
            return None
        length, crc, kind, seq, count = _FRAME.unpack(head)
        if length > _LONGEST:
            return None
        payload = self._read(at + _FRAME.size, length)
        if len(payload) < length or zlib.crc32(payload, zlib.crc32(struct.pack("<cQI", kind, seq, count))) != crc:
            return None
        return Frame(kind, seq, count, payload, at + _FRAME.size + length)

    def frames(self, at: int) -> Iterator[Frame]:
        """The frames from `at` on."""
        while (frame := self.frame(at)) is not None:
            yield frame
            at = frame.end

    def _read(self, at: int, length: int) -> bytes:
        self.file.seek(at)
        return bytes(self.file.read(length) or b"")

    @property
    def about(self) -> dict[str, Any]:
        """Who wrote it, for what; raises ValueError when this is no journal."""
        first = self.frame(_START) if self._read(0, len(MAGIC)) == MAGIC else None
        if first is None or first.kind != HEAD:
            raise ValueError("it does not begin as a journal does")
        return dict(json.loads(first.payload))

    @property
    def sent(self) -> int:
        """How far it has been sent."""
        return max(_START, int.from_bytes(self._read(len(MAGIC), 8), "little"))

    def mark(self, at: int) -> None:
        """Note that all before `at` has been sent."""
        self.file.seek(len(MAGIC))
        self.file.write(at.to_bytes(8, "little"))

    def close(self, *, delete: bool = False) -> None:
        self.file.close()
        if delete and self.path is not None:
            self.path.unlink(missing_ok=True)


class Journal:
    """Written and sent by one process. Safe to use from several threads.

    Where the folder cannot be written, or its disk is full, it goes on in memory, within 64 MiB.
    """

    def __init__(self, folder: Path, about: dict[str, Any], *, limit: int) -> None:
        self.folder = folder
        self.about = about
        self.limit = limit
        self.failure: OSError | None = None
        self._lock = threading.Lock()
        self._segments: deque[Segment] = deque()
        self._number = 0
        self._next: dict[bytes, int] = {}
        self._read_at = _START
        self.written = 0
        """Bytes of frames so far."""
        self.done = 0
        """Bytes of frames that have been sent, or given up."""

    def append(self, kind: bytes, count: int, payload: bytes) -> bool:
        """Keep a frame; False when the journal is full, and nothing was kept."""
        with self._lock:
            size = _FRAME.size + len(payload)
            if self.written - self.done + size > (self.limit if self.failure is None else _IN_MEMORY):
                return False
            seq = self._next.get(kind, 0)
            if not self._segments or self._segments[-1].size > _SEGMENT:
                self._begin()
            try:
                self._segments[-1].append(kind, seq, count, payload)
            except OSError as error:
                self._begin(error)
                self._segments[-1].append(kind, seq, count, payload)
            self._next[kind] = seq + count
            self.written += size
            return True

    def _begin(self, failure: OSError | None = None) -> None:
        """Add a segment; in memory once the disk has failed."""
        self.failure = self.failure or failure
        head = json.dumps({**self.about, "segment": self._number}).encode()
        segment = None
        if self.failure is None:
            path = self.folder / f"{self.about['writer']}.{self._number:04d}{SUFFIX}"
            try:
                self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                segment = Segment(path, new=True)
                segment.lock()
                segment.append(HEAD, 0, 0, head)
            except OSError as error:
                self.failure, segment = error, None
        if segment is None:
            segment = Segment(None, new=True)
            segment.append(HEAD, 0, 0, head)
        self._segments.append(segment)
        self._number += 1

    def unsent(self, *, count: int, size: int) -> list[Frame]:
        """The next frames to send: of one kind, of up to `count` records and `size` bytes, and at least one."""
        with self._lock:
            found: list[Frame] = []
            records = taken = 0
            while self._segments:
                segment, at = self._segments[0], self._read_at
                for frame in segment.frames(at):
                    if frame.kind == HEAD:
                        continue
                    records, taken = records + frame.count, taken + len(frame.payload)
                    if found and (frame.kind != found[0].kind or records > count or taken > size):
                        return found
                    found.append(frame)
                    if frame.kind not in (DATA, LINES):
                        return found
                if found or len(self._segments) == 1:
                    return found
                self._drop_first()
            return found

    def sent(self, frames: list[Frame]) -> None:
        """Note that these, as `unsent` gave them, need not be sent again."""
        with self._lock:
            self._read_at = frames[-1].end
            self._segments[0].mark(self._read_at)
            self.done += sum(_FRAME.size + len(frame.payload) for frame in frames)

    def _drop_first(self) -> None:
        self._segments.popleft().close(delete=True)
        self._read_at = _START

    @property
    def kept_in(self) -> Path | None:
        """The folder that holds what was not sent; None when it is in memory alone."""
        return self.folder if any(each.path for each in self._segments) else None

    def abandon(self) -> None:
        """Close a copy that a fork made: the files are the parent's."""
        for segment in self._segments:
            segment.close()
        self._segments.clear()

    def close(self) -> None:
        """Close it; what has been sent whole is removed, the rest is for `picsellia sync`."""
        with self._lock:
            whole = self.done >= self.written
            while self._segments:
                self._segments.popleft().close(delete=whole)
