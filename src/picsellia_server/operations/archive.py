"""The file of a backup: a plain tar that any tar can list, written and read in one pass with flat memory.

    backup.json      what it is: versions, row counts, hash of the dump
    database.dump    pg_dump's custom format
    blobs/<key>      bytes, each under its storage key
    blobs.ndjson     a line a blob, in that order: key, size, sha256, and what is wrong with it if something is
    end.json         counts, and the hash of blobs.ndjson; a backup that lacks it is cut short

Not here: where the members come from (`backup.py`) and where they go (`restore.py`). Names in the file are
never paths of this machine: a key means something to the store alone, which encodes it.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, BinaryIO

import orjson

from picsellia_server.errors import Invalid
from picsellia_server.storage.keys import checked
from picsellia_server.storage.port import KeyRefused

KIND = "picsellia-backup"
FORMAT = 1
HEAD, DUMP, BLOBS, INDEX, END = "backup.json", "database.dump", "blobs/", "blobs.ndjson", "end.json"
CHUNK = 1 << 20
_SMALL = 4 << 20  # no head or end is larger
_TAIL = 32 << 10


class BackupDamaged(Invalid):
    """Not a whole backup: nothing of it is used."""

    code = "backup.damaged"


class BackupNewer(Invalid):
    code = "backup.newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a backup says of itself. `tables` are rows by table, `blobs` and `size` what the dump refers to.

    `whole` is False for a backup of the database alone, whose bytes stay where they are.
    """

    server: str
    schema: str
    namespace: str
    postgres: int
    created_at: str
    whole: bool
    dump_size: int
    dump_sha256: str
    tables: dict[str, int]
    blobs: int
    size: int


@dataclass(slots=True)
class Counted:
    """What has been written or read."""

    blobs: int = 0
    size: int = 0
    damaged: int = 0


@dataclass(slots=True)
class _Out:
    """A stream that tarfile takes for a file: it is told how far it is."""

    file: IO[bytes]
    at: int = 0

    def write(self, data: bytes) -> int:
        self.file.write(data)
        self.at += len(data)
        return len(data)

    def tell(self) -> int:
        return self.at


class Hashed(io.RawIOBase):
    """Reads on, counts and hashes what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._hash = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self._hash.update(chunk)
        self.size += len(chunk)
        return chunk

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        while chunk := self.read(CHUNK):
            yield chunk


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(tar: Any) -> None:
    """tarfile keeps every member that it has seen, and there may be millions."""
    tar.members.clear()


# Writing


@dataclass(slots=True)
class Writer:
    """Members in their order: `start`, `blob` and `lost` as often as wanted, `finish`."""

    file: IO[bytes]
    counted: Counted = field(default_factory=Counted)
    _tar: tarfile.TarFile = field(init=False)
    _index: IO[bytes] = field(init=False)

    def __post_init__(self) -> None:
        out: Any = _Out(self.file)
        self._tar = tarfile.TarFile(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, copybufsize=CHUNK)
        self._index = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by `finish`, or with the process

    def start(self, head: Head, dump: Path) -> None:
        self._small(HEAD, {"kind": KIND, "format": FORMAT, **asdict(head)})
        with dump.open("rb") as file:
            self._add(DUMP, head.dump_size, file)

    def blob(self, key: str, size: int, source: IO[bytes], *, expected: str | None, expected_size: int) -> str | None:
        """Copy `size` bytes; what is wrong with them, if they are not what the database says."""
        hashed = Hashed(source)
        self._add(BLOBS + key, size, hashed)
        wrong = None
        if size != expected_size:
            wrong = f"{size} bytes instead of {expected_size}"
        elif expected is not None and hashed.digest != expected:
            wrong = "the SHA-256 differs"
        self._note({"key": key, "size": size, "sha256": hashed.digest, **({"wrong": wrong} if wrong else {})})
        self.counted.blobs += 1
        self.counted.size += size
        return wrong

    def lost(self, key: str, size: int) -> None:
        """A blob that the database knows and the store has not."""
        self._note({"key": key, "size": size, "sha256": None, "wrong": "missing"})

    def finish(self) -> None:
        size = self._index.tell()
        self._index.seek(0)
        digest = hashlib.file_digest(self._index, "sha256").hexdigest()  # type: ignore[arg-type]
        self._index.seek(0)
        self._add(INDEX, size, self._index)
        self._index.close()
        self._small(END, {"kind": KIND, **asdict(self.counted), "index_sha256": digest})
        self._tar.close()
        self.file.flush()

    def _note(self, line: dict[str, Any]) -> None:
        self.counted.damaged += "wrong" in line
        self._index.write(orjson.dumps(line) + b"\n")

    def _small(self, name: str, value: dict[str, Any]) -> None:
        body = orjson.dumps(value, option=orjson.OPT_INDENT_2)
        self._add(name, len(body), io.BytesIO(body))

    def _add(self, name: str, size: int, source: Any) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, source)
        _forget(self._tar)


# Reading


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
    _forget(tar)
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
