"""Every SQL statement of datasets and versions, save members (`members.py`) and labels (`labels.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from picsellia.formats.fingerprint import MODULUS
from picsellia_server.accounts.tables import organizations, users
from picsellia_server.datasets import sums
from picsellia_server.datasets.model import Label, Order, Shelf, TrashedVersion, Version, VersionRow
from picsellia_server.datasets.tables import dataset_versions as versions
from picsellia_server.datasets.tables import datasets
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.keyset import page_after
from picsellia_server.db.metadata import among

LIVE = versions.c.trashed_at.is_(None)
LIVE_DATASET = datasets.c.trashed_at.is_(None)
_together = versions.join(datasets, datasets.c.id == versions.c.dataset_id)
_makers = users.alias("makers")
whole = sa.select(
    versions.c.id,
    versions.c.uuid,
    versions.c.name,
    versions.c.size,
    versions.c.pictures_sum,
    versions.c.pending,
    versions.c.annotations_sum,
    versions.c.created_at,
    versions.c.trashed_at,
    datasets.c.uuid.label("dataset_uuid"),
    datasets.c.name.label("dataset_name"),
    datasets.c.description,
    datasets.c.private,
    organizations.c.name.label("organization"),
    _makers.c.username,
).select_from(
    _together.join(organizations, organizations.c.id == versions.c.org_id).outerjoin(
        _makers, _makers.c.id == versions.c.created_by
    )
)
_brief = sa.select(
    versions.c.id,
    versions.c.uuid,
    versions.c.dataset_id,
    versions.c.name,
    versions.c.org_id,
    versions.c.size,
    datasets.c.name.label("dataset_name"),
    datasets.c.private,
).select_from(_together)


def fingerprint(pictures_sum: Decimal, pending: int, annotations_sum: Decimal | None) -> str | None:
    """64 hex digits; None while a digest or the annotations' part is being found."""
    if pending or annotations_sum is None:
        return None
    return f"{(int(pictures_sum) + int(annotations_sum)) % MODULUS:064x}"


def as_version(row: Any, labels: list[Label], *, label_count: int, objects: int) -> Version:
    return Version(
        dataset_id=row.uuid,
        dataset_name=row.dataset_name,
        version=row.name,
        size=row.size,
        description=row.description,
        private=row.private,
        labels=labels,
        label_count=label_count,
        objects=objects,
        dataset=row.dataset_uuid,
        organization=row.organization,
        fingerprint=fingerprint(row.pictures_sum, row.pending, row.annotations_sum),
        created_at=row.created_at,
        created_by=row.username,
    )


def _as_row(row: Any) -> VersionRow:
    return VersionRow(
        row=row.id,
        id=row.uuid,
        dataset_row=row.dataset_id,
        dataset_name=row.dataset_name,
        name=row.name,
        org_id=row.org_id,
        size=row.size,
        private=row.private,
    )


def _visible(org: int) -> sa.ColumnElement[bool]:
    return sa.or_(versions.c.org_id == org, ~datasets.c.private)


# Looking


def organization_of(db: ReadDb, uuid: str) -> int | None:
    return db.execute(sa.select(versions.c.org_id).where(versions.c.uuid == uuid)).scalar_one_or_none()


def by_uuid(db: ReadDb, org: int, uuid: str) -> VersionRow | None:
    """A live version that the organization may see."""
    row = db.execute(_brief.where(versions.c.uuid == uuid, LIVE, _visible(org))).one_or_none()
    return _as_row(row) if row else None


def by_rows(db: ReadDb, rows: Sequence[int]) -> dict[int, VersionRow]:
    """Versions by row, trashed ones as well."""
    return {row.id: _as_row(row) for row in db.execute(_brief.where(among(versions.c.id, rows)))}


