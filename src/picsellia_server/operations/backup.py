"""`picsellia-server backup`: one file with all rows and all bytes, taken while the server works.

The dump is one snapshot. Stored bytes are never rewritten, so copying them afterwards is consistent, as long
as none are removed meanwhile: an advisory lock holds off those who bury (`blobs.repository.may_bury`).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from picsellia_server import __version__
from picsellia_server.blobs.repository import BURYING
from picsellia_server.db import dump
from picsellia_server.errors import Conflict, Invalid, Unavailable
from picsellia_server.operations import archive, unpacking
from picsellia_server.operations.archive import Counted, Head, Writer
from picsellia_server.operations.bytes import Item, listed, read, spooled
from picsellia_server.operations.place import Place, quoted, tables
from picsellia_server.operations.report import Progress

# Answers to repeated requests: of use for days at most, and an answer may hold a token that was just made.
WITHOUT_ROWS = ("idempotency",)
_LISTED = 20
_ALIVE = 200  # blobs between two looks at the lock's connection


class NothingToBackUp(Conflict):
    code = "backup.nothing"


class FileThere(Conflict):
    code = "backup.file_there"


class Interfered(Unavailable):
    code = "backup.interfered"


@dataclass(slots=True, kw_only=True)
class Made:
    """A finished backup; `damaged` are the first blobs that are not what the database says, with the reason."""

    head: Head
    counted: Counted
    damaged: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0


def backup(place: Place, target: Path | None, *, force: bool = False, verify: bool = True, whole: bool = True) -> Made:
    """Write a backup to `target` (None: standard output), which appears whole or not at all, mode 600.

    `whole` False: rows alone. `verify`: read it again from the disk before it gets its name. Raises
    `FileThere` for an existing file without `force`.
    """
    if target is None:
        with tempfile.TemporaryDirectory(dir=place.settings.data) as folder:
            return _write(place, sys.stdout.buffer, Path(folder) / "dump", whole=whole)
    if not force and target.exists():
        raise FileThere(f"{target} is there already. Give another name, or --force to replace it.")
    with _partial(target) as (partial, file, rows):
        made = _write(place, file, rows, whole=whole)
        os.fsync(file.fileno())
        if verify:
            progress = Progress("Verifying blobs", total=made.counted.blobs)
            unpacking.walk(partial, dump=None, keep=lambda *_: progress.step())
            progress.close()
        made.size = partial.stat().st_size
        _publish(partial, target, force=force)
    return made


@contextmanager
def _partial(target: Path) -> Iterator[tuple[Path, IO[bytes], Path]]:
    """A file beside the target, and the name of a second one; both are gone afterwards."""
    folder = target.absolute().parent
    start = f".{target.name}.partial-"
    with suppress(OSError):
        for left in folder.glob(f"{start}*"):  # of a backup that was killed
            if not Path(f"/proc/{left.name.removeprefix(start).split('.')[0]}").exists():
                left.unlink(missing_ok=True)
    partial = folder / f"{start}{os.getpid()}"
    rows = folder / f"{partial.name}.rows"
    try:
        descriptor = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Invalid(f"No file can be made in {folder} ({error.strerror}). Give another place.") from None
    try:
        with os.fdopen(descriptor, "r+b", buffering=archive.CHUNK) as file:
            yield partial, file, rows
    finally:
        partial.unlink(missing_ok=True)
        rows.unlink(missing_ok=True)


def _publish(partial: Path, target: Path, *, force: bool) -> None:
    if force:
        partial.replace(target)
    else:
        try:
            os.link(partial, target)
        except FileExistsError:
            raise FileThere(f"{target} has appeared meanwhile. Give another name, or --force.") from None
        except OSError:  # a file system without links
            partial.rename(target)
    with suppress(OSError):
        descriptor = os.open(target.absolute().parent, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _write(place: Place, out: IO[bytes], rows: Path, *, whole: bool) -> Made:
    with ExitStack() as stack, tempfile.TemporaryFile() as keys:
        lock = stack.enter_context(held(place.engine)) if whole else None
        head = _dump(place, rows, keys, whole=whole)
        writer = Writer(out)
        writer.start(head, rows)
        rows.unlink()
        made = Made(head=head, counted=writer.counted)
        if lock is not None:
            progress = Progress("Copying blobs", total=head.blobs)
            for at, found in enumerate(read(place.storage, spooled(keys))):
                if at % _ALIVE == 0:
                    _still_held(lock)
                _copy(writer, made, found.item, found.size, found.bytes)
                progress.step()
            progress.close()
            _still_held(lock)
        writer.finish()
    return made


def _copy(writer: Writer, made: Made, item: Item, size: int | None, source: IO[bytes] | None) -> None:
    if size is None or source is None:
        writer.lost(item.key, item.size)
        wrong: str | None = "missing"
    else:
        wrong = writer.blob(item.key, size, source, expected=item.sha256, expected_size=item.size)
    if wrong is not None and len(made.damaged) < _LISTED:
        made.damaged.append((item.key, wrong))


@contextmanager
def held(engine: sa.Engine) -> Iterator[sa.Connection]:
    """While this is open nobody removes stored bytes; waits for those who are at it."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("SELECT pg_advisory_lock_shared(:key)"), {"key": BURYING})
        try:
            yield connection
        finally:
            with suppress(sa.exc.DBAPIError):
                connection.execute(sa.text("SELECT pg_advisory_unlock_shared(:key)"), {"key": BURYING})


def _still_held(connection: sa.Connection) -> None:
    try:
        connection.execute(sa.text("SELECT 1"))
    except sa.exc.DBAPIError:
        raise Interfered("The connection to the database was lost during the backup. Start it again.") from None


def _dump(place: Place, rows: Path, keys: IO[bytes], *, whole: bool) -> Head:
    """The dump in `rows`, and in `keys` the blobs that the same snapshot refers to."""
    found = dump.tools(place.engine, pg_bin=place.settings.pg_bin)
    with place.engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ) as connection:
        there = tables(connection)
        if "alembic_version" not in there:
            raise NothingToBackUp("This installation has no data yet: it was never started.")
        schema = str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")))
        namespace = str(connection.scalar(sa.text("SELECT current_schema()")))
        snapshot = str(connection.scalar(sa.text("SELECT pg_export_snapshot()")))
        rows.touch(mode=0o600)
        dump.save(found, rows, schema=namespace, snapshot=snapshot, empty=[t for t in WITHOUT_ROWS if t in there])
        blobs, size = listed(connection, there, keys) if whole else (0, 0)
        return Head(
            server=__version__,
            schema=schema,
            namespace=namespace,
            postgres=found.server,
            created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            whole=whole,
            dump_size=rows.stat().st_size,
            dump_sha256=archive.file_hash(rows),
            tables={table: _count(connection, table) for table in there},
            blobs=blobs,
            size=size,
        )


def _count(connection: sa.Connection, table: str) -> int:
    if table in WITHOUT_ROWS:
        return 0
    return int(connection.execute(sa.text(f"SELECT count(*) FROM {quoted(connection, table)}")).scalar_one())
