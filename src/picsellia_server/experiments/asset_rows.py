"""SQL statements of what experiments log: data-assets and the chunks of lines. Part of the repository.

Whoever changes assets first inserts those that are missing, sorted by name, then locks all of them in the
order of their ids: two that log at once wait for each other and never in a ring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON, JSONB, insert
from sqlalchemy.exc import IntegrityError

from picsellia_server.blobs.tables import blobs
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, column_of
from picsellia_server.experiments.tables import data_assets as assets
from picsellia_server.experiments.tables import experiment_files, experiments
from picsellia_server.experiments.tables import line_chunks as chunks

_HEAD = [column for column in assets.c if column.name != "data"]
head = sa.select(*_HEAD, blobs.c.key.label("store_key"), blobs.c.media_type).outerjoin(
    blobs, blobs.c.id == assets.c.blob_id
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The new content of an asset: `data` and `line` as JSON text, None for SQL null."""

    row: int
    type: str
    data: str | None
    blob_row: int | None
    key: str | None
    line: str | None
    points: int | None
    last: str | None
    last_number: float | None


def of_experiment(
    db: ReadDb, experiment: int, *, names: Sequence[str] | None = None, with_data: bool
) -> Sequence[sa.Row[Any]]:
    """Assets in the order in which they were first logged, all or those of these names."""
    query = (head.add_columns(assets.c.data) if with_data else head).where(assets.c.experiment_id == experiment)
    if names is not None:
        query = query.where(among(assets.c.name, names))
    return db.execute(query.order_by(assets.c.id)).all()


def of_experiments(
    db: ReadDb, experiment_rows: Sequence[int], names: Sequence[str], *, with_data: bool
) -> Sequence[sa.Row[Any]]:
    """Assets of these names of many experiments."""
    query = (head.add_columns(assets.c.data) if with_data else head).where(
        among(assets.c.experiment_id, experiment_rows), among(assets.c.name, names)
    )
    return db.execute(query.order_by(assets.c.id)).all()


def types_of(db: ReadDb, experiment: int, names: Sequence[str]) -> dict[str, str]:
    query = sa.select(assets.c.name, assets.c.type).where(
        assets.c.experiment_id == experiment, among(assets.c.name, names)
    )
    return {row.name: row.type for row in db.execute(query)}


def insert_missing(db: Db, experiment: int, types: Mapping[str, str], now: datetime) -> int:
    """Make empty assets for names that have none; how many."""
    if not types:
        return 0
    values = [
        {"experiment_id": experiment, "name": name, "type": types[name], "created_at": now, "updated_at": now}
        for name in sorted(types)
    ]
    statement = insert(assets).values(values).on_conflict_do_nothing(index_elements=["experiment_id", "name"])
    return len(db.write(statement.returning(assets.c.id)).all())


def locked(db: ReadDb, experiment: int, names: Sequence[str] | None) -> dict[str, sa.Row[Any]]:
    """Assets by name, without their data, unchanged by others until this transaction ends."""
    query = sa.select(*_HEAD).where(assets.c.experiment_id == experiment)
    if names is not None:
        query = query.where(among(assets.c.name, names))
    rows = db.execute(query.order_by(assets.c.id).with_for_update(key_share=True))
    return {row.name: row for row in rows}


def update(db: Db, changes: Sequence[Change], now: datetime) -> None:
    """Write many assets in one statement."""
    if not changes:
        return
    new = sa.select(
        column_of([c.row for c in changes], sa.BigInteger).label("id"),
        column_of([c.type for c in changes], sa.Text).label("type"),
        column_of([c.data for c in changes], sa.Text).label("data"),
        column_of([c.blob_row for c in changes], sa.BigInteger).label("blob_id"),
        column_of([c.key for c in changes], sa.Text).label("shown_key"),
        column_of([c.line for c in changes], sa.Text).label("line"),
        column_of([c.points for c in changes], sa.BigInteger).label("points"),
        column_of([c.last for c in changes], sa.Text).label("last"),
        column_of([c.last_number for c in changes], sa.Float).label("last_number"),
    ).subquery("new")
    values = {
        "type": new.c.type,
        "data": sa.cast(new.c.data, JSON),
        "blob_id": new.c.blob_id,
        "shown_key": new.c.shown_key,
        "line": sa.cast(new.c.line, JSON),
        "points": new.c.points,
        "last": sa.cast(new.c.last, JSONB),
        "last_number": new.c.last_number,
        "updated_at": now,
    }
    db.write(sa.update(assets).where(assets.c.id == new.c.id).values(**values))


