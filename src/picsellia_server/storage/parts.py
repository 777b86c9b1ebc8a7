"""Multipart uploads of the local store: each part is written where it belongs in one sparse file.

    <upload>/about      {"key": …, "part_size": …}
    <upload>/data       the blob to be; part n starts at (n - 1) * part_size
    <upload>/<n>        "<size> <etag>" of a part that is there in full

So finishing copies nothing. An ETag names one writing of a part: parts sent again get another, and
finishing with the old one is refused. All writing of one installation happens in one process (`serve`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from uuid import uuid4

from picsellia_server.storage import disk
from picsellia_server.storage.port import BlobMismatch, Part, PartsWrong, UploadUnknown

MAX_PARTS = 10_000
_UPLOAD = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class _Upload:
    """What this process knows of an upload; `writers` holds the newest writer of each part."""

    folder: Path
    key: str
    part_size: int
    lock: Lock = field(default_factory=Lock)
    finishing: Lock = field(default_factory=Lock)
    writers: dict[int, PartWriter] = field(default_factory=dict)
    closed: bool = False


class PartWriter:
    """Writes one part in place, until a newer writer of the same part or the end of the upload."""

    def __init__(self, upload: _Upload, number: int) -> None:
        self._upload = upload
        self._number = number
        self._start = (number - 1) * upload.part_size
        self._size = 0
        with upload.lock:
            if upload.closed:
                raise UploadUnknown(upload.folder.name)
            with disk.room(upload.folder):
                try:
                    self._fd = os.open(upload.folder / "data", os.O_WRONLY | os.O_CLOEXEC)
                except FileNotFoundError:
                    raise UploadUnknown(upload.folder.name) from None
            upload.writers[number] = self
            (upload.folder / str(number)).unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        upload = self._upload
        if self._size + len(data) > upload.part_size:
            raise BlobMismatch(f"Part {self._number} is larger than the {upload.part_size:,} bytes of a part.")
        # Under the lock, or these bytes could land in a blob that was published meanwhile.
        with upload.lock, disk.room(upload.folder):
            self._mine()
            view = memoryview(data)
            while view:
                done = os.pwrite(self._fd, view, self._start + self._size)
                self._size += done
                view = view[done:]

    def finish(self) -> str:
        """The ETag, without quotes, once the part is there in full."""
        etag = uuid4().hex
        with self._upload.lock, disk.room(self._upload.folder):
            self._mine()
            (self._upload.folder / str(self._number)).write_text(f"{self._size} {etag}")
        return etag

    def _mine(self) -> None:
        if self._upload.closed or self._upload.writers.get(self._number) is not self:
            raise UploadUnknown(self._upload.folder.name)

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *_: object) -> None:
        with self._upload.lock:
            if self._upload.writers.get(self._number) is self:
                del self._upload.writers[self._number]
        os.close(self._fd)


class Parts:
    """The unfinished multipart uploads in one folder. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, _Upload] = {}
        self._lock = Lock()

    def begin(self, key: str, part_size: int) -> str:
        if part_size < 1:
            raise PartsWrong(f"Parts cannot have {part_size} bytes.")
        upload = uuid4().hex
        folder = self._folder / upload
        with disk.room(self._folder):
            folder.mkdir()
            (folder / "data").touch()
            # Last, and by renaming: an upload whose description is there is there as a whole.
            (folder / "new").write_text(json.dumps({"key": key, "part_size": part_size}))
            (folder / "new").rename(folder / "about")
        return upload

    def writer(self, key: str, upload: str, number: int) -> PartWriter:
        if not 1 <= number <= MAX_PARTS:
            raise PartsWrong(f"Parts are numbered 1 to {MAX_PARTS:,}, not {number}.")
        return PartWriter(self._find(key, upload), number)

    @contextmanager
    def whole(self, key: str, upload: str, parts: Sequence[Part]) -> Iterator[Path]:
        """The file of all parts in order, for the caller to move away; then the upload is gone.

        When the caller fails the upload stays as it is. Asked twice at once, the second waits.
        """
        found = self._find(key, upload)
        with found.finishing:
            with found.lock:
                if found.closed:
                    raise UploadUnknown(upload)
                size = _checked(found, parts)
                found.closed = True
            data = found.folder / "data"
            try:
                with disk.room(found.folder):
                    os.truncate(data, size)  # a part that the list leaves out may reach further
                yield data
            except FileNotFoundError:
                raise UploadUnknown(upload) from None
            except BaseException:
                found.closed = False
                raise
            self._forget(found)

    def abort(self, key: str, upload: str) -> None:
        found = self._find(key, upload)
        with found.lock:
            found.closed = True
        self._forget(found)

    def sweep(self, limit: float) -> int:
        """Remove uploads that nothing was written to since `limit` (Unix time); how many."""
        removed = 0
        for entry in os.scandir(self._folder):
            with suppress(FileNotFoundError):
                folder = Path(entry.path)
                newest = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
                if newest < limit:
                    self._drop(folder)
                    removed += 1
        return removed

    def _drop(self, folder: Path) -> None:
        with self._lock:
            known = self._known.get(folder.name)
        if known:
            with known.lock:
                known.closed = True
            self._forget(known)
        else:
            shutil.rmtree(folder, ignore_errors=True)

    def _find(self, key: str, upload: str) -> _Upload:
        with self._lock:
            found = self._known.get(upload) or self._load(upload)
            if found.key != key:
                raise UploadUnknown(upload)
            return self._known.setdefault(upload, found)

    def _load(self, upload: str) -> _Upload:
        if not _UPLOAD.fullmatch(upload):
            raise UploadUnknown(upload[:80])
        folder = self._folder / upload
        try:
            about = json.loads((folder / "about").read_text())
        except FileNotFoundError:
            raise UploadUnknown(upload) from None
        return _Upload(folder, about["key"], about["part_size"])

    def _forget(self, found: _Upload) -> None:
        # The description goes first: half a removal must not look like an upload.
        (found.folder / "about").unlink(missing_ok=True)
        shutil.rmtree(found.folder, ignore_errors=True)
        with self._lock:
            self._known.pop(found.folder.name, None)


def _checked(upload: _Upload, parts: Sequence[Part]) -> int:
    """Size of the whole, in bytes; `PartsWrong` unless these are the parts 1, 2, … as last written."""
    if not parts:
        raise PartsWrong("An upload has at least one part; send an empty one for an empty file.")
    total = 0
    for expected, part in enumerate(parts, start=1):
        if part.number != expected:
            raise PartsWrong(f"The parts must be listed as 1, 2, …; number {expected} is {part.number}.")
        try:
            size, etag = (upload.folder / str(expected)).read_text().split()
        except (FileNotFoundError, ValueError):
            raise PartsWrong(f"Part {expected} was not uploaded. Send it, then finish again.") from None
        if part.etag.strip('"') != etag:
            raise PartsWrong(f"Part {expected} was sent again since; finish with the ETag of its last answer.")
        if int(size) < upload.part_size and expected < len(parts):
            raise PartsWrong(f"Part {expected} has {int(size):,} bytes; all but the last have {upload.part_size:,}.")
        total += int(size)
    return total
