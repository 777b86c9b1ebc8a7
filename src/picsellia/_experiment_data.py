"""Data-assets of an experiment: log, read, rename, delete. A part of `Experiment` (experiments.py)."""

from __future__ import annotations

import builtins
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from picsellia import assets
from picsellia._values import sendable
from picsellia.errors import InvalidQueryError, NetworkError
from picsellia.tracking import shapes
from picsellia.tracking.sender import bring_picture

if TYPE_CHECKING:
    from picsellia._http import Connection
    from picsellia.tracking.tracker import Tracker

Objects = builtins.list[dict[str, Any]]

_NOTHING: Mapping[str, Any] = MappingProxyType({})
IMAGE = "image"
TYPES = ("value", "line", "bar", "table", IMAGE, "heatmap", "labelmap", "evaluation")


class Data:
    """What an experiment logs. A data-asset is a dict with the keys `id` (int), `name`, `type`, `data`,
    `date_created` and `last_update` (UTC, ISO).
    """

    if TYPE_CHECKING:

        @property
        def _connection(self) -> Connection: ...
        @property
        def _path(self) -> str: ...

        _tracking: Tracker | None

        def _tracker(self) -> Tracker: ...
        def _settle(self) -> None: ...
        def _stage(self, what: str, name: str, path: str | os.PathLike[str], *, zip: bool = False) -> str: ...

    def _data_path(self, name: Any) -> str:
        return f"{self._path}/data/{assets.segment(name, 'data-asset')}"

    def log(self, name: str | None = None, data: Any = _NOTHING, type: Any = "", replace: bool = False) -> None:
        """Log a result, and return at once. Reference: Data-assets, log.

        A record goes to a journal on disk and is sent from there, whether the server answers now or later; `flush`
        waits for it, and so does reading back. A picture is sent before the call returns, if the server answers.

        Arrays, tensors, numbers as text, NaN (stored as null), integer keys and sets are taken. A line is
        appended to, unless `replace`; everything else is overwritten. Safe from several threads and processes.

        Args:
            name: 1 to 120 characters; a `/` groups: `train/loss`.
            data: What to log; its shape follows from the type:
                value: a number or text; line: a list of numbers, one number, `{"steps": […], "values": […]}`, or a list
                a curve in a dict; bar: `{"x": names, "y": numbers}`; table: a dict; image: the path of a picture;
                heatmap: `{"categories": names, "values": rows}`; labelmap: names by index; evaluation: a dict.
            type: One of the eight types; without it a stored asset keeps its own, and a new one's follows from the
                shape of its data.
            replace: Overwrite a line instead of appending to it.

        Raises:
            InvalidQueryError: Data that does not have the shape of its type, or an unknown type.
            TyperError: A value that JSON cannot hold, with its place.
        """
        tracking = self._tracking
        if tracking is not None and not replace and tracking.point(name, type, data):
            return
        name = assets.checked_asset(name, "data-asset")
        kind = _checked_type(type)
        if kind == IMAGE:
            self._log_picture(name, data)
            return
        value = sendable(data, name)
        self._tracker().log(name, kind, shapes.checked(kind, value), replace=bool(replace))

    def _log_picture(self, name: str, data: Any) -> None:
        if not isinstance(data, str | os.PathLike):
            raise InvalidQueryError(f"An image is logged by the path of its file, not by a {data.__class__.__name__}.")
        path = assets.checked_path(data)
        if os.path.isdir(path):
            raise InvalidQueryError(f"{path!r} is a folder. An image is logged by the path of its file.")
        try:
            bring_picture(self._connection, self._path, path, name)
        except NetworkError:
            # A training does not end because its server is away: the picture waits beside the journal.
            self._stage(IMAGE, name, path)

    def list_data(self) -> Objects:
        """All data-assets of the experiment. Reference: Data-assets, list_data."""
        self._settle()
        return [_plain(each) for each in self._connection.get(f"{self._path}/data")["items"]]

    def get_data(self, name: str | None = None) -> Any:
        """What is stored under a name: the data alone. Reference: Data-assets, get_data.

        A value is given bare, a line as it was logged (a list as a list, a dict as a dict).

        Raises:
            ResourceNotFoundError: The experiment has logged nothing of that name.
        """
        self._settle()
        return self._connection.get(self._data_path(name))["data"]

    def update_data(self, data_name: str, **kwargs: Any) -> dict[str, Any]:
        """Overwrite or rename a data-asset. Reference: Data-assets, update_data.

        Args:
            data_name: The present name.
            kwargs: `name`, `data`, `type`: as many as are to change.

        Returns:
            The data-asset.

        Raises:
            ResourceNotFoundError: The experiment has logged nothing of that name.
            InvalidQueryError: Another data-asset has the new name; data that does not fit the type.
        """
        if unknown := set(kwargs) - {"name", "data", "type"}:
            raise InvalidQueryError(f"Of a data-asset `name`, `data` and `type` can be changed, not {sorted(unknown)}.")
        if not kwargs:
            raise InvalidQueryError("Nothing to update: give name, data or type.")
        changes = dict(kwargs)
        if "data" in changes:
            changes["data"] = sendable(changes["data"], data_name)
        if "type" in changes:
            changes["type"] = _checked_type(changes["type"])
        self._settle()
        return _plain(self._connection.patch(self._data_path(data_name), changes))

    def delete_data(self, name: str | None = None) -> bool:
        """Delete a data-asset; True when done. Reference: Data-assets, delete_data.

        Raises:
            ResourceNotFoundError: The experiment has logged nothing of that name.
        """
        self._settle()
        self._connection.delete(self._data_path(name))
        return True

    def delete_all_data(self) -> bool:
        """Delete all that the experiment has logged; True when done. Reference: Data-assets, delete_all_data."""
        self._settle()
        self._connection.delete(f"{self._path}/data")
        return True


def _checked_type(type: Any) -> str | None:
    text = getattr(type, "value", type)
    if text in (None, ""):
        return None
    if not isinstance(text, str) or text.lower() not in TYPES:
        raise InvalidQueryError(f"`type` is one of {', '.join(TYPES)}, not {type!r:.100}.")
    return text.lower()


def _plain(asset: dict[str, Any]) -> dict[str, Any]:
    shown = ("id", "date_created", "last_update", "name", "data", "type")
    return {key: asset[key] for key in shown}
