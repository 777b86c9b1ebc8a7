"""How an experiment logs: through its tracker, online or offline. A part of `Experiment` (experiments.py)."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from typing import TYPE_CHECKING, Any

from picsellia.errors import InvalidQueryError
from picsellia.tracking import journal, registry
from picsellia.tracking.offline import is_offline
from picsellia.tracking.tracker import FLUSH_SECONDS, Tracker

if TYPE_CHECKING:
    from picsellia._http import Connection

_READ_BACK = 30.0


class Tracked:
    """The tracker of an experiment, found when first needed."""

    _tracking: Tracker | None = None

    if TYPE_CHECKING:
        _object: dict[str, Any] | None
        _wanted: str | None
        project_token: str | None

        _connection: Connection

        @property
        def _path(self) -> str: ...
        @property
        def id(self) -> str: ...
        def _here(self) -> dict[str, Any]: ...

    def __getstate__(self) -> dict[str, Any]:
        # Workers that are spawned get pickles; each of them has a tracker of its own.
        return {**self.__dict__, "_tracking": None, "_capture": None}

    @property
    def offline(self) -> bool:
        """Whether nothing is sent: what is logged waits for `picsellia sync`."""
        return is_offline(self._connection)

    def _tracker(self) -> Tracker:
        found = self._tracking
        if found is None or found.closed:
            experiment = self._path.rsplit("/", 1)[-1]
            if self.offline:
                host = {"host": self._connection.host or None, "organization": None}
                found = registry.offline_tracker(experiment, {**host, **self._here()["offline"]})
            else:
                found = registry.tracker_of(self._connection, experiment)
            self._tracking = found
        return found

    def flush(self, timeout: float = FLUSH_SECONDS) -> None:
        """Wait until all that this process has logged to the experiment is on the server.

        Args:
            timeout: Most seconds to wait.

        Raises:
            NetworkError: The server did not answer in time. What was logged is kept, and goes on being sent.
            InvalidQueryError: Records that the server refused, or that the journal had no room for; told once.
        """
        if self._object is not None or self._wanted is not None:
            registry.flush(self._path.rsplit("/", 1)[-1], timeout)

    def close(self, timeout: float = FLUSH_SECONDS) -> None:
        """Flush, end the background threads, and close the connection. What was not sent: `picsellia sync`.

        Args:
            timeout: Most seconds to wait.

        Raises:
            NetworkError: As `flush`.
            InvalidQueryError: As `flush`.
        """
        try:
            if self._tracking is not None:
                registry.close(self._tracking.experiment, timeout)
        finally:
            self._tracking = None
            super().close()  # type: ignore[misc]

    def _settle(self) -> None:
        """A script sees its own writes: called before anything is read back."""
        if self._object is None and self._wanted is None:
            self._here()
        if not self.offline:
            registry.flush_if_any(self._object["id"] if self._object else self._wanted, _READ_BACK)

    def _settle_any(self) -> None:
        """The same for whatever this process logs."""
        registry.flush_if_any(None, _READ_BACK)

    # Offline

    def _apart(self, wanted: str, project: str | None, create: dict[str, Any] | None = None) -> dict[str, Any]:
        """An experiment that stands for one on a server: found, or made, when the journal is sent."""
        from picsellia.experiments import _UUID

        if create is None and _UUID.fullmatch(wanted):
            number = wanted
            about: dict[str, Any] = {"experiment": wanted}
        else:
            if not project:
                raise InvalidQueryError("Which project? Give `project_token`, here or to Client.Experiment().")
            number = str(uuid.uuid4())
            about = {"project": project, "name": wanted, "create": create}
        return {
            "id": number,
            "experiment_id": number,
            "name": wanted,
            "project": project,
            "status": "started",
            "dataset": None,
            "logging": None,
            "files": [],
            "data": [],
            "offline": about,
        }

    def _keep_status(self, changes: dict[str, Any]) -> None:
        if unknown := set(changes) - {"name", "description", "status"}:
            raise InvalidQueryError(f"An experiment has no attribute {sorted(unknown)[0]!r} to set.")
        self._tracker().put(journal.STATUS, json.dumps(changes).encode())

    def _stage(self, what: str, name: str, path: str | os.PathLike[str], *, zip: bool = False) -> str:
        """Keep a copy of a file beside the journal, to be sent in its turn."""
        from picsellia import assets

        path = assets.checked_path(path)
        if os.path.isdir(path) and not zip:
            raise InvalidQueryError(f"{path!r} is a folder. Give zip=True to store it as an archive.")
        tracker = self._tracker()
        place = f"{tracker.writer}.{uuid.uuid4().hex[:8]}.files"
        (tracker.folder / place).mkdir(parents=True, exist_ok=True)

        def keep(source: str) -> str:
            inside = f"{place}/{os.path.basename(source)}"
            shutil.copyfile(source, tracker.folder / inside)
            about = {"what": what, "name": name, "path": inside}
            tracker.put(journal.FILE, json.dumps(about).encode())
            return f"{tracker.experiment}/{os.path.basename(source)}"

        if not zip:
            return keep(path)
        with assets._packed(path) as archive:
            return keep(archive)
