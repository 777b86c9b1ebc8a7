"""Every SQL statement of telemetry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among
from picsellia_server.telemetry.model import Chapter
from picsellia_server.telemetry.tables import (
    stream_chapters,
    stream_chunks,
    stream_tellers,
    stream_writers,
    streams,
)


def insert_stream(db: Db, uuid: str, org: int) -> int:
    values = {"uuid": uuid, "org_id": org}
    return int(db.write(sa.insert(streams).values(values).returning(streams.c.id)).scalar_one())


def stream(db: ReadDb, row: int) -> sa.Row[Any]:
    return db.execute(sa.select(streams).where(streams.c.id == row)).one()


def streams_by_row(db: ReadDb, rows: Sequence[int]) -> dict[int, sa.Row[Any]]:
    return {row.id: row for row in db.execute(sa.select(streams).where(among(streams.c.id, rows)))}


def locked(db: ReadDb, row: int) -> sa.Row[Any]:
    """The stream, locked: whoever appends numbers its lines alone."""
    return db.execute(sa.select(streams).where(streams.c.id == row).with_for_update()).one()


def update_stream(db: Db, row: int, values: Mapping[str, Any]) -> None:
    db.write(sa.update(streams).where(streams.c.id == row).values(**values))


def writer_seq(db: ReadDb, stream: int, writer: str) -> int:
    """The last number that this writer has here; -1 for a new one."""
    query = sa.select(stream_writers.c.seq).where(
        stream_writers.c.stream_id == stream, stream_writers.c.writer == writer
    )
    found = db.execute(query).scalar_one_or_none()
    return -1 if found is None else int(found)


def set_writer_seq(db: Db, stream: int, writer: str, seq: int) -> None:
    statement = insert(stream_writers).values(stream_id=stream, writer=writer, seq=seq)
    db.write(
        statement.on_conflict_do_update(index_elements=["stream_id", "writer"], set_={"seq": statement.excluded.seq})
    )


def insert_chunk(db: Db, values: Mapping[str, Any]) -> None:
    db.write(sa.insert(stream_chunks).values(values))


def insert_chapters(db: Db, stream: int, chapters: Sequence[Chapter]) -> None:
    if not chapters:
        return
    taken = sa.select(sa.func.coalesce(sa.func.max(stream_chapters.c.position) + 1, 0)).where(
        stream_chapters.c.stream_id == stream
    )
    first = int(db.execute(taken).scalar_one())
    rows = [
        {"stream_id": stream, "position": at, "name": each.name.encode(), "line": each.line, "at": each.at}
        for at, each in enumerate(chapters, start=first)
    ]
    db.write(sa.insert(stream_chapters), rows)


def chapters_of(db: ReadDb, rows: Sequence[int]) -> dict[int, list[Chapter]]:
    query = (
        sa.select(stream_chapters)
        .where(among(stream_chapters.c.stream_id, rows))
        .order_by(stream_chapters.c.stream_id, stream_chapters.c.position)
    )
    found: dict[int, list[Chapter]] = {}
    for row in db.execute(query):
        chapter = Chapter(name=row.name.decode(), line=row.line, at=row.at)
        found.setdefault(row.stream_id, []).append(chapter)
    return found


def chunks_from(db: ReadDb, stream: int, line: int) -> Iterator[bytes]:
    """Bodies of the chunks that reach line `line` or beyond, in the order in which they came."""
    query = (
        sa.select(stream_chunks.c.body)
        .where(stream_chunks.c.stream_id == stream, stream_chunks.c.last_line >= line)
        .order_by(stream_chunks.c.position)
    )
    for rows in db.stream(query, batch=50):
        yield from (row.body for row in rows)


def touch(db: Db, row: int, now: datetime) -> None:
    db.write(sa.update(streams).where(streams.c.id == row).values(last_at=now))


def teller(db: ReadDb, stream: int) -> sa.Row[Any] | None:
    return db.execute(sa.select(stream_tellers).where(stream_tellers.c.stream_id == stream)).one_or_none()


def set_teller(db: Db, stream: int, values: Mapping[str, Any]) -> None:
    statement = insert(stream_tellers).values(stream_id=stream, **values)
    db.write(statement.on_conflict_do_update(index_elements=["stream_id"], set_=dict(values)))
