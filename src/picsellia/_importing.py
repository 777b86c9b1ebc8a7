"""Imports an annotation file into a dataset version: bring it, wait for the server, tell what became of it.

Not here: how formats are read (`picsellia.formats`, in the server). Called by Dataset.import_annotations and
Datalake.push_dataset.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from picsellia import _display
from picsellia._hashing import Unreadable, describe
from picsellia._http import Connection
from picsellia._progress import Progress
from picsellia._put import Putter, TicketRefused
from picsellia._reports import UploadReport
from picsellia._wire import Wire
from picsellia.errors import InvalidQueryError, PicselliaError

_ANNOTATION_FILES = (".xml", ".txt", ".yaml", ".yml", ".json", ".names", ".data")
_FIRST_WAIT, _LONGEST_WAIT = 0.05, 1.0
_SHOWN = 10
_TRIES = 3


@dataclass(slots=True)
class ImportReport:
    """What an import did. Reference: Datalake, push_dataset.

    `matched`, `missing` and `ambiguous` count pictures of the file; `annotated` those whose annotation was
    written, `unchanged` those that had the same one and `kept` those whose earlier annotation stayed. `shapes_kept` and
    `shapes_refused` count shapes; `refused` has examples `{where, picture, reason}` and `reasons` the
    count of every reason. `labels` are those that were made. `upload` tells of the pictures of a push, and
    `details` is the server's report whole.
    """

    dataset_id: str
    dataset: str
    format: str = ""
    matched: int = 0
    missing: int = 0
    ambiguous: int = 0
    annotated: int = 0
    unchanged: int = 0
    kept: int = 0
    shapes_kept: int = 0
    shapes_refused: int = 0
    labels: list[str] = field(default_factory=list)
    missing_names: list[str] = field(default_factory=list)
    ambiguous_names: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, int] = field(default_factory=dict)
    upload: UploadReport | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether every picture was found and every shape kept."""
        uploaded = self.upload is None or self.upload.ok
        return uploaded and not (self.missing or self.ambiguous or self.shapes_refused or self.refused)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "upload"}
        return {**plain, "upload": None if self.upload is None else self.upload.to_dict()}

    def _lines(self) -> Iterator[str]:
        yield f"Dataset {self.dataset}"
        if self.upload is not None:
            yield repr(self.upload)
        if not self.details:
            return
        yield (
            f"Pictures of the {self.format} file: {self.matched:,} matched, {self.missing:,} missing, "
            f"{self.ambiguous:,} ambiguous"
        )
        yield (
            f"Annotations: {self.annotated:,} written, {self.unchanged:,} unchanged, {self.kept:,} kept as they were; "
            f"{_display.plural(self.shapes_kept, 'shape')} kept, {self.shapes_refused:,} refused"
        )
        if self.labels:
            yield f"Labels made: {', '.join(self.labels[:_SHOWN])}{' …' if len(self.labels) > _SHOWN else ''}"
        for name in self.missing_names[:_SHOWN]:
            yield f"  missing: {name}"
        for one in self.ambiguous_names[:_SHOWN]:
            yield f"  ambiguous: {one['name']} is {' or '.join(one['pictures'])}"
        for reason, count in list(self.reasons.items())[:_SHOWN]:
            yield f"  refused, {count:,} times: {reason}"
        for example in self.refused[:_SHOWN]:
            yield f"    {example['where']}: {example['reason']}"
        for reason, count in list(self.remarks.items())[:_SHOWN]:
            yield f"  not kept exactly, {count:,} times: {reason}"

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _repr_html_(self) -> str:
        return f"<pre>{_display.escaped(repr(self))}</pre>"


def import_file(
    connection: Connection,
    version: Mapping[str, Any],
    path: str,
    *,
    format: str | None,
    replace: bool,
    from_lake: bool = False,
) -> ImportReport:
    """Import a file, or a folder of files, into a version. Raises `InvalidQueryError` when it cannot be read.

    With `from_lake`, matching pictures of the lake join the version.
    """
    with _one_file(path) as (file, name):
        body = {"name": name, **_brought(connection, file, name)}
    body.update(format=format, pictures_from="lake" if from_lake else "version", replace=replace)
    begun = connection.post(f"/api/versions/{version['dataset_id']}/imports", body)
    return reported(_waited(connection, begun), version)


