"""SQL statements of experiments themselves: found, made, changed, trashed, published.

Lists are in `listing.py`, files in `file_rows.py`, data in `asset_rows.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from picsellia_server.accounts.tables import users
from picsellia_server.datasets.repository import fingerprint
from picsellia_server.datasets.tables import dataset_versions, datasets
from picsellia_server.db.engine import Db, ReadDb
from picsellia_server.db.metadata import among
from picsellia_server.experiments.model import ExperimentRow
from picsellia_server.experiments.tables import experiments, log_writers, publications
from picsellia_server.networks.tables import networks
from picsellia_server.projects.tables import projects
from picsellia_server.telemetry.tables import streams

# A trashed project hides its experiments.
LIVE = sa.and_(experiments.c.trashed_at.is_(None), projects.c.trashed_at.is_(None))
_OWN_LIVE = experiments.c.trashed_at.is_(None)
_previous = experiments.alias("previous")
_together = (
    experiments.join(projects, projects.c.id == experiments.c.project_id)
    .outerjoin(users, users.c.id == experiments.c.created_by)
    .outerjoin(dataset_versions, dataset_versions.c.id == experiments.c.version_id)
    .outerjoin(datasets, datasets.c.id == dataset_versions.c.dataset_id)
    .outerjoin(_previous, _previous.c.id == experiments.c.previous_id)
    .outerjoin(networks, networks.c.id == experiments.c.network_id)
)
whole = sa.select(
    experiments,
    projects.c.uuid.label("project_uuid"),
    projects.c.name.label("project_name"),
    users.c.username,
    dataset_versions.c.uuid.label("version_uuid"),
    dataset_versions.c.name.label("version_name"),
    dataset_versions.c.size.label("version_size"),
    dataset_versions.c.trashed_at.label("version_trashed_at"),
    dataset_versions.c.pictures_sum,
    dataset_versions.c.pending,
    dataset_versions.c.annotations_sum,
    datasets.c.name.label("dataset_name"),
    _previous.c.uuid.label("previous_uuid"),
    networks.c.uuid.label("network_uuid"),
).select_from(_together)


def organization_of(db: ReadDb, uuid: str) -> int | None:
    return db.execute(sa.select(experiments.c.org_id).where(experiments.c.uuid == uuid)).scalar_one_or_none()


def as_row(row: Any) -> ExperimentRow:
    return ExperimentRow(
        row=row.id,
        id=row.uuid,
        org_id=row.org_id,
        project_row=row.project_id,
        project_id=row.project_uuid,
        name=row.name,
        version_row=row.version_id,
    )


_brief = sa.select(
    experiments.c.id,
    experiments.c.uuid,
    experiments.c.org_id,
    experiments.c.project_id,
    projects.c.uuid.label("project_uuid"),
    experiments.c.name,
    experiments.c.version_id,
).join(projects, projects.c.id == experiments.c.project_id)


def brief(db: ReadDb, org: int, uuid: str) -> ExperimentRow | None:
    row = db.execute(_brief.where(experiments.c.org_id == org, experiments.c.uuid == uuid, LIVE)).one_or_none()
    return as_row(row) if row else None


def by_uuid(db: ReadDb, org: int, uuid: str, *, trashed: bool = False) -> sa.Row[Any] | None:
    """An experiment of the organization, live unless `trashed`."""
    query = whole.where(experiments.c.org_id == org, experiments.c.uuid == uuid)
    return db.execute(query if trashed else query.where(LIVE)).one_or_none()


def by_uuids(db: ReadDb, org: int, uuids: Sequence[str]) -> dict[str, sa.Row[Any]]:
    query = whole.where(experiments.c.org_id == org, among(experiments.c.uuid, uuids), LIVE)
    return {row.uuid: row for row in db.execute(query)}


def by_name(db: ReadDb, project: int, name: str) -> sa.Row[Any] | None:
    query = whole.where(experiments.c.project_id == project, experiments.c.name == name, LIVE)
    return db.execute(query).one_or_none()


def insert_experiment(db: Db, values: Mapping[str, Any]) -> int | None:
    """The new row's id; None when the project has a live experiment of that name."""
    statement = (
        insert(experiments)
        .values(**values)
        .on_conflict_do_nothing(index_elements=[experiments.c.project_id, experiments.c.name], index_where=_OWN_LIVE)
        .returning(experiments.c.id)
    )
    return db.write(statement).scalar_one_or_none()


def update(db: Db, experiment: int, values: Mapping[str, Any]) -> bool:
    """False, with the transaction of no more use, when another live experiment has the name."""
    try:
        db.write(sa.update(experiments).where(experiments.c.id == experiment).values(**values))
    except IntegrityError:
        return False
    return True


def count(db: Db, experiment: int, now: datetime, *, files: int = 0, assets: int = 0) -> None:
    """Add to the counters; called last, as others wait for this row."""
    values = {
        "files": experiments.c.files + files,
        "assets": experiments.c.assets + assets,
        "updated_at": now,
    }
    db.write(sa.update(experiments).where(experiments.c.id == experiment).values(**values))


