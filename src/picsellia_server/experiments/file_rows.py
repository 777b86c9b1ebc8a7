"""SQL statements of an experiment's files. Part of the repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from picsellia_server.blobs.tables import blobs
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among
from picsellia_server.experiments.tables import experiment_files as files
from picsellia_server.experiments.tables import experiments
from picsellia_server.networks.model import StoredFile

_whole = sa.select(
    files,
    blobs.c.size,
    blobs.c.digest,
    blobs.c.key.label("store_key"),
    blobs.c.media_type,
).join(blobs, blobs.c.id == files.c.blob_id)


def of_experiments(db: ReadDb, experiment_rows: Sequence[int]) -> dict[int, list[sa.Row[Any]]]:
    """Files by experiment, in the order in which they came."""
    query = _whole.where(among(files.c.experiment_id, experiment_rows)).order_by(files.c.experiment_id, files.c.id)
    found: dict[int, list[sa.Row[Any]]] = {}
    for row in db.execute(query):
        found.setdefault(row.experiment_id, []).append(row)
    return found


def by_names(db: ReadDb, experiment: int, names: Sequence[str]) -> dict[str, sa.Row[Any]]:
    query = _whole.where(files.c.experiment_id == experiment, among(files.c.name, names))
    return {row.name: row for row in db.execute(query)}


def by_key(db: ReadDb, org: int, key: str) -> sa.Row[Any] | None:
    """The newest file of the organization's live experiments that is shown under that key."""
    query = (
        _whole.join(experiments, experiments.c.id == files.c.experiment_id)
        .where(files.c.shown_key == key, experiments.c.org_id == org, experiments.c.trashed_at.is_(None))
        .order_by(files.c.updated_at.desc(), files.c.id.desc())
        .limit(1)
    )
    return db.execute(query).one_or_none()


def keys_of(db: ReadDb, experiment: int) -> dict[str, str]:
    """Shown keys by asset name."""
    query = sa.select(files.c.name, files.c.shown_key).where(files.c.experiment_id == experiment)
    return {row.name: row.shown_key for row in db.execute(query)}


def upsert(db: Db, experiment: int, stored: Sequence[StoredFile], now: datetime) -> int:
    """Files by name; one whose name is there is replaced and keeps its id. How many are new."""
    if not stored:
        return 0
    values = [
        {
            "experiment_id": experiment,
            "name": file.name,
            "blob_id": file.blob_row,
            "shown_key": file.key,
            "large": file.large,
            "created_at": now,
            "updated_at": now,
        }
        for file in sorted({file.name: file for file in stored}.values(), key=lambda file: file.name)
    ]
    statement = insert(files).values(values)
    new = {name: statement.excluded[name] for name in ("blob_id", "shown_key", "large", "updated_at")}
    upserting = statement.on_conflict_do_update(index_elements=["experiment_id", "name"], set_=new)
    # A row that was there before has a version that ended: `xmax` is 0 only for those just made.
    made = db.write(upserting.returning(sa.literal_column("(xmax = 0)").label("new")))
    return sum(row.new for row in made)


def copy(db: Db, source: int, target: int, now: datetime) -> int:
    """The files of another experiment, over the same blobs and under the same keys. How many are new."""
    chosen = sa.select(
        sa.literal(target, sa.BigInteger),
        files.c.name,
        files.c.blob_id,
        files.c.shown_key,
        files.c.large,
        sa.literal(now, files.c.created_at.type),
        sa.literal(now, files.c.created_at.type),
    ).where(files.c.experiment_id == source)
    names = ["experiment_id", "name", "blob_id", "shown_key", "large", "created_at", "updated_at"]
    statement = insert(files).from_select(names, chosen.order_by(files.c.id))
    new = {name: statement.excluded[name] for name in ("blob_id", "shown_key", "large", "updated_at")}
    upserting = statement.on_conflict_do_update(index_elements=["experiment_id", "name"], set_=new)
    made = db.write(upserting.returning(sa.literal_column("(xmax = 0)").label("new")))
    return sum(row.new for row in made)


def update(db: Db, file: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another file of the experiment has the name."""
    try:
        db.write(sa.update(files).where(files.c.id == file).values(**values))
    except IntegrityError:
        return False
    return True


def delete(db: Db, experiment: int, names: Sequence[str] | None) -> int:
    """Delete the files of these names, or all; how many there were."""
    statement = sa.delete(files).where(files.c.experiment_id == experiment)
    if names is not None:
        statement = statement.where(among(files.c.name, names))
    return db.write(statement).rowcount
