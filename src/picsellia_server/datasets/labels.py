"""Every SQL statement of labels. Part of the repository; positions count from 0 over the live labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from picsellia_server.datasets.model import Label, LabelType
from picsellia_server.datasets.tables import dataset_versions as versions
from picsellia_server.datasets.tables import datasets, labels
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among, column_of

LIVE = labels.c.trashed_at.is_(None)


def as_label(row: Any) -> Label:
    return Label(
        id=row.uuid,
        name=row.name,
        type=LabelType(row.type),
        position=row.position,
        source_id=row.source_id,
        supercategory=row.supercategory,
        colour=row.colour,
        objects=row.objects,
        annotations=row.annotations,
    )


def of_version(db: ReadDb, version: int, *, trashed: bool = False) -> Sequence[sa.Row[Any]]:
    """The labels in their order; those in the trash, newest first, with `trashed`."""
    query = sa.select(labels).where(labels.c.version_id == version)
    if trashed:
        return db.execute(query.where(~LIVE).order_by(labels.c.trashed_at.desc(), labels.c.id)).all()
    return db.execute(query.where(LIVE).order_by(labels.c.position, labels.c.id)).all()


def commonest(db: ReadDb, version_rows: Sequence[int], *, each: int) -> Sequence[sa.Row[Any]]:
    """The `each` labels of each version with the most objects, with the version's count and sum over all."""
    of = labels.c.version_id
    place = sa.func.row_number().over(
        partition_by=of, order_by=(labels.c.objects.desc(), labels.c.position, labels.c.id)
    )
    ranked = (
        sa.select(
            *labels.c,
            place.label("place"),
            sa.func.count().over(partition_by=of).label("label_count"),
            sa.cast(sa.func.sum(labels.c.objects).over(partition_by=of), sa.BigInteger).label("all_objects"),
        )
        .where(among(of, version_rows), LIVE)
        .subquery()
    )
    return db.execute(
        sa.select(ranked).where(ranked.c.place <= each).order_by(ranked.c.version_id, ranked.c.place)
    ).all()


def organization_of(db: ReadDb, uuid: str) -> int | None:
    query = sa.select(versions.c.org_id).join(labels, labels.c.version_id == versions.c.id)
    return db.execute(query.where(labels.c.uuid == uuid)).scalar_one_or_none()


def by_uuid(db: ReadDb, org: int, uuid: str, *, trashed: bool = False) -> sa.Row[Any] | None:
    """A label of a live version of the organization, with the version's uuid and full name."""
    query = (
        sa.select(
            labels,
            versions.c.uuid.label("version_uuid"),
            (datasets.c.name + "/" + versions.c.name).label("version_name"),
        )
        .join(versions, versions.c.id == labels.c.version_id)
        .join(datasets, datasets.c.id == versions.c.dataset_id)
        .where(labels.c.uuid == uuid, versions.c.org_id == org, versions.c.trashed_at.is_(None))
    )
    return db.execute(query.where(~LIVE if trashed else LIVE)).one_or_none()


def by_row(db: ReadDb, label: int) -> Label:
    return as_label(db.execute(sa.select(labels).where(labels.c.id == label)).one())


def next_places(db: ReadDb, version: int) -> tuple[int, int]:
    """The next position and the next colour; the colours of labels in the trash stay theirs."""
    position = sa.func.coalesce(sa.func.max(labels.c.position).filter(LIVE), -1) + 1
    colour = sa.func.coalesce(sa.func.max(labels.c.colour), -1) + 1
    query = sa.select(position.label("position"), colour.label("colour")).where(labels.c.version_id == version)
    found = db.execute(query).one()
    return found.position, found.colour


def insert_labels(db: Db, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.write(sa.insert(labels), list(values))


def update(db: Db, label: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another live label has name and type."""
    try:
        db.write(sa.update(labels).where(labels.c.id == label).values(values))
    except IntegrityError:
        return False
    return True


def put_in_order(db: Db, version: int, rows: Sequence[int]) -> None:
    """Number labels as they are listed."""
    place = sa.select(
        column_of(rows, sa.BigInteger).label("id"), column_of(range(len(rows)), sa.Integer).label("position")
    ).subquery()
    db.write(
        sa.update(labels)
        .where(labels.c.id == place.c.id, labels.c.version_id == version)
        .values(position=place.c.position)
    )


def close_ranks(db: Db, version: int) -> None:
    """Number the live labels from 0 again, in the order that they have."""
    put_in_order(db, version, [row.id for row in of_version(db, version)])


def count(db: Db, changes: Mapping[int, tuple[int, int]]) -> None:
    """Add (objects, annotations) to the counters of labels, by row; locked in the order of their rows."""
    rows = sorted(changes)
    delta = sa.select(
        column_of(rows, sa.BigInteger).label("id"),
        column_of([changes[row][0] for row in rows], sa.BigInteger).label("objects"),
        column_of([changes[row][1] for row in rows], sa.BigInteger).label("annotations"),
    ).subquery()
    locked = (
        sa.select(labels.c.id, delta.c.objects, delta.c.annotations)
        .join(delta, delta.c.id == labels.c.id)
        .order_by(labels.c.id)
        .with_for_update(of=labels, key_share=True)
        .cte("locked")
    )
    db.write(
        sa.update(labels)
        .where(labels.c.id == locked.c.id)
        .values(objects=labels.c.objects + locked.c.objects, annotations=labels.c.annotations + locked.c.annotations)
    )


def copy(db: Db, source: int, target: int, uuids: Sequence[str]) -> dict[int, int]:
    """Copy the live labels with their counters; the new rows by the old ones. `uuids`: one for each."""
    rows = of_version(db, source)
    same = ("name", "type", "source_id", "supercategory", "colour", "objects", "annotations")
    values = [
        {**{name: getattr(row, name) for name in same}, "uuid": uuid, "version_id": target, "position": place}
        for place, (row, uuid) in enumerate(zip(rows, uuids, strict=True))
    ]
    if not values:
        return {}
    made = {row.uuid: row.id for row in db.write(insert(labels).values(values).returning(labels.c.id, labels.c.uuid))}
    return {row.id: made[uuid] for row, uuid in zip(rows, uuids, strict=True)}


def purge(db: Db, before: datetime, limit: int) -> int:
    """Delete labels whose time in the trash is over."""
    chosen = sa.select(labels.c.id).where(labels.c.trashed_at < before).limit(limit).with_for_update(skip_locked=True)
    return db.write(sa.delete(labels).where(labels.c.id.in_(chosen))).rowcount
