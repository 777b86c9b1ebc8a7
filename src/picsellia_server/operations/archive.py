"""The file of a backup: a plain tar that any tar can list, written in one pass with flat memory.

    backup.json      what it is: versions, row counts, hash of the dump
    database.dump    pg_dump's custom format
    blobs/<key>      bytes, each under its storage key
    blobs.ndjson     a line a blob, in that order: key, size, sha256, and what is wrong with it if something is
    end.json         counts, and the hash of blobs.ndjson; a backup that lacks it is cut short

Not here: how it is read (`unpacking.py`), where the members come from (`backup.py`), where they go
(`restore.py`). Names in the file are never paths of this machine: a key means something to the store alone,
which encodes it.
"""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import orjson

from picsellia_server.errors import Invalid

KIND = "picsellia-backup"
FORMAT = 1
HEAD, DUMP, BLOBS, INDEX, END = "backup.json", "database.dump", "blobs/", "blobs.ndjson", "end.json"
CHUNK = 1 << 20


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


def forget(tar: Any) -> None:
    """tarfile keeps every member that it has seen, and there may be millions."""
    tar.members.clear()


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
        forget(self._tar)
