"""What a file is before it is sent: size, SHA-256, and how to tell that it has changed since."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from typing import NamedTuple

_BLOCK = 1 << 20


class Unreadable(Exception):
    """This file cannot be sent; the text says why. It stops no other."""


class Described(NamedTuple):
    """A file by name, size in bytes and hex SHA-256; `stamp` changes when the file does."""

    path: str
    name: str
    size: int
    sha256: str
    stamp: tuple[int, int, int]


def stamp_of(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def describe(path: str, name: str, *, empty: bool = False) -> Described:
    """Read a file once, 1 MiB at a time; an empty one only where `empty` may be.

    Raises `Unreadable` with the reason.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Unreadable("Its name is no valid text. Rename the file.") from None
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise Unreadable(reason(error)) from error
    try:
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable("It is a folder." if stat.S_ISDIR(before.st_mode) else "It is no regular file.")
        digest = sha256()
        size = 0
        while block := os.read(handle, _BLOCK):
            digest.update(block)
            size += len(block)
        after = os.fstat(handle)
    except OSError as error:
        raise Unreadable(reason(error)) from error
    finally:
        os.close(handle)
    if stamp_of(before) != stamp_of(after) or size != after.st_size:
        raise Unreadable(CHANGED)
    if size == 0 and not empty:
        raise Unreadable("It is empty.")
    return Described(path, name, size, digest.hexdigest(), stamp_of(after))


CHANGED = "It changed while it was read. Upload it again when it is complete."


def reason(error: OSError) -> str:
    """Why a file cannot be read or written, as a sentence."""
    if isinstance(error, FileNotFoundError):
        return "There is no such file."
    if isinstance(error, PermissionError):
        return "You may not read it."
    return f"{error.strerror or error}."
