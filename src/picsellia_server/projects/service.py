"""The verbs of projects: make, find, change, attach dataset versions, say who works on them, trash.

Not here: the experiments of a project (`experiments/service.py`), which are hidden with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from picsellia_server.context import Ctx, ReadCtx
from picsellia_server.datasets import access
from picsellia_server.datasets.model import DatasetUnknown, VersionRow
from picsellia_server.errors import Invalid
from picsellia_server.networks.attributes import checked_text, checked_title
from picsellia_server.networks.model import Named, Person
from picsellia_server.networks.service import is_id
from picsellia_server.projects import repository
from picsellia_server.projects.model import (
    DESCRIPTION,
    AttachedVersion,
    Order,
    Project,
    ProjectRow,
    ProjectTaken,
    ProjectUnknown,
    TrashedProject,
    Worker,
    WorkerUnknown,
)

_PURGE = 20
_COLUMNS = {"project_name": "name", "description": "description", "private": "private"}


def organization_of(ctx: ReadCtx, project: str) -> int | None:
    """Whose project it is (row id); None when it is no project."""
    return repository.organization_of(ctx.db, project) if is_id(project) else None


def _found(ctx: ReadCtx, project: str) -> Any:
    """The row of a live project of the organization, by id or by name."""
    row = repository.by_uuid(ctx.db, ctx.who.org_id, project) if is_id(project) else None
    row = row or (None if "\x00" in project else repository.by_name(ctx.db, ctx.who.org_id, project))
    if row is None:
        raise ProjectUnknown(project)
    return row


def _as_projects(ctx: ReadCtx, rows: Sequence[Any]) -> list[Project]:
    ids = [row.id for row in rows]
    workers, versions = repository.workers_of(ctx.db, ids), repository.versions_of(ctx.db, ids)
    return [
        Project(
            project_id=row.uuid,
            project_name=row.name,
            description=row.description,
            private=row.private,
            contributors=[worker.username for worker in workers.get(row.id, [])],
            datasets=[f"{version.dataset_name}/{version.version}" for version in versions.get(row.id, [])],
            organization=Named(name=row.org_name),
            owner=Person(username=row.username) if row.username else None,
            experiments=row.experiments,
            date_created=row.created_at,
            last_update=row.updated_at,
        )
        for row in rows
    ]


# Looking


def one(ctx: ReadCtx, project: str) -> Project:
    """A project by id (its token) or by name."""
    return _as_projects(ctx, [_found(ctx, project)])[0]


def row_of(ctx: ReadCtx, project: str) -> ProjectRow:
    """What experiments need of their project."""
    row = _found(ctx, project)
    return ProjectRow(row=row.id, id=row.uuid, org_id=row.org_id, name=row.name)


def page(
    ctx: ReadCtx, *, q: str, order: Order, after: tuple[Any, ...] | None, limit: int
) -> tuple[list[Project], tuple[Any, ...] | None]:
    """Projects after the key `after`, and the key of the last one when there may be more."""
    rows = repository.page(ctx.db, ctx.who.org_id, q=q, order=order, after=after, limit=limit)
    last = repository.key_after(order, rows[-1]) if len(rows) == limit else None
    return _as_projects(ctx, rows), last


# Changing


def checked_project_name(name: Any) -> str:
    return checked_title(name, "project")


def create(ctx: Ctx, *, name: str, description: str = "", private: bool = True) -> Project:
    """A new project, whose first worker is its creator. Raises `ProjectTaken`."""
    uuid, name = ctx.new_id(), checked_project_name(name)
    made = repository.insert_project(
        ctx.db,
        {
            "uuid": uuid,
            "org_id": ctx.who.org_id,
            "name": name,
            "description": checked_text(description, "The description", DESCRIPTION),
            "private": private,
            "created_by": ctx.who.user_id or None,
            "created_at": ctx.now,
            "updated_at": ctx.now,
        },
    )
    if made is None:
        raise ProjectTaken(name)
    if ctx.who.user_id:
        repository.add_worker(ctx.db, made, ctx.who.user_id, ctx.now)
    ctx.record("project.created", "project", uuid, name=name)
    return one(ctx, uuid)


def update(ctx: Ctx, project: str, changes: Mapping[str, Any]) -> Project:
    """Set `project_name`, `description` or `private`; anything else is refused by name."""
    row = _found(ctx, project)
    values: dict[str, Any] = {}
    for key, value in changes.items():
        if key not in _COLUMNS:
            raise Invalid(f"A project has no attribute {key[:60]!r} to set. It has: {', '.join(_COLUMNS)}.")
        if key == "private" and not isinstance(value, bool):
            raise Invalid("`private` is true or false.")
        values[_COLUMNS[key]] = value
    if "name" in values:
        values["name"] = checked_project_name(values["name"])
    if "description" in values:
        values["description"] = checked_text(values["description"], "The description", DESCRIPTION)
    if not repository.update(ctx.db, row.id, {**values, "updated_at": ctx.now}):
        raise ProjectTaken(values["name"])
    ctx.record("project.updated", "project", row.uuid, name=values.get("name", row.name), after=dict(changes))
    return one(ctx, row.uuid)


# Dataset versions


def version_named(ctx: ReadCtx, dataset: str) -> VersionRow:
    """A version by id, "name/version", "name" (its newest), or "organization/name/version" where it is public."""
    if is_id(dataset):
        return access.readable(ctx, dataset)
    parts = dataset.split("/")
    if "\x00" in dataset or not all(parts) or len(parts) > 3:
        raise DatasetUnknown(dataset)
    if len(parts) == 3:
        return access.named(ctx, parts[1], parts[2], owner=parts[0])
    return access.named(ctx, parts[0], parts[1] if len(parts) == 2 else None)


def attach_dataset(ctx: Ctx, project: str, dataset: str) -> Project:
    """Attach a version by "name/version" (a name alone: the newest) or id. Twice is fine."""
    row, version = _found(ctx, project), version_named(ctx, dataset)
    if repository.attach(ctx.db, row.id, version.row, ctx.now):
        repository.update(ctx.db, row.id, {"updated_at": ctx.now})
        ctx.record("project.dataset_attached", "project", row.uuid, name=row.name, after=version.full_name)
    return one(ctx, row.uuid)


def detach_dataset(ctx: Ctx, project: str, dataset: str) -> Project:
    """Experiments that use the version keep it. Twice is fine."""
    row, version = _found(ctx, project), version_named(ctx, dataset)
    if repository.detach(ctx.db, row.id, version.row):
        repository.update(ctx.db, row.id, {"updated_at": ctx.now})
        ctx.record("project.dataset_detached", "project", row.uuid, name=row.name, before=version.full_name)
    return one(ctx, row.uuid)


def attached(ctx: ReadCtx, project: str) -> list[AttachedVersion]:
    row = _found(ctx, project)
    return repository.versions_of(ctx.db, [row.id]).get(row.id, [])


# Workers


def workers(ctx: ReadCtx, project: str) -> list[Worker]:
    """The people who work on a project, its creator first."""
    row = _found(ctx, project)
    return repository.workers_of(ctx.db, [row.id]).get(row.id, [])


def add_worker(ctx: Ctx, project: str, username: str) -> list[Worker]:
    """Say that a member of the organization works on the project. Twice is fine."""
    row = _found(ctx, project)
    user = None if "\x00" in username else repository.member_row(ctx.db, ctx.who.org_id, username)
    if user is None:
        raise WorkerUnknown(username)
    repository.add_worker(ctx.db, row.id, user, ctx.now)
    ctx.record("project.worker_added", "project", row.uuid, name=row.name, after=username)
    return workers(ctx, row.uuid)


def remove_worker(ctx: Ctx, project: str, username: str) -> list[Worker]:
    row = _found(ctx, project)
    if "\x00" in username or not repository.remove_worker(ctx.db, row.id, username):
        raise WorkerUnknown(username)
    ctx.record("project.worker_removed", "project", row.uuid, name=row.name, before=username)
    return workers(ctx, row.uuid)


# Trash


def trash(ctx: Ctx, project: str) -> None:
    """Put a project into the trash; its experiments are hidden with it, and its name is free at once."""
    row = _found(ctx, project)
    repository.update(ctx.db, row.id, {"trashed_at": ctx.now, "trashed_by": ctx.who.user_id or None})
    ctx.record("project.trashed", "project", row.uuid, name=row.name, before={"experiments": row.experiments})


def trashed(ctx: ReadCtx) -> list[TrashedProject]:
    rows = repository.in_trash(ctx.db, ctx.who.org_id)
    return [
        TrashedProject(project=project, trashed_at=row.trashed_at, trashed_by=row.trasher)
        for project, row in zip(_as_projects(ctx, rows), rows, strict=True)
    ]


def restore(ctx: Ctx, project: str, *, name: str | None = None) -> Project:
    """Bring a project back with its experiments, under another name where its own has been taken since."""
    row = repository.by_uuid(ctx.db, ctx.who.org_id, project, trashed=True) if is_id(project) else None
    if row is None:
        raise ProjectUnknown(project)
    if row.trashed_at is not None:
        wanted = row.name if name is None else checked_project_name(name)
        if not repository.update(ctx.db, row.id, {"name": wanted, "trashed_at": None, "trashed_by": None}):
            raise ProjectTaken(wanted)
        ctx.record("project.restored", "project", row.uuid, name=wanted)
    return one(ctx, row.uuid)


def count_experiments(ctx: Ctx, project_row: int, difference: int) -> None:
    """Keep the counter of live experiments; called by `experiments.service` at the end of its work."""
    repository.count(ctx.db, project_row, difference, ctx.now)


def purge(ctx: Ctx) -> int:
    """Delete for good what has been in the trash for long enough, of every organization; how many."""
    return repository.purge(ctx.db, ctx.now - timedelta(days=ctx.settings.trash_days), _PURGE)
