"""Reads the file of a backup (`archive.py` says what is in it): in one pass, flat memory, every hash checked.

Not here: where the members go (`restore.py`, `bringing.py`).
"""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO

import orjson

from picsellia_server.operations.archive import (
    BLOBS,
    CHUNK,
    DUMP,
    END,
    FORMAT,
    HEAD,
    INDEX,
    KIND,
    BackupDamaged,
    BackupNewer,
    Counted,
    Hashed,
    Head,
    forget,
)
from picsellia_server.storage.keys import checked
from picsellia_server.storage.port import KeyRefused

_SMALL = 4 << 20  # no head or end is larger
_TAIL = 32 << 10


def look(path: Path) -> Head:
    """The head of a backup, after a look at its end: enough to refuse what is no backup, or cut short."""
    with _opened(path) as tar:
        head = _head(tar)
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    if END.encode() not in tail or tail.strip(b"\0")[-1:] != b"}":
        raise BackupDamaged(f"{path} is cut short: its end is missing. Nothing was changed; use another backup.")
    return head


Keep = Callable[[str, int, Hashed], None]


def walk(path: Path, *, dump: IO[bytes] | None, keep: Keep) -> Counted:
    """Read a whole backup once: the dump goes to `dump`, each blob to `keep`. Every hash is checked.

    What `keep` leaves unread is read all the same. Blobs come before the end, which vouches for them: undo
    what was kept when this raises. Raises `BackupDamaged` naming what does not fit.
    """
    with _opened(path) as tar, tempfile.TemporaryFile() as index, tempfile.TemporaryFile() as seen:
        head = _head(tar)
        _copy_dump(tar, head, dump, path)
        counted, member = _blobs(tar, seen, keep, path)
        if member.name != INDEX:
            raise _odd(path, member.name)
        listed = Hashed(_reader(tar, member))
        for chunk in listed.chunks():
            index.write(chunk)
        end = _end(tar, path)
        if end.get("index_sha256") != listed.digest or end.get("blobs") != counted.blobs:
            raise BackupDamaged(f"The list of blobs in {path} is damaged. Use another backup.")
        counted.damaged = _compare(index, seen, path)
        return counted


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    try:
        with path.open("rb", buffering=CHUNK) as file, tarfile.TarFile(fileobj=file, mode="r") as tar:
            yield tar
    except FileNotFoundError:
        raise BackupDamaged(f"There is no file {path}.") from None
    except tarfile.TarError as error:
        raise BackupDamaged(f"{path} is no whole backup ({error}). Nothing was changed; use another one.") from None
    except OSError as error:
        raise BackupDamaged(f"{path} cannot be read: {error.strerror}.") from None


def _next(tar: tarfile.TarFile) -> tarfile.TarInfo | None:
    member = tar.next()
    forget(tar)
    if member is not None and (member.type != tarfile.REGTYPE or member.sparse is not None):
        raise BackupDamaged(f"The backup holds {member.name[:80]!r}, which is no plain file. Use another one.")
    return member


def _reader(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    found = tar.extractfile(member)
    assert found is not None
    return found


def _json(tar: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, Any]:
    try:
        value = orjson.loads(_reader(tar, member).read(_SMALL))
    except ValueError:
        value = None
    if not isinstance(value, dict) or value.get("kind") != KIND:
        raise BackupDamaged(f"Its {member.name[:80]!r} cannot be read: this is no backup, or a damaged one.")
    return value


def _head(tar: tarfile.TarFile) -> Head:
    member = _next(tar)
    if member is None or member.name != HEAD:
        raise BackupDamaged("This file was not made by `picsellia-server backup`.")
    value = _json(tar, member)
    if value.get("format") != FORMAT:
        raise BackupNewer(f"This backup was made by version {value.get('server')} of the server. Use that one.")
    try:
        return Head(**{name: value[name] for name in Head.__slots__})
    except KeyError as missing:
        raise BackupDamaged(f"The backup does not say its {missing}. Use another one.") from None


def _copy_dump(tar: tarfile.TarFile, head: Head, dump: IO[bytes] | None, path: Path) -> None:
    member = _next(tar)
    if member is None or member.name != DUMP:
        raise BackupDamaged(f"{path} holds no dump of a database. Use another backup.")
    hashed = Hashed(_reader(tar, member))
    for chunk in hashed.chunks():
        if dump is not None:
            dump.write(chunk)
    if (hashed.size, hashed.digest) != (head.dump_size, head.dump_sha256):
        raise BackupDamaged(f"The database in {path} is damaged: its SHA-256 differs. Use another backup.")
    if dump is not None:
        dump.flush()


def _blobs(tar: tarfile.TarFile, seen: IO[bytes], keep: Keep, path: Path) -> tuple[Counted, tarfile.TarInfo]:
    counted = Counted()
    while True:
        member = _next(tar)
        if member is None:
            raise BackupDamaged(f"{path} is cut short after {counted.blobs:,} blobs. Use another backup.")
        if not member.name.startswith(BLOBS):
            return counted, member
        try:
            key = checked(member.name.removeprefix(BLOBS))
        except KeyRefused:
            raise _odd(path, member.name) from None
        hashed = Hashed(_reader(tar, member))
        keep(key, member.size, hashed)
        for _ in hashed.chunks():
            pass
        counted.blobs += 1
        counted.size += hashed.size
        seen.write(orjson.dumps([key, hashed.size, hashed.digest]) + b"\n")


def _odd(path: Path, name: str) -> BackupDamaged:
    return BackupDamaged(f"{path} holds {name[:80]!r}, which no backup does. Use another one.")


def _end(tar: tarfile.TarFile, path: Path) -> dict[str, Any]:
    member = _next(tar)
    if member is None or member.name != END:
        raise BackupDamaged(f"{path} is cut short: its end is missing. Use another backup.")
    return _json(tar, member)


def _compare(index: BinaryIO | IO[bytes], seen: BinaryIO | IO[bytes], path: Path) -> int:
    """Check what was read against the list, line by line; how many were damaged when the backup was made."""
    damaged = 0
    index.seek(0)
    seen.seek(0)
    for line in index:
        said = orjson.loads(line)
        damaged += "wrong" in said
        if said.get("wrong") == "missing":
            continue
        found = orjson.loads(seen.readline() or b"null")
        if found != [said["key"], said["size"], said["sha256"]]:
            raise BackupDamaged(f"The bytes of {said['key']!r} in {path} are damaged. Use another backup.")
    return damaged
