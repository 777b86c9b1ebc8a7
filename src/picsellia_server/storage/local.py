"""Blobs as files in one folder of this machine.

    ROOT/00 … ff/<percent-encoded key>      published blobs, spread over 256 folders
    ROOT/tmp/<uuid>                         being written; `sweep` removes what was left behind
    ROOT/tmp/parts/<upload>/                multipart uploads (`parts.py`)

Nothing appears under a key before all its bytes are there: a blob is written aside and renamed.
Durability is `settle`'s, once for a whole batch. Not here: the routes behind the signed URLs
(`http/blobs.py`), how they are signed (`signing.py`).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Literal
from urllib.parse import urlsplit
from uuid import uuid4

from picsellia_server.storage import disk
from picsellia_server.storage.delivery import DOWNLOAD, delivery
from picsellia_server.storage.keys import checked, key_of, pieces
from picsellia_server.storage.parts import Parts, PartWriter
from picsellia_server.storage.port import (
    BlobMissing,
    BlobTaken,
    Listed,
    NoSpace,
    Part,
    SignedForm,
    SignedRequest,
    StorageUnreachable,
    Stored,
    UploadUnknown,
)
from picsellia_server.storage.signing import Clock, Signer, next_hour, utc_now

_SYNC_THREADS = 16
_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO}


class LocalStorage:
    """The `Storage` of a folder. `reserve` bytes of the disk stay free, for whatever else lives on it."""

    def __init__(
        self,
        root: Path,
        *,
        secret: bytes,
        public_url: str | Callable[[], str],
        fsync: bool = True,
        reserve: int = 0,
        clock: Clock = utc_now,
    ) -> None:
        self.root = root.absolute()
        self._base = str(self.root)
        self.signer = Signer(secret, public_url, clock)
        self._tmp = self.root / "tmp"
        self._fsync = fsync
        self._reserve = reserve
        self._publishing = Lock()
        self._pool = ThreadPoolExecutor(_SYNC_THREADS, thread_name_prefix="fsync")
        self._parts = Parts(self._tmp / "parts")
        self._prepare()

    def _prepare(self) -> None:
        """Make all folders now, so that publishing a blob is one rename."""
        with disk.room(self.root):
            (self._tmp / "parts").mkdir(parents=True, exist_ok=True)
            for shard in range(256):
                (self.root / f"{shard:02x}").mkdir(exist_ok=True)
        if self._fsync:
            disk.fsync(self.root)

    @property
    def origin(self) -> str:
        split = urlsplit(self.signer.base)
        return f"{split.scheme}://{split.netloc}"

    def check(self) -> None:
        probe = self._tmp / uuid4().hex
        try:
            self.want(1)
            with disk.Incoming(probe) as incoming:
                incoming.write(b"x")
        except OSError as error:
            raise StorageUnreachable(
                f"The folder {self.root} cannot be written ({error.strerror}). "
                "Mount it, or give the server's user the right to write there."
            ) from error

    def want(self, size: int) -> None:
        """Raise `NoSpace` before the bytes are sent, when they would not leave `reserve` free."""
        free = os.statvfs(self._tmp)
        if free.f_bavail * free.f_frsize < size + self._reserve:
            raise NoSpace(str(self.root))

    # -- signed requests ----------------------------------------------------------------------------

    def sign_get(self, key: str, *, media_type: str, name: str, inline: bool, until: datetime) -> str:
        shown, _ = delivery(media_type, name, inline=inline)
        parameters: dict[str, str] = {}
        if shown != DOWNLOAD:
            parameters["type"] = shown
        if name != checked(key).rpartition("/")[2]:
            parameters["name"] = name.encode(errors="replace").decode()
        return self.signer.url("GET", key, next_hour(until), parameters)

    def sign_put(self, key: str, *, size: int, digest: str, until: datetime) -> SignedRequest:
        parameters = {"size": str(size), "sha256": digest.lower()}
        return SignedRequest(method="PUT", url=self._signed("PUT", key, until, parameters))

    def sign_form(self, key: str, *, max_size: int, until: datetime) -> SignedForm:
        fields = self.signer.fields(checked(key), int(until.timestamp()), {"max": str(max_size)})
        return SignedForm(url=f"{self.signer.base}/blobs/upload", fields=fields)

    def sign_part(self, key: str, upload: str, number: int, *, until: datetime) -> SignedRequest:
        parameters = {"upload": upload, "part": str(number)}
        return SignedRequest(method="PUT", url=self._signed("PART", key, until, parameters))

    def _signed(self, verb: Literal["PUT", "PART"], key: str, until: datetime, parameters: dict[str, str]) -> str:
        return self.signer.url(verb, checked(key), int(until.timestamp()), parameters)

    # -- writing ------------------------------------------------------------------------------------

    def incoming(self) -> disk.Incoming:
        """A file to write to; `publish` makes it a blob."""
        return disk.Incoming(self._tmp / uuid4().hex)

    def publish(self, incoming: disk.Incoming, key: str) -> None:
        """Make what was written the blob of this key. The same bytes again change nothing.

        Raises `BlobTaken` when the key holds other bytes.
        """
        target = self._path(key)
        temporary = incoming.taken()
        placed = False
        try:
            placed = self._place(temporary, target, key)
        finally:
            if not placed:
                temporary.unlink(missing_ok=True)

    def _place(self, temporary: Path, target: Path, key: str) -> bool:
        """Give the file its place, unless the same bytes have it: False."""
        with self._publishing:
            if not target.exists():
                self._move(temporary, target)
                return True
        # The file that is there stays: its twin would have to be settled again. No lock while comparing,
        # since uploads of other keys wait for it on the event loop.
        if not disk.same_bytes(temporary, target):
            raise BlobTaken(key)
        return False

    def put(self, key: str, chunks: Iterable[bytes]) -> Stored:
        target = self._path(key)
        with self.incoming() as incoming:
            for chunk in chunks:
                incoming.write(chunk)
            self._move(incoming.taken(), target)
            return Stored(size=incoming.size, digest=incoming.digest)

    def _move(self, temporary: Path, target: Path) -> None:
        for _ in range(10):
            try:
                with disk.room(self.root):
                    temporary.replace(target)
                return
            except FileNotFoundError:  # folders of a long name, which `delete` may remove at the same time
                with disk.room(self.root):
                    target.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(target)

    def begin_parts(self, key: str, *, part_size: int) -> str:
        return self._parts.begin(checked(key), part_size)

    def part(self, key: str, upload: str, number: int) -> PartWriter:
        """A writer of one part; `http/blobs.py` feeds it."""
        return self._parts.writer(key, upload, number)

    def finish_parts(self, key: str, upload: str, parts: Sequence[Part]) -> Stored:
        target = self._path(key)
        try:
            with self._parts.whole(key, upload, parts) as data:
                stored = _described(data)
                self._place(data, target, key)
                return stored
        except UploadUnknown:
            if not target.is_file():
                raise
            return _described(target)  # asked twice: it is made already

    def abort_parts(self, key: str, upload: str) -> None:
        with suppress(UploadUnknown):
            self._parts.abort(checked(key), upload)

    def settle(self, keys: Sequence[str]) -> None:
        paths = [self._path(key) for key in keys]
        try:
            if not self._fsync:
                for path in paths:
                    path.stat()
                return
            disk.fsync_all(paths, self._pool)
            folders = {parent for path in paths for parent in path.parents if parent.is_relative_to(self.root)}
            disk.fsync_all(folders - {self.root}, self._pool)
        except FileNotFoundError as error:
            raise BlobMissing(next(key for key in keys if not self._path(key).exists())) from error

    # -- reading ------------------------------------------------------------------------------------

    def sizes(self, keys: Sequence[str]) -> dict[str, int]:
        found = {}
        for key in keys:
            with suppress(FileNotFoundError, NotADirectoryError):
                status = os.lstat(self._named(key))
                if stat.S_ISREG(status.st_mode):
                    found[key] = status.st_size
        return found

    def descriptor(self, key: str) -> int:
        """A file descriptor for reading, which the caller closes."""
        try:
            # A symbolic link in the store is none of ours, wherever it leads.
            fd = os.open(self._named(key), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            if error.errno in _ABSENT:
                raise BlobMissing(key) from error
            raise
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise BlobMissing(key)
        return fd

    def open(self, key: str) -> BinaryIO:
        return os.fdopen(self.descriptor(key), "rb")

    def listing(self, prefix: str = "") -> Iterator[Listed]:
        for shard in range(256):
            for names, entry in _files(self.root / f"{shard:02x}", (f"{shard:02x}",)):
                key = key_of(names)
                if key is not None and key.startswith(prefix):
                    with suppress(FileNotFoundError):
                        status = entry.stat(follow_symlinks=False)
                        modified = datetime.fromtimestamp(status.st_mtime, UTC)
                        yield Listed(key=key, size=status.st_size, modified=modified)

    # -- removing -----------------------------------------------------------------------------------

    def delete(self, keys: Sequence[str]) -> None:
        for key in keys:
            path = self._path(key)
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if not folder.name.endswith("~"):
                    break
                with suppress(OSError):  # still used by another long name
                    folder.rmdir()

    def sweep(self, *, before: datetime) -> int:
        limit = before.timestamp()
        removed = self._parts.sweep(limit)
        for entry in os.scandir(self._tmp):
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < limit:
                    Path(entry.path).unlink()
                    removed += 1
        return removed

    def _path(self, key: str) -> Path:
        return Path(self._named(key))

    def _named(self, key: str) -> str:
        return f"{self._base}/{'/'.join(pieces(key))}"


def _described(path: Path) -> Stored:
    with path.open("rb") as file:
        return Stored(size=os.fstat(file.fileno()).st_size, digest=file_digest(file, "sha256").hexdigest())


def _files(folder: Path, names: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], os.DirEntry[str]]]:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                yield (*names, entry.name), entry
            elif entry.is_dir(follow_symlinks=False) and entry.name.endswith("~"):
                yield from _files(Path(entry.path), (*names, entry.name))