def checked_format(name: str | None) -> str | None:
    """The name of a format as the server takes it; `InvalidQueryError` lists those there are."""
    if name is None:
        return None
    from picsellia.formats import Format, FormatError

    try:
        return Format.parse(name).value
    except (FormatError, AttributeError):
        known = "COCO, PASCAL-VOC, YOLO, PICSELLIA or legacy"
        raise InvalidQueryError(f"{name!r:.100} is no annotation format: give {known}.") from None


def reported(done: Mapping[str, Any], version: Mapping[str, Any]) -> ImportReport:
    """The report of a finished import."""
    said = done["report"] or {}
    pictures, annotations, shapes = said["pictures"], said["annotations"], said["shapes"]
    return ImportReport(
        dataset_id=version["dataset_id"],
        dataset=f"{version['dataset_name']}/{version['version']}",
        format=str(said["format"]),
        matched=pictures["matched"],
        missing=pictures["missing"],
        ambiguous=pictures["ambiguous"],
        annotated=annotations["written"],
        unchanged=annotations["unchanged"],
        kept=annotations["kept"],
        shapes_kept=shapes["kept"],
        shapes_refused=shapes["refused"],
        labels=list(dict.fromkeys(said["labels"])),
        missing_names=list(said["missing"]),
        ambiguous_names=list(said["ambiguous"]),
        refused=list(said["refused"]["examples"]),
        reasons={each["reason"]: each["count"] for each in said["refused"]["by_reason"]},
        remarks={each["reason"]: each["count"] for each in said["remarks"]["by_reason"]},
        details=dict(said),
    )


def _brought(connection: Connection, path: str, name: str) -> dict[str, Any]:
    """Bring the bytes, unless they are known: what an import says of them."""
    try:
        file = describe(path, name)
        for _ in range(_TRIES):
            described = {"name": name, "size": file.size, "sha256": file.sha256}
            ticket = connection.post("/api/uploads/plan", described)["upload"]
            if ticket is None:
                return {"sha256": file.sha256}
            try:
                upload = Putter(connection, Wire(connection)).put(file, ticket)
            except TicketRefused:
                continue
            return {"sha256": file.sha256, "upload": upload}
    except Unreadable as error:
        raise InvalidQueryError(f"{path} cannot be imported: {error}") from error
    raise PicselliaError(f"The store refused the bytes of {path} again and again. Try once more later.")


def _waited(connection: Connection, begun: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask until the import is over. Raises `InvalidQueryError` with the reason when it failed."""
    wait, done = _FIRST_WAIT, begun
    with Progress(connection.interactive, total=None, unit="picture", title="Importing annotations") as progress:
        while done["state"] in ("queued", "running"):
            time.sleep(wait)
            wait = min(wait * 1.5, _LONGEST_WAIT)
            done = connection.get(f"/api/imports/{begun['id']}")
            progress.add(done["done"] - progress.done)
    if done["state"] != "done":
        raise InvalidQueryError(f"{done['name']} was not imported: {done['error'] or done['state']}")
    return done


@contextmanager
def _one_file(path: str) -> Iterator[tuple[str, str]]:
    """A file as it is; a folder as a .zip of the annotation files in it."""
    if os.path.isfile(path):
        yield path, os.path.basename(path)
        return
    if not os.path.isdir(path):
        raise InvalidQueryError(f"There are no annotations at {path!r}: no such file or folder.")
    import zipfile

    with tempfile.TemporaryDirectory(prefix="picsellia-") as folder:
        target = os.path.join(folder, "annotations.zip")
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            some = False
            for file, name in _annotation_files(path):
                # Without dates the same folder is the same archive, whose bytes are then known.
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with open(file, "rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                    while block := source.read(1 << 20):
                        packed.write(block)
                some = True
        if not some:
            raise InvalidQueryError(f"There are no annotation files in {path!r}.")
        yield target, "annotations.zip"


def _annotation_files(folder: str) -> Iterator[tuple[str, str]]:
    """Annotation files below a folder, by name: (path, name in the archive)."""
    for where, below, names in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(where, name)
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in _ANNOTATION_FILES:
                yield path, os.path.relpath(path, folder).replace(os.sep, "/")
