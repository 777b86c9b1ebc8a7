"""Downloads a dataset version: its pictures, a manifest, and annotations where they are asked for.

Not here: how files are fetched (_download.py). Called by Dataset.download.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from picsellia import _lake
from picsellia._annotating import parsed_status
from picsellia._download import Download, Wanted
from picsellia._folder import Folder, Unsafe, checked
from picsellia._http import Connection
from picsellia._naming import path_text
from picsellia._progress import Progress
from picsellia._reports import DownloadReport, Refused, losses_of
from picsellia.errors import InvalidQueryError, PicselliaError
from picsellia.types.enums import AnnotationFormat, AnnotationStatus

MANIFEST = "manifest.json"
_COLUMNS = ("picture_id", "file_name", "external_url", "url", "size", "sha256", "width", "height")


def download_version(
    connection: Connection,
    version: Mapping[str, Any],
    folder_name: str | os.PathLike[str] | None,
    *,
    annotations: str | None,
    only: str | None,
) -> DownloadReport:
    """See Dataset.download; `version` is the server's record of it."""
    wanted_format = None if annotations is None else parse_format(annotations)
    status = None if only in (None, "all") else parsed_status(only)
    if folder_name is None:
        folder_name = f"{version['dataset_name']}/{version['version']}"
        try:
            checked(folder_name)
        except Unsafe as error:
            raise InvalidQueryError(f"{error} Give `folder_name`.") from None
    folder = Folder(path_text(folder_name, "folder_name"))
    path = f"/api/versions/{version['dataset_id']}"

    def renewed(wanted: Wanted) -> str:
        return str(connection.get(f"{path}/pictures/{wanted.picture_id}/url")["url"])

    with (
        Progress(connection.interactive, total=version["size"], unit="picture", title="Downloading") as progress,
        _manifest(folder, version) as note,
    ):
        download = Download(connection, folder, renew=renewed, progress=progress)
        report = download.run(_wanted(connection, path, note))
    if wanted_format is not None:
        _write_annotations(connection, path, folder, wanted_format, status, report)
    return report


def _wanted(connection: Connection, path: str, note: Any) -> Iterator[Wanted]:
    for page in _lake.rows(connection, f"{path}/manifest", columns=_COLUMNS):
        for row in page:
            entry = dict(zip(_COLUMNS, row, strict=True))
            note(entry)
            yield Wanted(entry["file_name"], entry["url"], entry["size"], entry["sha256"], entry["picture_id"])


@contextmanager
def _manifest(folder: Folder, version: Mapping[str, Any]) -> Iterator[Any]:
    """Writes the manifest while the list of pictures goes by; it appears when the download is over."""
    name = MANIFEST
    some = False
    handle, part = tempfile.mkstemp(dir=folder.root, prefix=".picsellia-", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            head = {key: version[key] for key in ("dataset_id", "dataset_name", "version", "fingerprint")}
            file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "pictures": [')

            def note(entry: dict[str, Any]) -> None:
                nonlocal name, some
                kept = {key: value for key, value in entry.items() if key != "url"}
                file.write((",\n" if some else "\n") + json.dumps(kept, ensure_ascii=False))
                some = True
                if entry["file_name"].lower() == name:
                    name = f"manifest-{version['dataset_id']}.json"

            yield note
            file.write("\n]}\n")
        os.chmod(part, 0o644)
        os.replace(part, os.path.join(folder.root, name))
    except BaseException:
        os.unlink(part)
        raise


def parse_format(name: str) -> AnnotationFormat:
    """The format of a name in any case, `PASCAL-VOC` and `legacy` as well."""
    from picsellia.formats import Format, FormatError

    try:
        return AnnotationFormat(Format.parse(name).value)
    except (FormatError, ValueError, AttributeError):
        raise InvalidQueryError(f"{name!r:.100} is no format: give coco, voc, yolo or picsellia.") from None


def _write_annotations(
    connection: Connection,
    path: str,
    folder: Folder,
    format: AnnotationFormat,
    only: AnnotationStatus | None,
    report: DownloadReport,
) -> None:
    """Fetch the export; JSON formats make `annotations_<format>.json`, the others files beside the pictures."""
    params = {"format": format.value, **({"status": only.value} if only else {})}
    handle, part = tempfile.mkstemp(dir=folder.root, prefix=".picsellia-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file, connection.stream("GET", f"{path}/export", params=params) as answer:
            headers, chunks = answer
            for chunk in chunks:
                file.write(chunk)
        report.losses = losses_of(headers)
        if format in (AnnotationFormat.VOC, AnnotationFormat.YOLO):
            _unpack(part, folder, report)
            report.annotations = folder.root
        else:
            os.chmod(part, 0o644)
            report.annotations = folder.path(f"annotations_{format}.json")
            os.replace(part, report.annotations)
    except Unsafe as error:
        raise InvalidQueryError(f"The annotations cannot be written: {error}") from error
    finally:
        if os.path.exists(part):
            os.unlink(part)


def _unpack(archive: str, folder: Folder, report: DownloadReport) -> None:
    """The files of the export into the folder, each whole or not at all, none of them outside."""
    try:
        with zipfile.ZipFile(archive) as files:
            for entry in files.infolist():
                try:
                    path = folder.path(entry.filename)
                except Unsafe as error:
                    report.refused.append(Refused(entry.filename, entry.filename, str(error)))
                    continue
                part = f"{path}.part"
                with files.open(entry) as source, open(part, "wb") as target:
                    while block := source.read(1 << 20):
                        target.write(block)
                os.replace(part, path)
    except (zipfile.BadZipFile, OSError) as error:
        raise PicselliaError(f"The annotations could not be unpacked into {folder.root}: {error}") from error
