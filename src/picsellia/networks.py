"""Networks: trained models with their files, labels and parameters; an organization's own, and the hub's.

Not here: files on their way (assets.py), publishing an experiment (experiments.py).
"""

from __future__ import annotations

import builtins
import copy
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from picsellia import assets
from picsellia._connected import Connected
from picsellia._naming import plain_id, quoted
from picsellia._record import Record
from picsellia._values import attributes as checked_attributes
from picsellia.errors import InvalidQueryError, ResourceNotFoundError

Objects = builtins.list[dict[str, Any]]

HUB = "hub"
_PAGE = 500


class Network(Connected, Record):
    """The models of an organization. Reference: Network.

    After `get` or `create` the object is that network, and reads as a mapping of the reference's keys, which are
    attributes as well (but for `labels` and `organization`, which are something else here):
    `model_id` (version 4 UUID), `network_name`, `type`, `framework`, `tag`, `private`, `description`, `files`
    (file name to object key), `labels` (index from "1" to name), `base_parameters`, `readme_text`, …
    """

    if TYPE_CHECKING:
        model_id: str
        owner: dict[str, str]
        network_name: str
        description: str
        type: str
        private: bool
        framework: str
        tag: builtins.list[str]
        files: dict[str, str]
        base_parameters: dict[str, Any]
        readme_text: str | None
        thumb_object_name: str

    _what = "network"
    _title = "network_name"

    @property
    def id(self) -> str:
        """The network's id."""
        return str(self._here()["model_id"])

    @property
    def _path(self) -> str:
        return f"/api/networks/{self.id}"

    def _become(self, found: dict[str, Any]) -> Network:
        self._object = found
        return self

    def list(self, organization: str | None = None) -> Objects:
        """The networks of an organization, oldest first. Reference: Network, list.

        Args:
            organization: Name or id of another organization that you belong to; `"hub"`: the public
                networks of all organizations on this server; None: the one that is worked in.

        Returns:
            A list of network objects (dicts), whose `readme_text` is None: `get` has it.

        Raises:
            ResourceNotFoundError: You belong to no such organization.
        """
        connection = self._connection
        path = "/api/networks/hub" if organization == HUB else "/api/networks"
        if organization not in (None, HUB):
            connection = copy.copy(connection)
            connection.organization = self._organization_id(str(organization))
        found: Objects = []
        cursor = None
        while True:
            page = connection.get(path, {"limit": _PAGE, **({"cursor": cursor} if cursor else {})})
            found += page["items"]
            cursor = page["next"]
            if cursor is None:
                return found

    def _organization_id(self, name: str) -> str:
        for each in self._connection.get("/api/organizations"):
            if name in (each["name"], each["id"]):
                return str(each["id"])
        raise ResourceNotFoundError(f"You belong to no organization {name!r}.")

    def get(self, identifier: str | None = None) -> Network:
        """Fetch a network by its name or id; a public one also as `<owner>/<network>`. Reference: Network, get.

        Returns:
            This object, which now is that network.

        Raises:
            ResourceNotFoundError: There is no such network, or it is not yours to see.
        """
        if not isinstance(identifier, str) or not identifier:
            raise InvalidQueryError(f"`identifier` is the name or the id of a network, not {identifier!r:.100}.")
        if "/" in identifier:
            owner, _, name = identifier.partition("/")
            self._object = self._connection.get(f"/api/networks/hub/{quoted(owner)}/{quoted(name)}")
        else:
            self._object = self._connection.get(f"/api/networks/{quoted(plain_id(identifier))}")
        return self

    def create(self, name: str | None = None, type: str | None = None, **attributes: Any) -> Network:
        """Make a network. Reference: Network, create.

        Args:
            name: 1 to 120 characters, unique in the organization.
            type: What it does: `detection`, `segmentation`, `classification`, or a word of your own.
            attributes: Further attributes of the network object, such as `framework` or `tag`.

        Returns:
            This object, which now is the new network.

        Raises:
            InvalidQueryError: The name is taken or makes no sense; an unknown attribute.
        """
        if not (isinstance(name, str) and isinstance(type, str) and name and type):
            raise InvalidQueryError("A network needs a `name` and a `type`, such as 'detection'; both are texts.")
        self._object = self._connection.post(
            "/api/networks", {"name": name, "type": type, **checked_attributes(attributes, name, "create")}
        )
        return self

    def update(self, **kwargs: Any) -> Network:
        """Change attributes of the network object, as many at once as you like. Reference: Network, update.

        Returns:
            This object, with the changes.

        Raises:
            InvalidQueryError: An attribute is unknown or cannot be set, named in the message.
            ForbiddenError: A public network of another organization.
        """
        if not kwargs:
            raise InvalidQueryError("Nothing to update: give attributes, e.g. update(description='…').")
        self._object = self._connection.patch(self._path, checked_attributes(kwargs, "update", "update"))
        return self

    def store(self, name: str = "", path: str | os.PathLike[str] | None = None, zip: bool = False) -> str:
        """Upload a file and keep it under a name of the network. Reference: Network, store.

        A name that is there already gets the new file. Files of any size; nothing is held in memory.

        Args:
            name: What the file is called; some names have a meaning: `config`, `checkpoint-data-latest`,
                `checkpoint-index-latest`, `model-latest`.
            path: The file, or with `zip` also a folder.
            zip: Store it as an archive of all that is in it.

        Returns:
            The object key, `files[name]` of the network.

        Raises:
            InvalidQueryError: No such file; a folder without `zip`; a file that changes while it is sent.
        """
        name = assets.checked_asset(name, "file")
        if path is None:
            raise InvalidQueryError("`path` says which file or folder to store.")
        base = self._path
        record = assets.send(self._connection, base, path, name=name, zip=zip)
        self._object = self._connection.get(base)
        return str(record["object_name"])

    def update_thumb(self, path: str | os.PathLike[str] | None = None) -> Network:
        """Show a picture as the network's thumbnail. Reference: Network, update_thumb.

        Raises:
            InvalidQueryError: There is no such file, or it is no picture.
        """
        if path is None:
            raise InvalidQueryError("`path` says which picture to show.")
        self._object = assets.send(self._connection, self._path, path, name="thumbnail", zip=False, thumbnail=True)
        return self

    def labels(self, labels: Mapping[Any, str] | None = None) -> None:
        """Set the label map. Reference: Network, labels.

        Args:
            labels: Names by index, which starts at 1: `{"1": "person", "2": "bicycle"}`; integer keys are taken.

        Raises:
            InvalidQueryError: An index that is no whole number from 1 on, or a name that is no text.
        """
        if not isinstance(labels, Mapping):
            raise InvalidQueryError('`labels` is a dictionary such as {"1": "person", "2": "bicycle"}.')
        self.update(labels=labels)

    def delete(self) -> bool:
        """Put the network into the trash, from which it can be restored for 30 days. True when done."""
        self._connection.delete(self._path)
        self._object = None
        return True

    def list_files(self) -> Objects:
        """The network's files as the server has them.

        Returns:
            Dicts with `name`, `object_name` (its key in the store), `size` in bytes, `sha256`, `large`, `date_created`
            and `last_update`.
        """
        return builtins.list(self._connection.get(f"{self._path}/files")["items"])

    def download(self, name: str | None = None, path: str = "") -> str:
        """Download a file of the network.

        Args:
            name: The file's name.
            path: A folder, made where it is missing.

        Returns:
            The path of the file, named as the last part of its key.

        Raises:
            ResourceNotFoundError: The network has no such file.
        """
        where = f"{self._path}/files/{assets.segment(name, 'file')}"
        record = self._connection.get(where)
        return assets.fetch(self._connection, record, path, renew=lambda: str(self._connection.get(where)["url"]))

    def __repr__(self) -> str:
        return self._shown("type", "framework", "private")
