"""Which dataset version a call is about: the one that its arguments name, else the one chosen before.

Base of Dataset. Not here: what is done with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from picsellia._connected import Connected
from picsellia._naming import quoted, split_name
from picsellia.errors import InvalidQueryError, ResourceNotFoundError

REFERENCE = ("dataset_id", "dataset_name", "version", "size", "description", "private")
"""The keys of a dataset object, in the reference's order."""


def dataset_object(version: Mapping[str, Any]) -> dict[str, Any]:
    """A dataset object with the reference's keys, of the server's record of a version."""
    return {key: version[key] for key in REFERENCE}


class Choosing(Connected):
    """Remembers the version that was fetched or created last."""

    _current: dict[str, Any] | None = None

    @property
    def current(self) -> dict[str, Any] | None:
        """The dataset object that was fetched or created last; None before that."""
        return None if self._current is None else dict(self._current)

    def _whole(self, name: str | None, version: str | None, *, owner: str | None = None) -> dict[str, Any]:
        """The server's record of the version meant by the arguments, else of the one chosen."""
        found: dict[str, Any]
        if name is None:
            if version in (None, "latest"):
                found = self._connection.get(f"/api/versions/{self._chosen()['dataset_id']}")
                return found
            name = self._chosen()["dataset_name"]
        dataset, inside = split_name(name)
        wanted = inside or version or "latest"
        params = {"owner": owner} if owner else None
        found = self._connection.get(f"/api/datasets/{quoted(dataset)}/{quoted(wanted)}", params)
        return found

    def _version_id(self, name: str | None, version: str | None) -> str:
        if name is None and version is None:
            return str(self._chosen()["dataset_id"])
        return str(self._whole(name, version)["dataset_id"])

    def _chosen(self) -> dict[str, Any]:
        if self._current is None:
            raise InvalidQueryError("No dataset is chosen: give its name, or call fetch() or create() first.")
        return self._current

    def _choose(self, version: Mapping[str, Any]) -> dict[str, Any]:
        self._current = dataset_object(version)
        return dict(self._current)

    def _renew(self, version: Mapping[str, Any]) -> None:
        """What is known of the version chosen, where it is this one."""
        if self._current is not None and self._current["dataset_id"] == version["dataset_id"]:
            self._current = dataset_object(version)

    def _exists(self, name: str) -> dict[str, Any] | None:
        """The newest version of a dataset, None where there is no such dataset."""
        try:
            return self._whole(name, None)
        except ResourceNotFoundError:
            return None

    def _pages(self, path: str, **params: Any) -> Iterator[dict[str, Any]]:
        """All items of a list that comes in pages."""
        cursor = None
        while True:
            asked = {**params, "limit": 1_000, **({"cursor": cursor} if cursor else {})}
            page = self._connection.get(path, asked)
            yield from page["items"]
            cursor = page.get("next")
            if not cursor:
                return
