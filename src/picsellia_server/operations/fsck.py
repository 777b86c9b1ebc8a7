"""`picsellia-server fsck`: rows against bytes, counters against rows, the schema against the code.

Reads all stored bytes unless `quick`; may run beside a working server. Changes nothing but, with `repair`,
counters (counted anew) and thumbnails (made anew): what follows from the rest.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa

from picsellia.formats.model import ShapeType
from picsellia_server.annotations import repository as annotation_rows
from picsellia_server.annotations.numbers import number
from picsellia_server.blobs.repository import referring
from picsellia_server.db import migrate
from picsellia_server.db.engine import ReadDb
from picsellia_server.operations import stock
from picsellia_server.operations.bytes import listed, read, spooled
from picsellia_server.operations.counters import COUNTERS, RULES, SHOWN, mend, recounted
from picsellia_server.operations.place import Place
from picsellia_server.operations.report import Progress, count_text, size_text

_BATCH = 500
_FROM_BACKUP = "bring it back: picsellia-server restore BACKUP --bytes"
_REPAIR = "picsellia-server fsck --repair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """`kind` in a word, the object that suffers, the place that is wrong, and what to do."""

    kind: str
    what: str
    where: str
    remedy: str
    mended: bool = False

    def __str__(self) -> str:
        return f"{self.kind}: {self.what} at {self.where}. {'Mended.' if self.mended else f'Remedy: {self.remedy}'}"


@dataclass(slots=True)
class Checked:
    """What was looked at; `notes` are no problems."""

    problems: int = 0
    mended: int = 0
    blobs: int = 0
    size: int = 0
    notes: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return self.problems == self.mended


Tell = Callable[[Problem], None]


def fsck(place: Place, *, tell: Tell, quick: bool = False, repair: bool = False) -> Checked:
    """Check everything; each problem is told as soon as it is found."""
    place.must_be_current()
    migrate.all_tables()
    checked = Checked()

    def told(problem: Problem) -> None:
        checked.problems += 1
        checked.mended += problem.mended
        tell(problem)

    for problem in (*_schema(place), *_references(place), *_rules(place)):
        told(problem)
    for problem in _counters(place, repair=repair):
        told(problem)
    if not quick:
        for problem in _numbers(place, repair=repair):
            told(problem)
    with stock.taken(place) as connection:
        for problem in _absent(place, connection, repair=repair):
            told(problem)
        count, size = stock.orphans(connection, datetime.now(UTC) - stock.YOUNG)
    if count:
        said = f"{count_text(count, 'orphan')} in the store ({size_text(size)}); picsellia-server gc removes them"
        checked.notes += (said,)
    for problem in _hashes(place, checked) if not quick else ():
        told(problem)
    return checked


def _schema(place: Place) -> Iterator[Problem]:
    with place.engine.connect() as connection:
        for found in migrate.differences(connection):
            yield Problem(
                kind="schema differs",
                what=_said(found),
                where="the database",
                remedy="somebody has changed the schema by hand; undo that, or restore a backup",
            )


def _said(difference: Any) -> str:
    """A difference as Alembic gives it: what would have to be done, and to which thing."""
    if isinstance(difference, list):
        return "; ".join(map(_said, difference))
    verb, *about = difference
    names = [str(getattr(each, "name", each)) for each in about if each is not None and not isinstance(each, dict)]
    tables = [each.table.name for each in about if getattr(each, "table", None) is not None]
    return f"{verb} {' '.join([*tables, *names])}"[:300]


def _references(place: Place) -> Iterator[Problem]:
    """Rows that refer to nothing: PostgreSQL refuses them, unless it was told not to look."""
    with place.engine.connect() as connection:
        for table in migrate.all_tables().sorted_tables:
            for key in table.foreign_keys:
                child, parent = key.parent, key.column.table.alias("parent")
                lost = sa.select(sa.func.count()).select_from(
                    table.outerjoin(parent, parent.c[key.column.name] == child)
                )
                count = connection.scalar(lost.where(child.is_not(None), parent.c[key.column.name].is_(None)))
                if count:
                    yield Problem(
                        kind="lost reference",
                        what=count_text(int(count), "row") + f" of {table.name}",
                        where=f"{table.name}.{child.name}, which should name a row of {key.column.table.name}",
                        remedy="restore a backup; the database was written to with its checks off",
                    )


def _rules(place: Place) -> Iterator[Problem]:
    with place.engine.connect() as connection:
        for rule in RULES:
            for what in connection.execute(sa.text(f"{rule.rows} LIMIT {SHOWN}")).scalars():
                yield Problem(
                    kind="rule broken", what=what, where=f"the rule {rule.name!r}", remedy="please report this"
                )


def _counters(place: Place, *, repair: bool) -> Iterator[Problem]:
    for counter in COUNTERS:
        with place.engine.connect() as connection:
            wrong = recounted(connection, counter)
        if wrong and repair:
            with place.engine.begin() as connection:
                mend(connection, counter)
        for what, kept, found in wrong:
            yield Problem(
                kind="wrong counter",
                what=what,
                where=f"{counter.table}: kept {kept}; counted {found}",
                remedy=_REPAIR,
                mended=repair,
            )


def _numbers(place: Place, *, repair: bool) -> Iterator[Problem]:
    """What each annotation adds to the fingerprint of its version, found anew."""
    versions = sa.text("SELECT id, uuid, name FROM dataset_versions WHERE annotations_sum IS NOT NULL ORDER BY id")
    unknown = sa.text("UPDATE dataset_versions SET annotations_sum = NULL WHERE id = :id")
    with place.house.connect(write=False) as connection:
        db = ReadDb(connection)
        for version in connection.execute(versions).all():
            names = {each.id: (each.name, ShapeType(each.type)) for each in annotation_rows.labels_of(db, version.id)}
            wrong = 0
            for chunk in db.stream(annotation_rows.numbered(version.id)):
                for each in chunk:
                    labels = [names.get(row) for row in each.label_ids]
                    wrong += number(each.name, labels, each.digest) != int(each.number)
            if wrong and repair:
                with place.engine.begin() as writing:
                    writing.execute(unknown, {"id": version.id})  # a job finds it anew
            if wrong:
                yield Problem(
                    kind="wrong fingerprint",
                    what=f"version {version.name} ({version.uuid})",
                    where=f"the numbers of {count_text(wrong, 'annotation')}",
                    remedy=_REPAIR,
                    mended=repair,
                )


def _absent(place: Place, connection: sa.Connection, *, repair: bool) -> Iterator[Problem]:
    """Bytes that are gone or of another size, looked at again one by one: the server may be at work."""
    found = stock.absent(connection)
    while batch := list(islice(found, _BATCH)):
        sizes = place.storage.sizes([row.key for row in batch])
        for row in batch:
            size = sizes.get(row.key)
            if size == row.size or not _still_there(connection, row.kind, row.key):
                continue
            where = f"{row.key!r} in the store: " + ("missing" if size is None else f"{size:,} of {row.size:,} bytes")
            kind = "bytes missing" if size is None else "bytes of wrong size"
            what = owners(connection, row.blob)
            if row.kind == "thumbnail":
                if repair:
                    _make_thumbnails(place, row.blob)
                yield Problem(kind=f"thumbnail {kind}", what=what, where=where, remedy=_REPAIR, mended=repair)
            else:
                yield Problem(kind=kind, what=what, where=where, remedy=_FROM_BACKUP)


def _still_there(connection: sa.Connection, kind: str, key: str) -> bool:
    table = "blobs" if kind == "blob" else "thumbnails"
    return connection.execute(sa.text(f"SELECT 1 FROM {table} WHERE key = :key"), {"key": key}).first() is not None


def _make_thumbnails(place: Place, blob: int) -> None:
    with place.engine.begin() as connection:
        gone = sa.text("DELETE FROM thumbnails WHERE blob_id = :blob")
        connection.execute(gone, {"blob": blob})
        found = sa.text("SELECT id, org_id FROM pictures WHERE blob_id = :blob")
        rows = connection.execute(found, {"blob": blob}).all()
        if rows:
            args = {"org_id": rows[0].org_id, "ids": [row.id for row in rows]}
            place.house.defer(connection, "pictures.thumbnails", args)


def _hashes(place: Place, checked: Checked) -> Iterator[Problem]:
    with tempfile.TemporaryFile() as keys_of_blobs, place.engine.connect() as connection:
        with place.house.connect(write=False) as snapshot:
            count, _ = listed(snapshot, ["blobs"], keys_of_blobs)
        progress = Progress("Reading blobs", total=count)
        for found in read(place.storage, spooled(keys_of_blobs)):
            progress.step()
            if found.bytes is None or found.size != found.item.size:
                continue  # told already
            digest = hashlib.file_digest(found.bytes, "sha256").hexdigest()  # type: ignore[arg-type]
            checked.blobs += 1
            checked.size += found.size
            if found.item.sha256 is not None and digest != found.item.sha256:
                blob = connection.scalar(sa.text("SELECT id FROM blobs WHERE key = :key"), {"key": found.item.key})
                if blob is not None:
                    yield Problem(
                        kind="bytes damaged",
                        what=owners(connection, blob),
                        where=f"{found.item.key!r} in the store: its SHA-256 is {digest}, not {found.item.sha256}",
                        remedy=_FROM_BACKUP,
                    )
        progress.close()


def owners(connection: sa.Connection, blob: int) -> str:
    """Who refers to a blob, in words: `pictures 'a.jpg' (uuid)`."""
    found: list[str] = []
    for column in referring(cascading=False):
        table = column.table
        shown = [table.c[name] for name in ("name", "uuid") if name in table.c]
        for row in connection.execute(sa.select(*(shown or [column])).where(column == blob).limit(3)):
            found.append(f"{table.name} " + " ".join(repr(str(value)) for value in row))
    return ", ".join(found) or f"blob {blob}, which nothing refers to"
