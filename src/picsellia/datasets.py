"""Datasets and their versions: make, list, fetch, change, delete, download.

Not here: labels, annotations and their review (_annotating.py), `push_dataset` (datalake.py), how bytes move
(_transfer.py, _fetching.py).
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from picsellia import _display, _lake
from picsellia._annotating import Annotating
from picsellia._choosing import dataset_object
from picsellia._naming import checked_title, quoted, split_name
from picsellia.errors import InvalidQueryError

if TYPE_CHECKING:
    import os

    from picsellia._reports import DownloadReport

Objects = builtins.list[dict[str, Any]]


class Dataset(Annotating):
    """The dataset versions of an organization, their labels and annotations. Reference: Dataset.

    A dataset is a name and its versions: `create` makes the version `first`, `new_version` further ones, and
    `latest` (or None) means the newest. `fetch` and `create` choose a version; the methods that take a name and
    a version may then do without.

    A dataset object is a dict with the keys `dataset_id` (version 4 UUID of the version), `dataset_name`,
    `version`, `size` (pictures), `description` and `private`.
    """

    # Looking

    def list(self) -> Objects:
        """Print all dataset versions of the organization, and give them. Reference: Dataset, list.

        Returns:
            A list of dataset objects, oldest first.
        """
        found = self.versions()
        for one in found:
            print(
                f"-------------\nDataset Name: {one['dataset_name']}\nDataset Version: {one['version']}\n"
                f"Nb Assets: {one['size']}\n-------------"
            )
        return found

    def versions(self, name: str | None = None) -> Objects:
        """As `list`, without printing; with a name only the versions of that dataset, oldest first."""
        params = {"name": name} if name else {}
        return [dataset_object(version) for version in self._pages("/api/datasets", **params)]

    def fetch(
        self, name: str | None = None, version: str | None = "latest", *, owner: str | None = None
    ) -> dict[str, Any]:
        """Choose a version, and give what is known of it. Reference: Dataset, fetch.

        Args:
            name: Name of the dataset, also `<name>/<version>`; None: the one chosen before, read anew.
            version: Name of the version; `latest` or None: the newest.
            owner: Name of another organization that shares the dataset (`private=False`).

        Returns:
            A dataset object.

        Raises:
            ResourceNotFoundError: There is no such dataset or version.
        """
        found = self._whole(name, version, owner=owner)
        return self._choose(found)

    def pictures(self, name: str | None = None, version: str | None = None) -> Objects:
        """The picture objects of a version, in the order in which they came to the lake."""
        identifier = self._version_id(name, version)
        return _lake.pictures(self._connection, f"/api/versions/{identifier}/pictures")

    # Making and changing

    def create(
        self,
        name: str | None = None,
        description: str = "",
        private: bool = True,
        pictures: Any = None,
    ) -> str:
        """Make a dataset of pictures; its version is named `first`. Reference: Dataset, create.

        Args:
            name: Name of the new dataset, 1 to 120 characters without `/ ? #`.
            description: Up to 1,000 characters.
            private: True: visible to the organization only; False: every signed-in user of the server can see
                and use it, not change it.
            pictures: Picture objects (as `Picture.fetch` gives them) or ids; at least one.

        Returns:
            The id of the version (version 4 UUID), which is chosen for the calls that follow.

        Raises:
            InvalidQueryError: No name or no pictures, or the name is taken or can be none.
            ResourceNotFoundError: A picture is not in the lake.
        """
        name, ids = checked_title(name, "dataset"), _given(pictures)
        if not isinstance(description, str) or not isinstance(private, bool):
            raise InvalidQueryError("`description` is a text; `private` is True (your organization alone) or False.")
        first, *rest = _lake.chunks(ids)
        body = {"name": name, "description": description, "private": private, "pictures": first}
        made = self._connection.post("/api/datasets", body)
        for chunk in rest:
            made = self._connection.post(f"/api/versions/{made['dataset_id']}/pictures", {"pictures": chunk})["version"]
        self._choose(made)
        print(f"Dataset {made['dataset_name']}/{made['version']} created with {_display.plural(len(ids), 'picture')}.")
        return str(made["dataset_id"])

    def new_version(
        self, name: str | None = None, version: str | None = None, from_version: Any = "latest", pictures: Any = ()
    ) -> Dataset:
        """Make a version with the pictures, labels and annotations of another, and more pictures.

        Reference: Dataset, new_version.

        Args:
            name: Name of the dataset; None: the one chosen before.
            version: Name of the new version.
            from_version: The version to start from; `latest` or None: the newest. A list here is `pictures`.
            pictures: Picture objects or ids to add.

        Returns:
            This object. The version chosen before stays chosen.

        Raises:
            InvalidQueryError: No name for the version, or it is taken.
            ResourceNotFoundError: There is no such dataset, version or picture.
        """
        if from_version is not None and not isinstance(from_version, str):
            from_version, pictures = "latest", from_version
        if not version:
            raise InvalidQueryError("A new version needs a name: give `version`.")
        version = checked_title(version, "version")
        dataset, chosen = split_name(name) if name else (self._chosen()["dataset_name"], None)
        ids = _lake.ids_of(pictures) if pictures is not None else []
        first, rest = ids[: _lake.BULK], ids[_lake.BULK :]
        made = self._connection.post(
            f"/api/datasets/{quoted(dataset)}/versions",
            {"version": version, "from_version": chosen or from_version or "latest", "pictures": first},
        )
        for chunk in _lake.chunks(rest):
            self._connection.post(f"/api/versions/{made['dataset_id']}/pictures", {"pictures": chunk})
        print(f"Version {dataset}/{version} created.")
        return self

    def add_data(self, name: str | None = None, version: str | None = None, pictures: Any = ()) -> Dataset:
        """Add pictures to a version; those in it already stay. Reference: Dataset, add_data.

        Args:
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.
            pictures: Picture objects or ids; at least one.

        Returns:
            This object.
        """
        ids = _given(pictures)
        identifier = self._version_id(name, version)
        added = known = 0
        answer: dict[str, Any] = {}
        for chunk in _lake.chunks(ids):
            answer = self._connection.post(f"/api/versions/{identifier}/pictures", {"pictures": chunk})
            added, known = added + answer["added"], known + answer["known"]
        made = answer["version"]
        self._renew(made)
        print(
            f"{_display.plural(added, 'picture')} added to {made['dataset_name']}/{made['version']}, {known:,} known."
        )
        return self

    def remove_data(self, pictures: Any, name: str | None = None, version: str | None = None) -> Dataset:
        """Take pictures, and their annotations, out of a version; they stay in the lake.

        Args:
            pictures: Picture objects or ids; at least one.
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.

        Returns:
            This object.
        """
        ids = _given(pictures)
        identifier = self._version_id(name, version)
        for chunk in _lake.chunks(ids):
            self._connection.delete(f"/api/versions/{identifier}/pictures", {"pictures": chunk})
        self._renew(self._connection.get(f"/api/versions/{identifier}"))
        return self

    def update(
        self,
        *,
        name: str | None = None,
        version: str | None = None,
        description: str | None = None,
        private: bool | None = None,
    ) -> dict[str, Any]:
        """Rename or describe the version chosen before, or say who sees it; what is None stays.

        The name, the description and `private` are those of the dataset, so of all its versions.

        Returns:
            The dataset object.
        """
        wanted = {"dataset_name": name, "version": version, "description": description, "private": private}
        body = {key: value for key, value in wanted.items() if value is not None}
        if not body:
            raise InvalidQueryError("Nothing to update: give name, version, description or private.")
        made = self._connection.patch(f"/api/versions/{self._chosen()['dataset_id']}", body)
        return self._choose(made)

    def delete(self, name: str | None = None, version: str | None = None) -> None:
        """Move one version to the trash; its pictures stay in the lake. Reference: Dataset, delete.

        Args:
            name: Name of the dataset; None: the version chosen before.
            version: Name of the version; None with a name: the newest.

        Raises:
            ResourceNotFoundError: There is no such dataset or version.
        """
        found = self._whole(name, version)
        self._connection.delete(f"/api/versions/{found['dataset_id']}")
        if self._current is not None and self._current["dataset_id"] == found["dataset_id"]:
            self._current = None
        full = f"{found['dataset_name']}/{found['version']}"
        print(f"Version {full} moved to the trash; restore({found['dataset_id']!r}) brings it back.")

    def trash(self) -> Objects:
        """The versions in the trash, the latest first: dataset objects with `trashed_at` and `trashed_by`."""
        found = self._pages("/api/versions/trash")
        return [
            {**dataset_object(item["version"]), "trashed_at": item["trashed_at"], "trashed_by": item["trashed_by"]}
            for item in found
        ]

    def restore(
        self, dataset_id: str | Mapping[str, Any], *, name: str | None = None, version: str | None = None
    ) -> dict[str, Any]:
        """Bring a version back from the trash, and choose it.

        Args:
            dataset_id: The id of the version, or the object that `trash` gave.
            name: Another name for its dataset, where the old one has been taken.
            version: Another name for it, where the old one has been taken.

        Returns:
            The dataset object.
        """
        identifier = dataset_id["dataset_id"] if isinstance(dataset_id, Mapping) else dataset_id
        body = {"dataset_name": name, "version": version}
        return self._choose(self._connection.post(f"/api/versions/{quoted(identifier)}/restore", body))

    # Downloading

    def download(
        self,
        dataset: str | None = None,
        folder_name: str | os.PathLike[str] | None = None,
        *,
        annotations: str | None = None,
        only: str | None = None,
    ) -> DownloadReport:
        """Download the pictures of a version into a folder. Reference: Dataset, download.

        The files are byte for byte those that were uploaded, under their base names; two pictures with one name get
        distinct ones, the same every time, and `manifest.json` says which is which. Files that are there and identical
        are not fetched again, so running it again completes a download that broke off.

        Args:
            dataset: `<dataset_name>/<version>`; a name alone means the newest version; None: the one chosen before.
            folder_name: The folder, made where it is missing; None: `<dataset_name>/<version>`.
            annotations: `coco`, `voc`, `yolo` or `picsellia`: write these beside the pictures as well.
            only: Only annotations of this status: `accepted`, `pending`, `refused` or `skipped`.

        Returns:
            A report: files downloaded and already there, refusals with their reasons.

        Raises:
            ResourceNotFoundError: There is no such dataset or version.
            NetworkError: The server or its store no longer answers; files before that are kept.
            UnsufficientRessourcesError: The disk is full.
        """
        from picsellia._fetching import download_version

        found = self._whole(dataset, None)
        report = download_version(self._connection, found, folder_name, annotations=annotations, only=only)
        print(f"{report!r}\nImages downloaded")
        return report

    def __repr__(self) -> str:
        if self._current is None:
            return f"<Datasets of {self.organization} at {self.host}>"
        one = self._current
        return f"<Dataset {one['dataset_name']}/{one['version']}: {_display.plural(one['size'], 'picture')}>"

    def _repr_html_(self) -> str:
        from picsellia._cards import dataset_card, shelf_card

        if self._current is None:
            return shelf_card(self._connection)
        return dataset_card(self._connection, self._current)


def _given(pictures: Any) -> builtins.list[str]:
    ids = [] if pictures is None else _lake.ids_of(pictures)
    if not ids:
        raise InvalidQueryError("No pictures were given: fetch some with Picture.fetch() and give them.")
    return ids
