"""Every SQL statement of scans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert

from picsellia_server.accounts.tables import users
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.experiments.tables import experiments
from picsellia_server.projects.tables import projects
from picsellia_server.scans.model import CREATED, MAXIMIZE
from picsellia_server.scans.tables import runs, scan_files, scans

_LIVE = projects.c.trashed_at.is_(None)
_whole = (
    sa.select(
        runs,
        scans.c.name.label("scan_name"),
        scans.c.config,
        scans.c.metric,
        scans.c.image,
        scans.c.requirements,
        experiments.c.uuid.label("experiment_uuid"),
        experiments.c.name.label("experiment_name"),
        experiments.c.description.label("experiment_description"),
        experiments.c.status.label("experiment_status"),
        experiments.c.trashed_at.label("experiment_trashed_at"),
    )
    .join(scans, scans.c.id == runs.c.scan_id)
    .join(projects, projects.c.id == scans.c.project_id)
    .outerjoin(experiments, experiments.c.id == runs.c.experiment_id)
    .where(_LIVE)
)


def insert_scan(db: Db, values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when the project has a scan of that name."""
    statement = insert(scans).values(**values).on_conflict_do_nothing(index_elements=["project_id", "name"])
    return db.write(statement.returning(scans.c.id)).scalar_one_or_none()


def insert_files(db: Db, values: Sequence[Mapping[str, Any]]) -> None:
    if values:
        db.write(sa.insert(scan_files), list(values))


def insert_runs(db: Db, values: Sequence[Mapping[str, Any]]) -> None:
    db.write(sa.insert(runs), list(values))


_cards = (
    sa.select(
        scans,
        projects.c.uuid.label("project_uuid"),
        projects.c.name.label("project_name"),
        users.c.username,
        scan_files.c.file_name.label("script"),
    )
    .join(projects, projects.c.id == scans.c.project_id)
    .outerjoin(users, users.c.id == scans.c.created_by)
    .outerjoin(scan_files, sa.and_(scan_files.c.scan_id == scans.c.id, scan_files.c.place == 0))
    .where(_LIVE)
)


def page(db: ReadDb, project: int, *, before: int | None, limit: int) -> Sequence[sa.Row[Any]]:
    """Scans of a project, the newest first."""
    query = _cards.where(scans.c.project_id == project).order_by(scans.c.id.desc()).limit(limit)
    return db.execute(query if before is None else query.where(scans.c.id < before)).all()


def scan(db: ReadDb, org: int, uuid: str) -> sa.Row[Any] | None:
    return db.execute(_cards.where(scans.c.org_id == org, scans.c.uuid == uuid)).one_or_none()


def tallies(db: ReadDb, some: Sequence[int]) -> dict[int, sa.Row[Any]]:
    """By scan: how many runs there are, wait and have ended."""
    query = sa.select(
        runs.c.scan_id,
        sa.func.count().label("total"),
        sa.func.count().filter(runs.c.status == CREATED, runs.c.ended_at.is_(None)).label("waiting"),
        sa.func.count().filter(runs.c.ended_at.is_not(None)).label("ended"),
    )
    found = db.execute(query.where(runs.c.scan_id.in_(some)).group_by(runs.c.scan_id))
    return {row.scan_id: row for row in found}


def best(db: ReadDb, some: Sequence[int]) -> dict[int, sa.Row[Any]]:
    """By scan: the run of the lowest value, or of the highest where that is the goal; the first of equals."""
    goal = scans.c.config[("metric", "goal")].astext
    worse = sa.case((goal == MAXIMIZE, -runs.c.value), else_=runs.c.value)
    query = _whole.where(runs.c.scan_id.in_(some), runs.c.value.is_not(None), scans.c.metric.is_not(None))
    found = db.execute(query.ext(distinct_on(runs.c.scan_id)).order_by(runs.c.scan_id, worse, runs.c.place))
    return {row.scan_id: row for row in found}


def runs_of(db: ReadDb, scan: int, *, after: int, limit: int) -> Sequence[sa.Row[Any]]:
    """Runs after the place `after`, in their order."""
    query = _whole.where(runs.c.scan_id == scan, runs.c.place > after)
    return db.execute(query.order_by(runs.c.place).limit(limit)).all()


def delete_scan(db: Db, scan: int) -> None:
    db.write(sa.delete(scans).where(scans.c.id == scan))


def scan_named(db: ReadDb, project: int, name: str) -> sa.Row[Any] | None:
    return db.execute(sa.select(scans).where(scans.c.project_id == project, scans.c.name == name)).one_or_none()


def files_of(db: ReadDb, scan: int) -> Sequence[sa.Row[Any]]:
    return db.execute(sa.select(scan_files).where(scan_files.c.scan_id == scan).order_by(scan_files.c.place)).all()


def organization_of(db: ReadDb, run: str) -> int | None:
    query = sa.select(scans.c.org_id).join(runs, runs.c.scan_id == scans.c.id).where(runs.c.uuid == run)
    return db.execute(query).scalar_one_or_none()


def organization_of_scan(db: ReadDb, scan: str) -> int | None:
    return db.execute(sa.select(scans.c.org_id).where(scans.c.uuid == scan)).scalar_one_or_none()


def run(db: ReadDb, org: int, uuid: str, *, lock: bool = False) -> sa.Row[Any] | None:
    query = _whole.where(scans.c.org_id == org, runs.c.uuid == uuid)
    return db.execute(query.with_for_update(of=runs) if lock else query).one_or_none()


def next_run(db: ReadDb, scan: int) -> str | None:
    """The first run that waits, locked; those that others are just taking are passed over."""
    query = sa.select(runs.c.uuid).where(runs.c.scan_id == scan, runs.c.status == CREATED).order_by(runs.c.place)
    return db.execute(query.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none()


def update_run(db: Db, row: int, values: Mapping[str, Any]) -> None:
    db.write(sa.update(runs).where(runs.c.id == row).values(**values))
