"""Files of experiments and networks: packed where asked, brought in parts, fetched back.

Not here: what a file means (experiments.py, networks.py), how bytes move (_put.py, _get.py).
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from picsellia._naming import path_text, quoted
from picsellia.errors import InvalidQueryError, PicselliaError
from picsellia.tracking.shapes import checked_name

if TYPE_CHECKING:
    from picsellia._http import Connection

THREADS = 4
_BYTES_MISSING = "blobs.bytes_missing"
_ROUNDS = 3
_BLOCK = 1 << 20


def checked_asset(name: Any, what: str) -> str:
    """A name for a file or data-asset, in NFC. Raises `InvalidQueryError` before anything is sent."""
    if not isinstance(name, str) or not name.strip():
        raise InvalidQueryError(f"`name` of a {what} is a text of 1 to 120 characters, not {name!r:.100}.")
    return checked_name(name)


def segment(name: Any, what: str) -> str:
    """The name of an asset in an address: its slashes are encoded, lest `a/../b` be taken for `b` on the way."""
    return quoted(checked_asset(name, what), slash=True)


def checked_path(path: Any) -> str:
    """The path of a file or folder that is there, as text. Raises `InvalidQueryError` for anything else."""
    text = path_text(path)
    if not os.path.exists(text):
        raise InvalidQueryError(f"There is no file or folder {text!r:.300}.")
    return text


def send(
    connection: Connection, base: str, path: str | os.PathLike[str], *, name: str, zip: bool, thumbnail: bool = False
) -> dict[str, Any]:
    """Bring a file, or with `zip` a file or folder as an archive, and give its record.

    `base` is the owner's path (`/api/networks/<id>`). Nothing is held in memory, whatever the size.
    """

    def register(about: dict[str, Any]) -> dict[str, Any]:
        if thumbnail:
            return dict(connection.put(f"{base}/thumbnail", about))
        return dict(connection.post(f"{base}/files", {"files": [about]})["items"][0])

    path = checked_path(path)
    if os.path.isdir(path) and not zip:
        raise InvalidQueryError(f"{path!r} is a folder. Give zip=True to store it as an archive.")
    if zip:
        with _packed(path) as archive:
            return bring(connection, base, archive, name=name, register=register)
    return bring(connection, base, path, name=name, register=register)


def bring(
    connection: Connection, base: str, path: str, *, name: str, register: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Bring the bytes of a file, then `register` what was brought: name, file_name, size, sha256, upload.

    Where the bytes have been swept or used up in between, both are done again.
    """
    from concurrent.futures import ThreadPoolExecutor

    from picsellia._hashing import Unreadable, describe
    from picsellia._progress import Progress
    from picsellia._put import Putter, TicketRefused
    from picsellia._wire import Wire

    try:
        file = describe(path, os.path.basename(path), empty=True)
        about: dict[str, Any] = {"name": name, "file_name": file.name, "size": file.size, "sha256": file.sha256}
        with ThreadPoolExecutor(THREADS, "picsellia-part") as pool:
            putter = Putter(connection, Wire(connection), parts=pool)
            for left in reversed(range(_ROUNDS)):
                item = connection.post(f"{base}/files/plan", {"files": [about]})["items"][0]
                if item["status"] == "refused":
                    raise InvalidQueryError(item["reason"], code=item["code"])
                upload = None
                if item["status"] == "upload":
                    with Progress(connection.interactive, total=file.size, unit="B", title=file.name) as progress:
                        try:
                            upload = putter.put(file, item["upload"], progress.add)
                        except TicketRefused:
                            if not left:
                                raise
                            continue
                try:
                    return register({**about, "upload": upload})
                except PicselliaError as error:
                    # Swept or used up by another upload of the same bytes: brought again.
                    if error.code != _BYTES_MISSING or not left:
                        raise
    except Unreadable as error:
        raise InvalidQueryError(f"{path!r} cannot be stored. {error}") from error
    raise PicselliaError(f"{path!r} was sent {_ROUNDS} times, and each time its ticket was no longer good. Try again.")


@contextmanager
def _packed(path: str) -> Iterator[str]:
    """A ZIP of a file or folder, gone afterwards: base name without its last extension + `.zip`."""
    base = os.path.basename(os.path.abspath(path))
    stem = os.path.splitext(base)[0] or base
    with tempfile.TemporaryDirectory(prefix="picsellia-") as place:
        archive = os.path.join(place, f"{stem}.zip")
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1, strict_timestamps=False) as out:
            for source, inside in _members(path):
                out.write(source, inside)
        yield archive


def _members(path: str) -> Iterator[tuple[str, str]]:
    """(path, name in the archive) of a file, or of all that is in a folder, at every depth, in order of name.

    Folders that stand empty are kept. A link to a folder above itself is followed once.
    """
    if not os.path.isdir(path):
        yield path, os.path.basename(path)
        return
    seen: set[str] = set()
    for folder, folders, files in os.walk(path, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        inside = os.path.relpath(folder, path)
        prefix = "" if inside == os.curdir else f"{inside}/"
        if prefix and not files and not folders:
            yield folder, prefix
        for name in sorted(files):
            yield os.path.join(folder, name), f"{prefix}{name}"


def fetch(
    connection: Connection, record: dict[str, Any], folder: str, *, renew: Callable[[], str] | None = None
) -> str:
    """Put the bytes of a file below `folder`, under the last part of its key; the path.

    A file that is there and identical is not fetched again.
    """
    from picsellia._folder import Folder, Unsafe
    from picsellia._get import Getter, NotFetched, identical
    from picsellia._progress import Progress
    from picsellia._wire import Wire

    name = str(record["object_name"]).rsplit("/", 1)[-1]
    size, digest = record.get("size"), record.get("sha256")
    folder = os.fspath(folder) if isinstance(folder, os.PathLike) else folder
    try:
        path = Folder(path_text(folder or os.curdir)).path(name)
        if size is not None and identical(path, size, digest):
            return os.path.join(folder, name)
        with Progress(connection.interactive, total=size, unit="B", title=name) as progress:
            Getter(Wire(connection)).get(
                record["url"], path, size=size, digest=digest, renew=renew, received=progress.add
            )
    except (Unsafe, NotFetched) as error:
        raise PicselliaError(f"The file {record['name']!r} was not downloaded. {error}") from error
    return os.path.join(folder, name)
