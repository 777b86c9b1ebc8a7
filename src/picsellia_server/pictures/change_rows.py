"""SQL of changes of tags that can be taken back: what was asked, and which pictures it changed. Part of the repository.

A part of a change holds up to a chunk of picture rows as one array: a million pictures are some hundred rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert
from sqlalchemy.sql.dml import ReturningDelete, ReturningInsert

from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, column_of
from picsellia_server.pictures.repository import LIVE, Rows, recount
from picsellia_server.pictures.tables import (
    picture_tags,
    pictures,
    tag_change_parts,
    tag_changes,
    trashed_picture_tags,
)

_DONE = tag_change_parts.c.tag_id.is_not(None)


def insert_change(db: Db, values: Mapping[str, Any]) -> int:
    return int(db.write(sa.insert(tag_changes).values(values).returning(tag_changes.c.id)).scalar_one())


def set_change(db: Db, change: int, values: Mapping[str, Any]) -> None:
    db.write(sa.update(tag_changes).where(tag_changes.c.id == change).values(values))


def change_of(db: ReadDb, org: int, uuid: str, *, lock: bool = False) -> sa.Row[Any] | None:
    query = sa.select(tag_changes).where(tag_changes.c.org_id == org, tag_changes.c.uuid == uuid)
    return db.execute(query.with_for_update() if lock else query).one_or_none()


def keep_asked(db: Db, change: int, rows: Rows, *, without: Sequence[int], chunk: int) -> int:
    """Keep the pictures of a query of row ids, but those `without`, as the parts of a change; how many."""
    found = rows.where(~among(pictures.c.id, without)).subquery() if without else rows.subquery()
    number = sa.func.row_number(type_=sa.BigInteger).over(order_by=found.c.id)
    place = (number - 1) // sa.literal(chunk, sa.BigInteger)
    placed = sa.select(found.c.id, place.label("place")).subquery()
    ids = sa.func.array_agg(aggregate_order_by(placed.c.id, placed.c.id))
    source = sa.select(sa.literal(change, sa.BigInteger), ids).group_by(placed.c.place).order_by(placed.c.place)
    kept = insert(tag_change_parts).from_select(["change_id", "picture_ids"], source)
    return sum(db.write(kept.returning(sa.func.cardinality(tag_change_parts.c.picture_ids))).scalars())


def asked(db: ReadDb, change: int) -> list[int]:
    """The parts that are still to be done."""
    query = sa.select(tag_change_parts.c.id).where(tag_change_parts.c.change_id == change, ~_DONE)
    return [row.id for row in db.execute(query.order_by(tag_change_parts.c.id))]


def done(db: ReadDb, change: int) -> list[int]:
    """The parts that say what was changed."""
    query = sa.select(tag_change_parts.c.id).where(tag_change_parts.c.change_id == change, _DONE)
    return [row.id for row in db.execute(query.order_by(tag_change_parts.c.id))]


def part(db: ReadDb, row: int) -> sa.Row[Any]:
    return db.execute(sa.select(tag_change_parts).where(tag_change_parts.c.id == row)).one()


def drop_part(db: Db, row: int) -> None:
    db.write(sa.delete(tag_change_parts).where(tag_change_parts.c.id == row))


def add(db: Db, change: int, tag_rows: Sequence[int], picture_rows: Sequence[int]) -> None:
    """Each tag on each of the pictures that are live; which of them got it is kept as parts of the change."""
    named = sa.select(column_of(sorted(tag_rows), sa.BigInteger).label("tag_id")).subquery()
    chosen = sa.select(pictures.c.id).where(among(pictures.c.id, picture_rows), LIVE).subquery()
    source = sa.select(named.c.tag_id, chosen.c.id).select_from(named.join(chosen, sa.true()))
    added = (
        insert(picture_tags)
        .from_select(["tag_id", "picture_id"], source.order_by(named.c.tag_id, chosen.c.id))
        .on_conflict_do_nothing()
        .returning(picture_tags.c.tag_id, picture_tags.c.picture_id)
        .cte("added")
    )
    recount(db, added, +1, also=_kept(change, added, was_added=True))


def remove(db: Db, change: int, tag_rows: Sequence[int], picture_rows: Sequence[int]) -> None:
    """Take the tags off the pictures; which of them had it is kept as parts of the change."""
    gone = (
        sa.delete(picture_tags)
        .where(among(picture_tags.c.tag_id, tag_rows), among(picture_tags.c.picture_id, picture_rows))
        .returning(picture_tags.c.tag_id, picture_tags.c.picture_id)
        .cte("gone")
    )
    recount(db, gone, -1, also=_kept(change, gone, was_added=False))


def _kept(change: int, changed: sa.CTE, *, was_added: bool) -> sa.CTE:
    columns = ["change_id", "tag_id", "added", "picture_ids"]
    ids = sa.func.array_agg(changed.c.picture_id)
    source = sa.select(sa.literal(change, sa.BigInteger), changed.c.tag_id, sa.literal(was_added), ids)
    return insert(tag_change_parts).from_select(columns, source.group_by(changed.c.tag_id)).cte("kept")


def take_back(db: Db, row: sa.Row[Any]) -> None:
    """Undo one part. Pictures that have gone to the trash meanwhile will come back as they were before."""
    if row.added:
        recount(db, _taken_off(picture_tags, row).cte("gone"), -1)
        db.write(_taken_off(trashed_picture_tags, row))
    else:
        recount(db, _put_back(picture_tags, row, LIVE).cte("back"), +1)
        db.write(_put_back(trashed_picture_tags, row, ~LIVE))


def _taken_off(table: sa.Table, row: sa.Row[Any]) -> ReturningDelete[Any]:
    where = sa.and_(table.c.tag_id == row.tag_id, among(table.c.picture_id, row.picture_ids))
    return sa.delete(table).where(where).returning(table.c.tag_id)


def _put_back(table: sa.Table, row: sa.Row[Any], which: sa.ColumnElement[bool]) -> ReturningInsert[Any]:
    tag = sa.literal(row.tag_id, sa.BigInteger)
    source = sa.select(tag, pictures.c.id).where(among(pictures.c.id, row.picture_ids), which).order_by(pictures.c.id)
    back = insert(table).from_select(["tag_id", "picture_id"], source)
    return back.on_conflict_do_nothing().returning(table.c.tag_id)


def forget(db: Db, before: datetime) -> None:
    """Drop changes that nobody will take back any more."""
    db.write(sa.delete(tag_changes).where(tag_changes.c.at < before))
