"""Projects: experiments that belong together, the people who work on them, the dataset versions they use."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from picsellia._connected import Connected
from picsellia._naming import plain_id, quoted
from picsellia._record import Record
from picsellia._values import attributes as checked_attributes
from picsellia.errors import InvalidQueryError

Objects = builtins.list[dict[str, Any]]

_PAGE = 500
_FURTHER = {"description", "private"}
_ALIASES = {"name": "project_name"}


class Project(Connected, Record):
    """The projects of an organization.

    After `get` or `create` the object is that project, and reads as a mapping, also by attributes: `project_id`
    (version 4 UUID, also its token), `project_name`, `description`, `private`, `contributors`, `datasets`
    (as `name/version`), …
    """

    if TYPE_CHECKING:
        project_id: str
        project_name: str
        description: str
        private: bool
        contributors: builtins.list[str]
        datasets: builtins.list[str]

    _what = "project"
    _title = "project_name"

    @property
    def id(self) -> str:
        """The project's id, which is its token."""
        return str(self._here()["project_id"])

    @property
    def project_token(self) -> str:
        """The project's token, for `Client.Experiment(project_token=…)`."""
        return self.id

    @property
    def _path(self) -> str:
        return f"/api/projects/{self.id}"

    def list(self) -> Objects:
        """The organization's projects, oldest first: a list of project objects (dicts)."""
        found: Objects = []
        cursor = None
        while True:
            page = self._connection.get("/api/projects", {"limit": _PAGE, **({"cursor": cursor} if cursor else {})})
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                return found

    def get(self, name: str | None = None) -> Project:
        """Fetch a project by its name or id.

        Returns:
            This object, which now is that project.

        Raises:
            ResourceNotFoundError: There is no such project.
        """
        if not isinstance(name, str) or not name or "/" in name:
            raise InvalidQueryError(f"`name` is the name or the id of a project, not {name!r:.100}.")
        self._object = self._connection.get(f"/api/projects/{quoted(plain_id(name))}")
        return self

    def create(self, name: str | None = None, **attributes: Any) -> Project:
        """Make a project.

        Args:
            name: 1 to 120 characters, unique in the organization (also as `project_name`).
            attributes: `description` (up to 1,000 characters), `private`.

        Returns:
            This object, which now is the new project.

        Raises:
            InvalidQueryError: The name is taken or makes no sense; an unknown attribute.
        """
        name = attributes.pop("project_name", name)
        if not isinstance(name, str) or not name:
            raise InvalidQueryError("A project needs a `name`.")
        if unknown := sorted(set(attributes) - _FURTHER):
            raise InvalidQueryError(
                f"A project has no attribute {unknown[0]!r} to set. It has: {', '.join(sorted(_FURTHER))}."
            )
        if not isinstance(attributes.get("private", True), bool):
            raise InvalidQueryError("`private` is True or False.")
        self._object = self._connection.post(
            "/api/projects", {"project_name": name, **checked_attributes(attributes, name, "create")}
        )
        return self

    def update(self, **kwargs: Any) -> Project:
        """Change `project_name` (or `name`), `description` or `private`.

        Returns:
            This object, with the changes.

        Raises:
            InvalidQueryError: An unknown attribute, or a name that is taken.
        """
        if not kwargs:
            raise InvalidQueryError("Nothing to update: give attributes, e.g. update(description='…').")
        changes = checked_attributes(
            {_ALIASES.get(key, key): value for key, value in kwargs.items()}, "update", "update"
        )
        self._object = self._connection.patch(self._path, changes)
        return self

    def delete(self) -> bool:
        """Put the project with its experiments into the trash, from which it can be restored. True when done."""
        self._connection.delete(self._path)
        self._object = None
        return True

    def attach_dataset(self, dataset: str | None = None) -> Project:
        """Attach a dataset version to the project; attaching it twice changes nothing.

        Args:
            dataset: `<dataset name>/<version>`; a name alone means its newest version.

        Returns:
            This object, with the dataset.

        Raises:
            ResourceNotFoundError: There is no such dataset version.
        """
        if not isinstance(dataset, str) or not dataset:
            raise InvalidQueryError("`dataset` is written <dataset name>/<version>.")
        self._object = self._connection.post(f"{self._path}/datasets", {"dataset": dataset})
        return self

    def workers(self) -> Objects:
        """The people who work on the project: id and username of each, its creator first."""
        return builtins.list(self._connection.get(f"{self._path}/workers")["items"])

    def __repr__(self) -> str:
        return self._shown("experiments", "datasets")
