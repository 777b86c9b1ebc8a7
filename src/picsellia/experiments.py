"""Experiments: one training each, with its files, what it logged, its status and its dataset.

Not here: files (_experiment_files.py), data (_experiment_data.py), the training's folders and annotations
(_training.py), what the training printed (telemetry.py).
"""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING, Any

from picsellia._connected import Connected
from picsellia._experiment_data import Data
from picsellia._experiment_files import Files
from picsellia._experiment_tracking import Tracked
from picsellia._naming import check_texts, plain_id, quoted
from picsellia._record import Record
from picsellia._training import Training
from picsellia._values import attributes
from picsellia.errors import InvalidQueryError
from picsellia.telemetry import Telemetry
from picsellia.tracking.offline import offline_connection
from picsellia.tracking.places import OFFLINE, chosen_mode

if TYPE_CHECKING:
    from picsellia._http import Connection
    from picsellia.networks import Network

Objects = builtins.list[dict[str, Any]]

_PAGE = 500
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Experiment(Tracked, Connected, Record, Files, Data, Training, Telemetry):
    """The experiments of a project. Reference: Experiments.

    After `checkout` or `create` the object is that experiment, and reads as a mapping of the reference's keys, which
    are attributes as well (but for `logging`, which records): `id` and
    `experiment_id` (version 4 UUID), `name`, `description`, `status`, `owner`, `project` (its id), `dataset`,
    `logging`, `files`, `data`, `date_created`, `last_update`. Whoever gives `id`, or `name` and `project_token`,
    when making it need not check out for the other methods.

    Args:
        api_token: Your personal API token; None: `PICSELLIA_TOKEN`, then what `picsellia login` stored.
        host: Address of the server; None: `PICSELLIA_HOST`, then the stored one.
        project_token: Id of the project to work in.
        id: Id of the experiment to work with.
        name: Name of the experiment to work with.
        interactive: False never prompts and draws no progress bars.
        organization: Name or id of an organization; None: the one of the project or experiment.
        session: The connection of a client to share; then nothing is asked or printed.
        mode: `offline` needs no server: what is logged and stored waits for `picsellia sync`. None: `PICSELLIA_MODE`,
            else `online`.
    """

    if TYPE_CHECKING:
        name: str
        description: str
        status: str
        owner: dict[str, str]
        project: str
        date_created: str
        last_update: str

    _what = "experiment"
    line_nb = 0
    buffer_length = 1
    run: Any = None

    def __init__(
        self,
        api_token: str | None = None,
        host: str | None = None,
        project_token: str | None = None,
        id: str | None = None,
        name: str | None = None,
        interactive: bool = True,
        *,
        organization: str | None = None,
        session: Connection | None = None,
        mode: str | None = None,
    ) -> None:
        if session is None and chosen_mode(mode) == OFFLINE:
            session = offline_connection(host)
        super().__init__(api_token, organization, host, interactive=interactive, session=session)
        self.project_token = project_token
        check_texts(id=id, name=name, project_token=project_token)
        self._wanted = plain_id(id or name or "") or None
        self.files: Objects = []
        self.data: Objects = []

    # Which one

    def _here(self) -> dict[str, Any]:
        if self._object is None:
            if self.offline and self._wanted is not None:
                self._become(self._apart(self._wanted, self.project_token))
                return super()._here()
            if self._wanted is None:
                raise InvalidQueryError("There is no experiment yet: checkout or create one first.")
            self._become(self._find(self._wanted, self.project_token, {}))
        return super()._here()

    def _become(self, found: dict[str, Any]) -> None:
        if self._object is None or self._object["id"] != found["id"]:
            self._tracking = None
        self._object = found
        self.project_token = found["project"]
        self._wanted = found["id"]
        for file in found["files"]:
            if file.get("url") is None:
                file.pop("url", None)
        self.files = found["files"]
        self.data = found["data"]

    @property
    def id(self) -> str:
        """The experiment's id."""
        return str(self._here()["id"])

    @property
    def experiment_name(self) -> str:
        """The experiment's name."""
        return str(self._here()["name"])

    @property
    def dataset(self) -> dict[str, Any] | None:
        """The attached dataset version: `dataset_id`, `dataset_name`, `version`, …; None without one."""
        found = self._here()["dataset"]
        return None if found is None else dict(found)

    @property
    def _path(self) -> str:
        if self._object is None and self._wanted is not None and _UUID.fullmatch(self._wanted):
            return f"/api/experiments/{self._wanted}"
        return f"/api/experiments/{self.id}"

    def _project(self, project_token: str | None) -> str:
        token = project_token or self.project_token
        if not token:
            raise InvalidQueryError("Which project? Give `project_token`, here or to Client.Experiment().")
        return f"/api/projects/{quoted(plain_id(token))}/experiments"

    def _find(self, wanted: str, project_token: str | None, params: dict[str, Any]) -> dict[str, Any]:
        if _UUID.fullmatch(wanted):
            path = f"/api/experiments/{wanted}"
        else:
            path = f"{self._project(project_token)}/{quoted(wanted)}"
        return dict(self._connection.get(path, params))

    # The reference's methods

    def checkout(
        self,
        id: str | None = None,
        name: str | None = None,
        project_token: str | None = None,
        tree: bool = False,
        with_file: bool = False,
        with_data: bool = False,
        *,
        with_files: bool | None = None,
    ) -> Experiment:
        """Fetch an experiment, its folders, files and data. Reference: Experiments, checkout.

        Args:
            id: The experiment's id, or its name.
            name: The experiment's name, or its id.
            project_token: Id of its project; not needed with an id.
            tree: Make the folders `images`, `checkpoint`, `metrics`, `records`, `config`, `results` and
                `exported_model` below one of the experiment's name, and set `png_dir`, `checkpoint_dir`, …
            with_file: Download its files: the standard ones into their folders of the tree, others beside them.
            with_data: Fetch all that it has logged, into `data`.
            with_files: The same as `with_file`.

        Returns:
            This object, which now is that experiment.

        Raises:
            ResourceNotFoundError: There is no such experiment.
            InvalidQueryError: Neither an id nor a name, or a name without a project.
        """
        wanted = id or name or self._wanted
        if not isinstance(wanted, str) or not wanted:
            raise InvalidQueryError("Which experiment? Give its `id`, or its `name` and the `project_token`.")
        wanted = plain_id(wanted)
        if self.offline:
            self._become(self._apart(wanted, project_token or self.project_token))
            if tree:
                self._make_tree()
            return self
        if self._wanted is not None:
            self._settle()
        files = with_file if with_files is None else with_files
        flags = {"with_files": "true", "with_data": str(bool(with_data)).lower(), "urls": str(bool(files)).lower()}
        self._become(self._find(wanted, project_token, flags))
        if tree:
            self._make_tree()
        elif files:
            self._make_base()
        if files:
            self._download_files(tree=tree)
        for file in self.files:  # signed addresses are for the download alone
            file.pop("url", None)
        return self

    def _download_files(self, *, tree: bool) -> None:
        from picsellia import assets

        for file in self.files:
            where = self._file_path(file["name"])
            assets.fetch(
                self._connection,
                file,
                self._place_of(file["name"], tree=tree),
                renew=lambda where=where: str(self._connection.get(where)["url"]),  # type: ignore[misc]
            )

    def list(self, project_token: str | None = None) -> Objects:
        """All experiments of a project, oldest first. Reference: Experiments, list.

        Returns:
            A list of experiment objects (dicts), whose `files` and `data` are empty: `checkout` has them.

        Raises:
            InvalidQueryError: There is no project token.
        """
        path, found, cursor = self._project(project_token), [], None
        while True:
            page = self._connection.get(path, {"limit": _PAGE, **({"cursor": cursor} if cursor else {})})
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                return found

    def create(
        self,
        name: str | None = None,
        description: str = "",
        previous: str | None = None,
        dataset: str | None = None,
        source: str | None = None,
        *,
        with_file: bool = True,
        with_data: bool = True,
        project_token: str | None = None,
    ) -> Experiment:
        """Make an experiment. Reference: Experiments, create.

        Args:
            name: 1 to 60 characters, unique in the project.
            description: Up to 1,000 characters.
            previous: Name (or id) of an experiment of the project to iterate on.
            dataset: `<dataset name>/<version>` to attach.
            source: `<user or organization>/<model>` to start from.
            with_file: Copy the files of `previous` or `source`.
            with_data: Copy their `parameters` and `labelmap`.
            project_token: Id of the project; None: the one given before.

        Returns:
            This object, which now is the new experiment.

        Raises:
            InvalidQueryError: The name is taken or makes no sense; there is no project token.
            ResourceNotFoundError: No such previous experiment, dataset version or model.
        """
        if not isinstance(name, str) or not name:
            raise InvalidQueryError("An experiment needs a `name` of 1 to 60 characters.")
        check_texts(description=description, previous=previous, dataset=dataset, source=source)
        if previous is not None:
            self._settle_any()
        body = {
            "name": name,
            "description": description,
            "previous": previous,
            "dataset": dataset,
            "source": source,
            "with_file": with_file,
            "with_data": with_data,
        }
        if self.offline:
            self._become(self._apart(name, project_token or self.project_token, body))
        else:
            self._become(self._connection.post(self._project(project_token), body))
        return self

    def update(self, **kwargs: Any) -> Experiment:
        """Change `name`, `description` or `status`. Reference: Experiments, update.

        Returns:
            This object, with the changes.

        Raises:
            InvalidQueryError: Something else is given, or a name that is taken.
        """
        if not kwargs:
            raise InvalidQueryError("Nothing to update: give name, description or status.")
        if self.offline:
            self._keep_status(kwargs)
            return self
        changed = dict(self._connection.patch(self._path, attributes(kwargs, "update", "update")))
        self._become({**changed, "files": self.files, "data": self.data})
        return self

    def delete(self) -> bool:
        """Put the experiment into the trash; True when done. Reference: Experiments, delete."""
        self._settle()
        self._connection.delete(self._path)
        self._object, self._wanted, self._tracking = None, None, None
        return True

    def delete_all(self, project_token: str | None = None) -> bool:
        """Put all experiments of a project into the trash; True when done. Reference: Experiments, delete_all."""
        self._connection.delete(self._project(project_token))
        self._object, self._wanted, self._tracking = None, None, None
        return True

    def publish(self, name: str | None = None) -> Network:
        """Make a network of the experiment: its files, label map and parameters.

        Args:
            name: The network's name; None: the experiment's.

        Returns:
            The new network, as an object of `Client.Network`.

        Raises:
            InvalidQueryError: There is a network of that name already.
        """
        from picsellia.networks import Network

        check_texts(name=name)
        self._settle()
        made = self._connection.post(f"{self._path}/publish", {"name": name})
        return Network(session=self.session)._become(made)

    def __repr__(self) -> str:
        return self._shown("status", "id")