def dataset_row(db: ReadDb, org: int, name: str, *, public: bool) -> int | None:
    """The live dataset of that name in an organization; with `public` only if everybody may see it."""
    query = sa.select(datasets.c.id).where(datasets.c.org_id == org, datasets.c.name == name, LIVE_DATASET)
    if public:
        query = query.where(~datasets.c.private)
    return db.execute(query).scalar_one_or_none()


def organization_row(db: ReadDb, named: str) -> int | None:
    return db.execute(sa.select(organizations.c.id).where(organizations.c.name == named)).scalar_one_or_none()


def version_of(db: ReadDb, dataset: int, name: str | None) -> VersionRow | None:
    """The live version of that name; the newest for None."""
    query = _brief.where(versions.c.dataset_id == dataset, LIVE)
    query = query.order_by(versions.c.id.desc()).limit(1) if name is None else query.where(versions.c.name == name)
    row = db.execute(query).one_or_none()
    return _as_row(row) if row else None


def one(db: ReadDb, version: int) -> sa.Row[Any]:
    return db.execute(whole.where(versions.c.id == version)).one()


_KEYS: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
    Order.CREATED: (versions.c.id,),
    Order.NEWEST: (versions.c.id,),
    Order.NAME: (datasets.c.name, versions.c.id),
    Order.NAME_DOWN: (datasets.c.name, versions.c.id),
}


