"""Projects: experiments with a purpose, the people who work on them, the dataset versions they use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from picsellia_server.errors import Conflict, NotFound
from picsellia_server.networks.model import Named, Person

DESCRIPTION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project as people see it. `project_id` is its token; `contributors` are user names, creator first.

    `datasets` are attached versions as "name/version"; `experiments` counts the live ones.
    """

    project_id: str
    project_name: str
    description: str
    private: bool
    contributors: list[str]
    datasets: list[str]
    organization: Named
    owner: Person | None
    experiments: int
    date_created: datetime
    last_update: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A person who works on the project; `id` is the user's."""

    id: str
    username: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedVersion:
    """A dataset version that is attached to a project."""

    dataset_id: str
    dataset_name: str
    version: str
    size: int
    attached_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A project inside the server."""

    row: int
    id: str
    org_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrashedProject:
    project: Project
    trashed_at: datetime
    trashed_by: str | None


class Order(StrEnum):
    NEWEST = "-created"
    CREATED = "created"
    NAME = "name"
    NAME_DOWN = "-name"

    @property
    def down(self) -> bool:
        return self.value.startswith("-")

    @property
    def key_types(self) -> tuple[type, ...]:
        """Types of the paging key; its last part is the row id."""
        return (str, int) if self.value.endswith("name") else (int,)


class ProjectUnknown(NotFound):
    code = "projects.unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no project {name!r} in this organization. Project.list() shows those there are.")


class ProjectTaken(Conflict):
    code = "projects.taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a project {name!r} in this organization already. Choose another name, or get it.")


class WorkerUnknown(NotFound):
    code = "projects.worker_unknown"

    def __init__(self, username: str) -> None:
        super().__init__(f"{username!r} is no member of this project's organization. Invite them there first.")
