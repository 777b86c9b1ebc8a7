"""Pushes a dataset: pictures from a folder or the lake, a version of them, annotations over it.

Each step is safe to repeat, so a push that broke off is completed by running it again. Not here: how pictures are
uploaded (_transfer.py), how a file is imported (_importing.py). Called by Datalake.push_dataset.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from picsellia import _files, _lake
from picsellia._folder import Folder, Unsafe
from picsellia._get import Getter, NotFetched
from picsellia._http import Connection
from picsellia._importing import ImportReport, checked_format, import_file
from picsellia._naming import checked_title, path_text
from picsellia._progress import Progress, drawn
from picsellia._reports import Refused, UploadReport
from picsellia._transfer import Upload
from picsellia._wire import Wire
from picsellia.errors import InvalidQueryError, NetworkError, ResourceNotFoundError

if TYPE_CHECKING:
    from picsellia.datasets import Dataset

_FETCHING = 8
_END = 4_096


class Push:
    """One push. Everything about the arguments is checked before anything is sent."""

    def __init__(
        self,
        connection: Connection,
        dataset: Dataset,
        *,
        name: str | None,
        tags: Sequence[str] | str,
        imgdir: str | os.PathLike[str] | None,
        annotations_path: str | os.PathLike[str] | None,
        format: str | None,
        only_annotations: bool,
        replace: bool,
    ) -> None:
        self._connection = connection
        self._dataset = dataset
        self._name = checked_title(name, "dataset")
        self._tags = _lake.checked_tags(tags)
        self._annotations = None if annotations_path is None else path_text(annotations_path, "annotations_path")
        self._images = None if imgdir is None or only_annotations else path_text(imgdir, "imgdir")
        self._only_annotations = only_annotations
        self._replace = replace
        legacy = isinstance(format, str) and format.strip().lower() == "legacy"
        self._format = checked_format(format)
        if self._images is not None and not os.path.isdir(self._images):
            raise InvalidQueryError(f"`imgdir` is no folder: {self._images!r}.")
        if self._images is None and self._annotations is None:
            raise InvalidQueryError("Give `imgdir`, the folder of the pictures, or `annotations_path`, or both.")
        if self._images is None and not (only_annotations or legacy):
            raise InvalidQueryError(
                "Give `imgdir`, the folder of the pictures; or only_annotations=True for pictures that are in the lake."
            )
        if self._annotations is not None:
            self._check_annotations(self._annotations)

    def _check_annotations(self, path: str) -> None:
        """Before any picture is sent: is there such a file, and does it look like what it is said to be?"""
        from picsellia.formats import FormatError, Source, detect, read

        try:
            with Source.open(path) as source:
                if self._format is None:
                    detect(source)
                elif self._format in ("voc", "yolo"):
                    _find_some(read(source, self._format))
            if os.path.isfile(path) and path.lower().endswith(".json"):
                _check_ends(path)
        except FormatError as error:
            raise InvalidQueryError(f"The annotations {path!r} cannot be read: {error}") from error

    def run(self) -> ImportReport:
        upload = self._uploaded()
        if upload is not None and not upload.pictures:
            raise InvalidQueryError(f"No picture was kept, so there is no dataset to make. {upload!r}")
        version = self._version(upload)
        if self._annotations is None:
            whole = f"{version['dataset_name']}/{version['version']}"
            return ImportReport(dataset_id=version["dataset_id"], dataset=whole, upload=upload)
        report = import_file(
            self._connection,
            version,
            self._annotations,
            format=self._format,
            replace=self._replace,
            from_lake=self._only_annotations,
        )
        report.upload = upload
        self._dataset.fetch(self._name)
        return report

    # Pictures

    def _uploaded(self) -> UploadReport | None:
        if self._only_annotations:
            return None
        if self._images is not None:
            return self._upload(self._images)
        with tempfile.TemporaryDirectory(prefix="picsellia-") as folder:
            missing = self._fetched(folder)
            report = self._upload(folder)
            report.refused += missing
            return report

    def _upload(self, folder: str) -> UploadReport:
        interactive = self._connection.interactive
        total = _files.count([folder]) if drawn(interactive) else None
        with Progress(interactive, total=total, unit="picture", title="Uploading") as progress:
            upload = Upload(self._connection, tags=self._tags, source="sdk", progress=progress)
            return upload.run(_files.find([folder]))

    def _fetched(self, folder: str) -> list[Refused]:
        """Fetch the pictures of a legacy file from the addresses in it; those that cannot be had."""
        getter, target = Getter(Wire(self._connection)), Folder(folder)

        def fetch(record: tuple[str, str | None]) -> Refused | None:
            name, url = record
            if not url:
                return Refused(name, name, "The file gives no address for it. Give its folder as `imgdir`.")
            try:
                path = target.path(name)
                getter.get(url, path)
            except (Unsafe, NotFetched, NetworkError, InvalidQueryError) as error:
                return Refused(name, name, str(error))
            return None

        with (
            Progress(self._connection.interactive, total=None, unit="picture", title="Fetching") as progress,
            ThreadPoolExecutor(_FETCHING, "picsellia-fetch") as pool,
        ):
            outcomes = []
            for outcome in pool.map(fetch, [(record.file_name, record.url) for record in self._records()]):
                outcomes.append(outcome)
                progress.add()
        return [outcome for outcome in outcomes if outcome is not None]

    def _records(self) -> Iterator[Any]:
        from picsellia.formats import FormatError, PictureRecord, read

        assert self._annotations is not None
        try:
            for record in read(self._annotations, self._format):
                if isinstance(record, PictureRecord):
                    yield record
        except FormatError as error:
            raise InvalidQueryError(f"The annotations {self._annotations!r} cannot be read: {error}") from error

    # The version

    def _version(self, upload: UploadReport | None) -> dict[str, Any]:
        """The version to annotate, chosen from now on: the newest of that name with these pictures, or a new one."""
        ids = [] if upload is None else upload.pictures
        try:
            self._dataset.fetch(self._name)
        except ResourceNotFoundError:
            self._dataset.create(self._name, pictures=ids or self._matching())
        else:
            if ids:
                self._dataset.add_data(pictures=ids)
        current = self._dataset.current
        assert current is not None
        return current

    def _matching(self) -> list[str]:
        """The ids of the lake's pictures that the annotation file means, each once, in the file's order."""
        from picsellia.formats import Matcher

        pages = _lake.rows(self._connection, "/api/pictures", columns=("picture_id", "external_url"))
        pairs = [(name, identifier) for page in pages for identifier, name in page]
        matcher = Matcher(pairs, [(identifier, identifier) for _, identifier in pairs])
        found = dict.fromkeys(matcher.match(record).picture for record in self._records())
        ids = [identifier for identifier in found if identifier is not None]
        if not ids:
            raise ResourceNotFoundError(
                f"None of the pictures of {self._annotations!r} is in the lake by its name, or it is ambiguous. Upload "
                "them first, or give their folder as `imgdir` without only_annotations."
            )
        return ids


def _find_some(records: Iterator[Any]) -> None:
    """Read on until something is found; reading to the end without raises `FormatError`."""
    from picsellia.formats import Refusal

    for record in records:
        if not (isinstance(record, Refusal) and record.kept):
            return


def _check_ends(path: str) -> None:
    """Raise `FormatError` for a JSON file that is no object, or breaks off: found out from its two ends."""
    from picsellia.formats import FormatError

    with open(path, "rb") as file:
        head = file.read(_END)
        file.seek(max(0, file.seek(0, os.SEEK_END) - _END))
        tail = file.read()
    if b"\0" in head:
        return  # UTF-16, which the server reads as well
    head, tail = head.removeprefix(b"\xef\xbb\xbf").lstrip(), tail.rstrip()
    if not head.startswith(b"{"):
        raise FormatError('it is no object with "images", "annotations" and "categories". Is this the right file?')
    if not tail.endswith(b"}"):
        raise FormatError("the file ends in the middle. Write it again and repeat.")