def rename(db: Db, asset: int, name: str, now: datetime) -> bool:
    """False, with the transaction of no more use, when another asset of the experiment has the name."""
    try:
        db.write(sa.update(assets).where(assets.c.id == asset).values(name=name, updated_at=now))
    except IntegrityError:
        return False
    return True


def delete(db: Db, rows: Sequence[int]) -> int:
    return db.write(sa.delete(assets).where(among(assets.c.id, rows))).rowcount


def copy(db: Db, source: int, target: int, names: Sequence[str], now: datetime) -> int:
    """Assets of another experiment that are no lines; how many."""
    kept = ("name", "type", "data", "blob_id", "shown_key", "points", "last", "last_number")
    chosen = (
        sa.select(
            sa.literal(target, sa.BigInteger),
            *(assets.c[name] for name in kept),
            sa.literal(now, assets.c.created_at.type),
            sa.literal(now, assets.c.created_at.type),
        )
        .where(assets.c.experiment_id == source, assets.c.line.is_(None), among(assets.c.name, names))
        .order_by(assets.c.id)
    )
    columns = ["experiment_id", *kept, "created_at", "updated_at"]
    statement = insert(assets).from_select(columns, chosen)
    statement = statement.on_conflict_do_nothing(index_elements=["experiment_id", "name"])
    return len(db.write(statement.returning(assets.c.id)).all())


# Chunks of lines


def chunks_of(db: ReadDb, asset_rows: Sequence[int]) -> dict[int, list[tuple[int, Any]]]:
    """(rows, body) of each chunk in order, by asset."""
    query = (
        sa.select(chunks.c.asset_id, chunks.c.rows, chunks.c.body)
        .where(among(chunks.c.asset_id, asset_rows))
        .order_by(chunks.c.asset_id, chunks.c.at)
    )
    found: dict[int, list[tuple[int, Any]]] = {row: [] for row in asset_rows}
    for row in db.execute(query):
        found[row.asset_id].append((row.rows, row.body))
    return found


def insert_chunks(db: Db, rows: Iterable[tuple[int, int, int, Any]]) -> None:
    """(asset, at, rows, body): one COPY, however many."""
    written = [(asset, at, count, orjson.dumps(body).decode()) for asset, at, count, body in rows]
    if written:
        db.copy("line_chunks", ["asset_id", "at", "rows", "body"], written)


def delete_chunks(db: Db, asset_rows: Sequence[int]) -> None:
    if asset_rows:
        db.write(sa.delete(chunks).where(among(chunks.c.asset_id, asset_rows)))


def newest_chunks(db: ReadDb, asset: int, count: int) -> list[tuple[int, int, Any]]:
    """(at, rows, body) of the last `count` chunks, oldest first."""
    query = (
        sa.select(chunks.c.at, chunks.c.rows, chunks.c.body)
        .where(chunks.c.asset_id == asset)
        .order_by(chunks.c.at.desc())
        .limit(count)
    )
    return [(row.at, row.rows, row.body) for row in reversed(db.execute(query).all())]


def delete_chunks_from(db: Db, asset: int, at: int) -> None:
    db.write(sa.delete(chunks).where(chunks.c.asset_id == asset, chunks.c.at >= at))


# Pictures that images name


def blob_of_key(db: ReadDb, org: int, key: str) -> int | None:
    """The newest blob that the organization's experiments show under that key, as an image or a file."""
    found = [
        sa.select(table.c.blob_id, table.c.updated_at)
        .join(experiments, experiments.c.id == table.c.experiment_id)
        .where(experiments.c.org_id == org, table.c.shown_key == key)
        for table in (assets, experiment_files)
    ]
    both = sa.union_all(*found).subquery()
    query = sa.select(both.c.blob_id).where(both.c.blob_id.is_not(None)).order_by(both.c.updated_at.desc())
    return db.execute(query.limit(1)).scalar_one_or_none()
