"""The few file operations that the local store is built of, with a full disk told apart from other troubles.

Plain `os` calls: cheap enough to be made on the event loop, one per network message.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from picsellia_server.storage.port import NoSpace

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


@contextmanager
def room(where: Path) -> Iterator[None]:
    """Turn a full disk, quota or file size limit into `NoSpace`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(str(where)) from error
        raise


def write_all(fd: int, data: bytes, where: Path) -> None:
    """Write every byte at the file's position; a full disk raises `NoSpace`."""
    try:
        done = os.write(fd, data)
        while done < len(data):  # a short write: the next one says why
            done += os.write(fd, data[done:])
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(str(where)) from error
        raise


class Incoming:
    """A temporary file that is hashed while it is written; whoever made it publishes or discards it.

    Used as a context manager it is discarded unless `taken`.
    """

    __slots__ = ("_fd", "_hash", "_path", "size")

    def __init__(self, path: Path) -> None:
        with room(path.parent):
            self._fd = os.open(path, _NEW, 0o644)
        self._path: Path | None = path
        self._hash = sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        assert self._path is not None
        write_all(self._fd, data, self._path.parent)
        self._hash.update(data)
        self.size += len(data)

    @property
    def digest(self) -> str:
        """Hex SHA-256 of what was written."""
        return self._hash.hexdigest()

    def taken(self) -> Path:
        """Close the file and hand it over: from now on it is the caller's to move or remove."""
        assert self._path is not None
        path, self._path = self._path, None
        with room(path.parent):  # some network file systems notice a full disk only now
            os.close(self._fd)
        return path

    def __enter__(self) -> Incoming:
        return self

    def __exit__(self, *_: object) -> None:
        if self._path is not None:
            path, self._path = self._path, None
            with suppress(OSError):
                os.close(self._fd)
            path.unlink(missing_ok=True)


def fsync(path: Path) -> None:
    """Return when this file or folder survives a power cut."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with room(path):
            os.fsync(fd)
    finally:
        os.close(fd)


def fsync_all(paths: Iterable[Path], pool: ThreadPoolExecutor) -> None:
    """`fsync` many at once: the file system's journal commits them together."""
    for _ in pool.map(fsync, paths):
        pass


def same_bytes(one: Path, other: Path) -> bool:
    with one.open("rb") as a, other.open("rb") as b:
        if os.fstat(a.fileno()).st_size != os.fstat(b.fileno()).st_size:
            return False
        while chunk := a.read(1 << 20):
            if chunk != b.read(1 << 20):
                return False
        return True
