"""Every SQL statement of projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from picsellia_server.accounts.tables import members, organizations, users
from picsellia_server.datasets.tables import dataset_versions, datasets
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.keyset import key_of_row, page_after
from picsellia_server.db.metadata import among
from picsellia_server.projects.model import AttachedVersion, Order, Worker
from picsellia_server.projects.tables import project_versions, project_workers, projects

LIVE = projects.c.trashed_at.is_(None)
_LIVE_VERSION = sa.and_(dataset_versions.c.trashed_at.is_(None), datasets.c.trashed_at.is_(None))
_whole = (
    sa.select(projects, organizations.c.name.label("org_name"), users.c.username)
    .join(organizations, organizations.c.id == projects.c.org_id)
    .outerjoin(users, users.c.id == projects.c.created_by)
)
_KEYS: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
    Order.CREATED: (projects.c.id,),
    Order.NEWEST: (projects.c.id,),
    Order.NAME: (projects.c.name, projects.c.id),
    Order.NAME_DOWN: (projects.c.name, projects.c.id),
}


def organization_of(db: ReadDb, uuid: str) -> int | None:
    return db.execute(sa.select(projects.c.org_id).where(projects.c.uuid == uuid)).scalar_one_or_none()


def by_uuid(db: ReadDb, org: int, uuid: str, *, trashed: bool = False) -> sa.Row[Any] | None:
    """A project of the organization, live unless `trashed`."""
    query = _whole.where(projects.c.org_id == org, projects.c.uuid == uuid)
    return db.execute(query if trashed else query.where(LIVE)).one_or_none()


def by_name(db: ReadDb, org: int, name: str) -> sa.Row[Any] | None:
    return db.execute(_whole.where(projects.c.org_id == org, projects.c.name == name, LIVE)).one_or_none()


def page(
    db: ReadDb, org: int, *, q: str, order: Order, after: tuple[Any, ...] | None, limit: int
) -> Sequence[sa.Row[Any]]:
    """Live projects with `q` in name or description, after the key `after`."""
    query = _whole.where(projects.c.org_id == org, LIVE)
    if q:
        found = (projects.c.name, projects.c.description)
        query = query.where(sa.or_(*(column.icontains(q, autoescape=True) for column in found)))
    return db.execute(page_after(query, _KEYS[order], down=order.down, after=after, limit=limit)).all()


def key_after(order: Order, row: Any) -> tuple[Any, ...]:
    return key_of_row(_KEYS[order], row)


def insert_project(db: Db, values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when the organization has a live project of that name."""
    statement = (
        insert(projects)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[projects.c.org_id, projects.c.name], index_where=LIVE)
        .returning(projects.c.id)
    )
    return db.write(statement).scalar_one_or_none()


def update(db: Db, project: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another live project has the name."""
    try:
        db.write(sa.update(projects).where(projects.c.id == project).values(**values))
    except IntegrityError:
        return False
    return True


def count(db: Db, project: int, difference: int, now: datetime) -> None:
    """Add to the counter of live experiments; called last, as others wait for this row."""
    values = {"experiments": projects.c.experiments + difference, "updated_at": now}
    db.write(sa.update(projects).where(projects.c.id == project).values(**values))


# Workers


def workers_of(db: ReadDb, project_rows: Sequence[int]) -> dict[int, list[Worker]]:
    """For each project its workers, the first of them first."""
    query = (
        sa.select(project_workers.c.project_id, users.c.uuid, users.c.username)
        .join(users, users.c.id == project_workers.c.user_id)
        .where(among(project_workers.c.project_id, project_rows))
        .order_by(project_workers.c.id)
    )
    found: dict[int, list[Worker]] = {}
    for row in db.execute(query):
        found.setdefault(row.project_id, []).append(Worker(id=row.uuid, username=row.username))
    return found


def member_row(db: ReadDb, org: int, username: str) -> int | None:
    """The user of that name, if a member of the organization."""
    query = (
        sa.select(users.c.id)
        .join(members, members.c.user_id == users.c.id)
        .where(members.c.org_id == org, users.c.username == username)
    )
    return db.execute(query).scalar_one_or_none()


def add_worker(db: Db, project: int, user: int, now: datetime) -> None:
    statement = insert(project_workers).values(project_id=project, user_id=user, since=now)
    db.write(statement.on_conflict_do_nothing(index_elements=["project_id", "user_id"]))


def remove_worker(db: Db, project: int, username: str) -> int:
    user = sa.select(users.c.id).where(users.c.username == username).scalar_subquery()
    statement = sa.delete(project_workers).where(
        project_workers.c.project_id == project, project_workers.c.user_id == user
    )
    return db.write(statement).rowcount


# Dataset versions


def attach(db: Db, project: int, version: int, now: datetime) -> bool:
    """False when it was attached before."""
    statement = insert(project_versions).values(project_id=project, version_id=version, attached_at=now)
    statement = statement.on_conflict_do_nothing(index_elements=["project_id", "version_id"])
    return db.write(statement.returning(project_versions.c.id)).first() is not None


def detach(db: Db, project: int, version: int) -> int:
    statement = sa.delete(project_versions).where(
        project_versions.c.project_id == project, project_versions.c.version_id == version
    )
    return db.write(statement).rowcount


def versions_of(db: ReadDb, project_rows: Sequence[int]) -> dict[int, list[AttachedVersion]]:
    """For each project its attached live versions, in the order of attaching."""
    query = (
        sa.select(
            project_versions.c.project_id,
            project_versions.c.attached_at,
            dataset_versions.c.uuid,
            dataset_versions.c.size,
            dataset_versions.c.name,
            datasets.c.name.label("dataset_name"),
        )
        .join(dataset_versions, dataset_versions.c.id == project_versions.c.version_id)
        .join(datasets, datasets.c.id == dataset_versions.c.dataset_id)
        .where(among(project_versions.c.project_id, project_rows), _LIVE_VERSION)
        .order_by(project_versions.c.id)
    )
    found: dict[int, list[AttachedVersion]] = {}
    for row in db.execute(query):
        version = AttachedVersion(
            dataset_id=row.uuid,
            dataset_name=row.dataset_name,
            version=row.name,
            size=row.size,
            attached_at=row.attached_at,
        )
        found.setdefault(row.project_id, []).append(version)
    return found


# Trash


def in_trash(db: ReadDb, org: int) -> Sequence[sa.Row[Any]]:
    who = users.alias("trashers")
    query = (
        _whole.add_columns(who.c.username.label("trasher"))
        .outerjoin(who, who.c.id == projects.c.trashed_by)
        .where(projects.c.org_id == org, projects.c.trashed_at.is_not(None))
        .order_by(projects.c.trashed_at.desc(), projects.c.id.desc())
        .limit(1_000)
    )
    return db.execute(query).all()


def purge(db: Db, before: datetime, limit: int) -> int:
    """Delete projects whose time in the trash is over, of any organization, with all that is in them."""
    chosen = (
        sa.select(projects.c.id).where(projects.c.trashed_at < before).limit(limit).with_for_update(skip_locked=True)
    )
    return db.write(sa.delete(projects).where(projects.c.id.in_(chosen))).rowcount
