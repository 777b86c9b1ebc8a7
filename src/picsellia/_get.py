"""Fetches one file by a signed URL: beside its place, checked, then renamed; a large one goes on where it broke off.

Not here: which files, and which are there already (_download.py).
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from itertools import count
from typing import Any

from picsellia._retry import Backoff
from picsellia._wire import Answer, Wire, broken
from picsellia.errors import UnsufficientRessourcesError

RESUMABLE = 8 << 20
"""Files from this size in bytes on are resumed, also by a later process."""

_BLOCK = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT}


class NotFetched(Exception):
    """This file cannot be had; the text says why. It stops no other."""


def identical(path: str, size: int, digest: str | None) -> bool:
    """Whether a file of exactly these bytes is there."""
    try:
        with open(path, "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size != size:
                return False
            return digest is None or _hashed(file)[0].hexdigest() == digest
    except OSError:
        return False


def _hashed(file: Any) -> tuple[Any, int]:
    found, size = sha256(), 0
    while block := file.read(_BLOCK):
        found.update(block)
        size += len(block)
    return found, size


class Getter:
    """Fetches files; safe to use from several threads."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(
        self,
        url: str,
        path: str,
        *,
        size: int | None = None,
        digest: str | None = None,
        renew: Callable[[], str] | None = None,
        received: Callable[[int], None] = lambda size: None,
    ) -> None:
        """Put the bytes at `path`, all of them or none.

        `size` in bytes and `digest` (hex SHA-256) are checked where known; `renew` gives another URL when
        this one has expired; `received` is told of the bytes as they come. Raises `NotFetched` for what
        concerns this file alone, `NetworkError`, and `UnsufficientRessourcesError` when the disk is full.
        """
        folder = os.path.dirname(path)
        keep = digest is not None and size is not None and size >= RESUMABLE
        part = ""
        try:
            part, file = _resumable(folder, digest[:32]) if keep and digest else _new(folder)
            with file:
                for last in (False, True):
                    if self._fetch(url, file, size, digest, renew, received, resume=keep):
                        break
                    file.seek(0)
                    file.truncate()
                    if last:
                        raise NotFetched("The bytes that came are not those of the file: its SHA-256 differs.")
                # While it is locked: another process that fetches the same has to find it gone.
                os.replace(part, path)
                part = ""
        except OSError as error:
            if error.errno in _FULL:
                raise UnsufficientRessourcesError(f"There is no room left in {folder}.") from error
            raise NotFetched(f"It cannot be written: {error.strerror or error}.") from error
        finally:
            if part and not keep:
                with suppress(OSError):
                    os.unlink(part)

    def _fetch(
        self,
        url: str,
        file: Any,
        size: int | None,
        digest: str | None,
        renew: Callable[[], str] | None,
        received: Callable[[int], None],
        *,
        resume: bool,
    ) -> bool:
        """Bring `file` to its full length from where it is; whether the bytes are right."""
        backoff = Backoff()
        found, done = _hashed(file) if resume else (sha256(), 0)
        while size is None or done < size:
            headers = {"Range": f"bytes={done}-"} if done else {}
            answer = self._wire.send("GET", url, headers=headers, backoff=backoff)
            if answer.status == 403 and renew is not None:
                answer.close()
                url, renew = renew(), None
                continue
            if done and answer.status != 206:
                # The store cannot go on in the middle, or holds other bytes: all over again.
                file.seek(0)
                file.truncate()
                found, done = sha256(), 0
                if answer.status != 200:
                    answer.close()
                    continue
            _check(answer)
            try:
                for block in answer.blocks():
                    _write(file, block)
                    found.update(block)
                    done += len(block)
                    received(len(block))
            except OSError as error:
                if error.errno in _FULL:
                    raise
                if not backoff.again():
                    raise broken(url, error, backoff.done) from error
                continue
            break
        return (size is None or done == size) and (digest is None or found.hexdigest() == digest)


_NUMBERS = count()
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


def _new(folder: str) -> tuple[str, Any]:
    """A new file to write into, of a name that nobody has."""
    while True:
        path = os.path.join(folder, f".picsellia-{os.getpid()}-{next(_NUMBERS)}.part")
        try:
            return path, open(os.open(path, _OPEN | os.O_EXCL, 0o666), "r+b", buffering=0)
        except FileExistsError:
            continue  # left behind by a process of that number


def _resumable(folder: str, mark: str) -> tuple[str, Any]:
    """The file of that mark, ours alone; a new one while another thread or process has it."""
    path = os.path.join(folder, f".picsellia-{mark}.part")
    file = open(os.open(path, _OPEN, 0o666), "r+b", buffering=0)  # noqa: SIM115 -- the caller closes it
    with suppress(OSError):
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Another may have finished with it, and renamed it, in between.
        if os.stat(path).st_ino == os.fstat(file.fileno()).st_ino:
            return path, file
    file.close()
    return _new(folder)


def _write(file: Any, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[file.write(view) :]


def _check(answer: Answer) -> None:
    if answer.status in (200, 206):
        return
    answer.close()
    if answer.status == 404:
        raise NotFetched("Its bytes are no longer in the store.")
    raise NotFetched(f"The store answered with HTTP {answer.status}.")
