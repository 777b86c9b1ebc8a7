"""File-assets of an experiment: store, list, fetch, rename, delete. A part of `Experiment` (experiments.py)."""

from __future__ import annotations

import builtins
import os
from typing import TYPE_CHECKING, Any

from picsellia import assets
from picsellia.errors import InvalidQueryError

if TYPE_CHECKING:
    from picsellia._http import Connection

Objects = builtins.list[dict[str, Any]]


class Files:
    """The files of an experiment. A file-asset is a dict with the keys `id` (int), `name`, `object_name` (its key in
    the store), `large`, `date_created`, `last_update` (UTC, ISO), and beyond the reference `size` in bytes and
    `sha256`.
    """

    if TYPE_CHECKING:

        @property
        def _connection(self) -> Connection: ...
        @property
        def _path(self) -> str: ...
        def _settle(self) -> None: ...
        def _stage(self, what: str, name: str, path: str | os.PathLike[str], *, zip: bool = False) -> str: ...
        @property
        def offline(self) -> bool: ...
        def _standard_file(self, name: str) -> tuple[str, bool]: ...

    def _file_path(self, name: Any) -> str:
        return f"{self._path}/files/{assets.segment(name, 'file')}"

    def store(self, name: str = "", path: str | os.PathLike[str] | None = None, zip: bool = False) -> str:
        """Upload a file and keep it under a name of the experiment. Reference: File-assets, store.

        A name that is there already gets the new file. Files of any size; nothing is held in memory, and an
        upload that broke off is completed by storing again. In offline mode a copy waits beside the journal.

        Args:
            name: 1 to 120 characters. `config`, `checkpoint-data-latest`, `checkpoint-index-latest` and
                `model-latest` are found in the tree by themselves when no path is given.
            path: The file, or with `zip` also a folder.
            zip: Store it as an archive of all that is in it.

        Returns:
            The object key.

        Raises:
            InvalidQueryError: No such file; a folder without `zip`; a file that changes while it is sent.
            UnsufficientRessourcesError: The file is too large for the server, or its disk is full.
        """
        name = assets.checked_asset(name, "file")
        if path is None:
            path, packed = self._standard_file(name)
            zip = zip or packed
        if self.offline:
            return self._stage("file", name, path, zip=zip)
        self._settle()
        return str(assets.send(self._connection, self._path, path, name=name, zip=zip)["object_name"])

    def list_files(self) -> Objects:
        """All file-assets of the experiment. Reference: File-assets, list_files."""
        return [_plain(each) for each in self._connection.get(f"{self._path}/files")["items"]]

    def get_file(self, name: str | None = None) -> dict[str, Any]:
        """One file-asset by its name. Reference: File-assets, get_file.

        Raises:
            ResourceNotFoundError: The experiment has no such file.
        """
        return _plain(self._connection.get(self._file_path(name)))

    def update_file(self, file_name: str, **kwargs: Any) -> dict[str, Any]:
        """Rename a file. Reference: File-assets, update_file.

        Args:
            file_name: The file's present name.
            kwargs: `name`, the new one.

        Returns:
            The file-asset.

        Raises:
            ResourceNotFoundError: The experiment has no such file.
            InvalidQueryError: Another file has that name; something else than `name` is given.
        """
        if set(kwargs) != {"name"}:
            given = ", ".join(sorted(set(kwargs) - {"name"})) or "nothing"
            raise InvalidQueryError(f"Of a file only `name` can be changed; {given} was given.")
        return _plain(
            self._connection.patch(self._file_path(file_name), {"name": assets.checked_asset(kwargs["name"], "file")})
        )

    def delete_file(self, name: str | None = None) -> bool:
        """Delete a file; True when done. Reference: File-assets, delete_file.

        Raises:
            ResourceNotFoundError: The experiment has no such file.
        """
        self._connection.delete(self._file_path(name))
        return True

    def delete_all_files(self) -> bool:
        """Delete all files of the experiment; True when done. Reference: File-assets, delete_all_files."""
        self._connection.delete(f"{self._path}/files")
        return True

    def download(self, name: str | None = None, path: str = "", large: bool | None = None) -> str:
        """Download a file of the experiment.

        Args:
            name: The file's name.
            path: A folder, made where it is missing.
            large: Not needed; scripts of the published clients give it.

        Returns:
            The path of the file, named as the last part of its key.

        Raises:
            ResourceNotFoundError: The experiment has no such file.
        """
        where = self._file_path(name)
        record = self._connection.get(where)
        return assets.fetch(self._connection, record, path, renew=lambda: str(self._connection.get(where)["url"]))


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "url"}