def touch(db: Db, experiment: int, now: datetime, since: datetime) -> None:
    """Say that it changed, unless that was said after `since`: those who log in parallel then need not wait."""
    statement = sa.update(experiments).where(experiments.c.id == experiment, experiments.c.updated_at < since)
    db.write(statement.values(updated_at=now))


def stream_of(db: ReadDb, experiment: int) -> int | None:
    """The row of the experiment's telemetry; None where there is none yet."""
    query = sa.select(experiments.c.stream_id).where(experiments.c.id == experiment)
    return db.execute(query).scalar_one_or_none()


def lock_stream(db: ReadDb, experiment: int) -> int | None:
    """The row of its telemetry; two that want to open it wait for each other."""
    query = sa.select(experiments.c.stream_id).where(experiments.c.id == experiment).with_for_update(key_share=True)
    found: int | None = db.execute(query).scalar_one()
    return found


def fingerprint_of(row: Any) -> str | None:
    """The present fingerprint of the version that a row of `whole` is joined with."""
    return fingerprint(row.pictures_sum, row.pending, row.annotations_sum)


# Trash


def trash_all(db: Db, project: int, at: datetime, by: int | None) -> list[str]:
    """Trash all live experiments of a project; their ids."""
    statement = (
        sa.update(experiments)
        .where(experiments.c.project_id == project, _OWN_LIVE)
        .values(trashed_at=at, trashed_by=by)
        .returning(experiments.c.uuid)
    )
    return [row.uuid for row in db.write(statement)]


def in_trash(db: ReadDb, project: int) -> Sequence[sa.Row[Any]]:
    who = users.alias("trashers")
    query = (
        whole.add_columns(who.c.username.label("trasher"))
        .outerjoin(who, who.c.id == experiments.c.trashed_by)
        .where(experiments.c.project_id == project, experiments.c.trashed_at.is_not(None))
        .order_by(experiments.c.trashed_at.desc(), experiments.c.id.desc())
        .limit(1_000)
    )
    return db.execute(query).all()


def purge(db: Db, before: datetime, limit: int) -> int:
    """Delete experiments whose time in the trash is over, of any organization."""
    chosen = (
        sa.select(experiments.c.id)
        .where(experiments.c.trashed_at < before)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return db.write(sa.delete(experiments).where(experiments.c.id.in_(chosen))).rowcount


def delete_unheard_streams(db: Db, limit: int) -> int:
    """Delete telemetry whose experiment is gone; it is opened and referred to in one transaction."""
    chosen = (
        sa.select(streams.c.id)
        .where(~sa.exists().where(experiments.c.stream_id == streams.c.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return db.write(sa.delete(streams).where(streams.c.id.in_(chosen))).rowcount


# Writers of logs


def lock_writer(db: Db, experiment: int, writer: str, now: datetime) -> int:
    """The newest sequence number of a writer, -1 for a new one; others of that writer wait until this ends."""
    statement = insert(log_writers).values(experiment_id=experiment, writer=writer, last=-1, at=now)
    locked = statement.on_conflict_do_update(
        index_elements=["experiment_id", "writer"], set_={"at": statement.excluded.at}
    )
    return int(db.write(locked.returning(log_writers.c.last)).scalar_one())


def advance_writer(db: Db, experiment: int, writer: str, last: int) -> None:
    statement = sa.update(log_writers).where(log_writers.c.experiment_id == experiment, log_writers.c.writer == writer)
    db.write(statement.values(last=last))


def forget_writers(db: Db, before: datetime, limit: int) -> int:
    """Drop writers that have been silent since `before`."""
    chosen = sa.select(log_writers.c.experiment_id, log_writers.c.writer).where(log_writers.c.at < before).limit(limit)
    statement = sa.delete(log_writers).where(sa.tuple_(log_writers.c.experiment_id, log_writers.c.writer).in_(chosen))
    return db.write(statement).rowcount


# Publications


def insert_publication(db: Db, values: Mapping[str, Any]) -> None:
    db.write(sa.insert(publications).values(**values))


def publication(db: ReadDb, network: int) -> sa.Row[Any] | None:
    """Where a network came from; what has gone meanwhile is null, its name stays."""
    who = users.alias("publishers")
    query = (
        sa.select(
            publications,
            experiments.c.uuid.label("experiment_uuid"),
            experiments.c.org_id,
            projects.c.uuid.label("project_uuid"),
            projects.c.name.label("project_name"),
            dataset_versions.c.uuid.label("version_uuid"),
            who.c.username,
        )
        .select_from(publications)
        .outerjoin(experiments, experiments.c.id == publications.c.experiment_id)
        .outerjoin(projects, projects.c.id == experiments.c.project_id)
        .outerjoin(dataset_versions, dataset_versions.c.id == publications.c.version_id)
        .outerjoin(who, who.c.id == publications.c.published_by)
        .where(publications.c.network_id == network)
    )
    return db.execute(query).one_or_none()