def page(
    db: ReadDb,
    org: int,
    *,
    shelf: Shelf,
    name: str | None,
    search: str,
    newest: bool,
    order: Order,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Sequence[sa.Row[Any]]:
    """Live versions: of the dataset `name`, with `search` in the dataset's name, only the `newest` of each."""
    query = whole.where(LIVE)
    if shelf is Shelf.OWN:
        query = query.where(versions.c.org_id == org)
    else:
        query = query.where(versions.c.org_id != org, ~datasets.c.private, LIVE_DATASET)
    if name is not None:
        query = query.where(datasets.c.name == name)
    if search:
        query = query.where(datasets.c.name.icontains(search, autoescape=True))
    if newest:
        other = versions.alias()
        last = sa.select(sa.func.max(other.c.id)).where(
            other.c.dataset_id == datasets.c.id, other.c.trashed_at.is_(None)
        )
        query = query.where(versions.c.id == last.scalar_subquery())
    return db.execute(page_after(query, _KEYS[order], down=order.down, after=after, limit=limit)).all()


def key_after(order: Order, row: Any) -> tuple[Any, ...]:
    return (row.dataset_name, row.id) if order.value.lstrip("-") == "name" else (row.id,)


# Making and changing


def insert_dataset(db: Db, values: Mapping[str, Any]) -> int | None:
    """The new row; None when a live dataset has the name."""
    statement = (
        insert(datasets)
        .values(values)
        .on_conflict_do_nothing(index_elements=["org_id", "name"], index_where=LIVE_DATASET)
    )
    return db.write(statement.returning(datasets.c.id)).scalar_one_or_none()


def insert_version(db: Db, values: Mapping[str, Any]) -> int | None:
    """The new row; None when a live version of the dataset has the name."""
    statement = (
        insert(versions).values(values).on_conflict_do_nothing(index_elements=["dataset_id", "name"], index_where=LIVE)
    )
    return db.write(statement.returning(versions.c.id)).scalar_one_or_none()


def lock_dataset(db: ReadDb, dataset: int) -> sa.Row[Any]:
    """The dataset, unchanged by others until this transaction ends."""
    query = sa.select(datasets).where(datasets.c.id == dataset).with_for_update(key_share=True)
    return db.execute(query).one()


def lock_version(db: ReadDb, version: int, *, shared: bool = False) -> sa.Row[Any]:
    """The version, its members and labels unchanged by others until this transaction ends."""
    query = sa.select(versions).where(versions.c.id == version)
    return db.execute(query.with_for_update(read=shared, key_share=not shared)).one()


def update_dataset(db: Db, dataset: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another live dataset has the name."""
    return _update(db, sa.update(datasets).where(datasets.c.id == dataset).values(values))


def update_version(db: Db, version: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another live version has the name."""
    return _update(db, sa.update(versions).where(versions.c.id == version).values(values))


def _update(db: Db, statement: sa.Update) -> bool:
    try:
        db.write(statement)
    except IntegrityError:
        return False
    return True


def copy_counters(db: Db, source: sa.Row[Any], target: int) -> None:
    """Give a copy the size and the sums of its source."""
    same = ("size", "pending", "pictures_sum", "annotations_sum")
    db.write(sa.update(versions).where(versions.c.id == target).values({name: getattr(source, name) for name in same}))


def add_to_annotations_sum(db: Db, version: int, delta: int) -> None:
    """A sum that is being found anew stays so."""
    number = sa.literal(Decimal(delta % MODULUS), sa.Numeric(78, 0))
    db.write(
        sa.update(versions)
        .where(versions.c.id == version)
        .values(annotations_sum=sums.added(versions.c.annotations_sum, number))
    )


def set_annotations_sum(db: Db, version: int, total: int | None) -> None:
    value = None if total is None else Decimal(total % MODULUS)
    db.write(sa.update(versions).where(versions.c.id == version).values(annotations_sum=value))


def without_annotations_sum(db: ReadDb, limit: int) -> list[int]:
    """Live versions, of any organization, whose annotations have to be summed anew."""
    query = sa.select(versions.c.id).where(versions.c.annotations_sum.is_(None), LIVE).order_by(versions.c.id)
    return [row.id for row in db.execute(query.limit(limit))]


def has_live_versions(db: ReadDb, dataset: int) -> bool:
    query = sa.select(sa.exists().where(versions.c.dataset_id == dataset, LIVE))
    return bool(db.execute(query).scalar_one())


# Trash


def trash_version(db: Db, version: int, now: datetime, user: int | None) -> bool:
    """False when it is in the trash already."""
    statement = sa.update(versions).where(versions.c.id == version, LIVE).values(trashed_at=now, trashed_by=user)
    return db.write(statement).rowcount > 0


def trashed(db: ReadDb, org: int, uuid: str) -> sa.Row[Any] | None:
    query = sa.select(versions.c.id, versions.c.name, versions.c.dataset_id).where(
        versions.c.org_id == org, versions.c.uuid == uuid, versions.c.trashed_at.is_not(None)
    )
    return db.execute(query).one_or_none()


def trash_page(db: ReadDb, org: int, *, after: int | None, limit: int) -> Sequence[sa.Row[Any]]:
    """Trashed versions, newest first, with who put them there."""
    throwers = users.alias("throwers")
    query = whole.add_columns(throwers.c.username.label("trashed_by")).outerjoin(
        throwers, throwers.c.id == versions.c.trashed_by
    )
    query = query.where(versions.c.org_id == org, versions.c.trashed_at.is_not(None))
    if after is not None:
        query = query.where(versions.c.id < after)
    return db.execute(query.order_by(versions.c.id.desc()).limit(limit)).all()


def as_trashed(row: Any, version: Version) -> TrashedVersion:
    return TrashedVersion(version=version, trashed_at=row.trashed_at, trashed_by=row.trashed_by)


def purge(db: Db, before: datetime, limit: int) -> int:
    """Delete versions whose time in the trash is over, and datasets that are left without any."""
    chosen = sa.select(versions.c.id).where(versions.c.trashed_at < before).limit(limit)
    gone = db.write(
        sa.delete(versions)
        .where(versions.c.id.in_(chosen.with_for_update(skip_locked=True)))
        .returning(versions.c.dataset_id)
    ).all()
    db.write(
        sa.delete(datasets).where(
            among(datasets.c.id, [row.dataset_id for row in gone]),
            datasets.c.trashed_at.is_not(None),
            ~sa.exists().where(versions.c.dataset_id == datasets.c.id),
        )
    )
    return len(gone)
