"""The files that a person means by a path, a folder or a pattern, and the names that their pictures get.

Files found through a folder keep their path relative to it, with `/`; those of a pattern, relative to the
part before its first wildcard; single files their base name. Memory stays flat for folders of any size.
Not here: what is in a file (_hashing.py).
"""

from __future__ import annotations

import glob
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from picsellia.errors import InvalidQueryError

Paths: TypeAlias = "str | os.PathLike[str] | Iterable[str | os.PathLike[str]]"

_MAGIC = re.compile(r"[*?\[]")

_BESIDE = """
    .json .jsonl .ndjson .xml .txt .csv .tsv .yaml .yml .toml .ini .md .rst .html .htm .log .py .ipynb .pyc .sh
    .zip .tar .gz .tgz .bz2 .xz .zst .7z .rar .npy .npz .pt .pth .pkl .h5 .onnx .ckpt .pb .tfrecord .parquet .db
    .sqlite .names .data .cache .lock .part .mp4 .mov .avi .mkv .webm .mp3 .wav .pdf .doc .docx .xls .xlsx .ppt
    .pptx .exe .dll .so .whl
"""
NO_PICTURES = frozenset(_BESIDE.split())
"""Extensions of files that lie beside pictures in a folder and are none."""


class Found(NamedTuple):
    """A file and the name that its picture gets; `ignored` when its extension says that it is no picture."""

    path: str
    name: str
    ignored: bool = False


def listed(paths: Paths) -> list[str]:
    """The paths as strings. Raises `InvalidQueryError` for what is no path."""
    if isinstance(paths, str | os.PathLike):
        paths = [paths]
    try:
        given = [os.fspath(path) for path in paths]
    except TypeError:
        raise InvalidQueryError(f"A path or a list of paths is needed, not {paths!r:.100}.") from None
    for path in given:
        if not isinstance(path, str) or not path or "\0" in path:
            raise InvalidQueryError(f"{path!r:.100} is no path of a file or folder.")
    return given


def is_single(path: str) -> bool:
    """Whether a path names one thing that is no folder, there or not."""
    return not os.path.isdir(path) and (os.path.lexists(path) or not _MAGIC.search(path))


def find(paths: Iterable[str]) -> Iterator[Found]:
    """All files meant by the paths, in their order; those of a folder by name.

    A path that does not exist is given as it is: reading it then fails with a reason. Raises
    `InvalidQueryError` for a pattern that nothing fits.
    """
    for path in paths:
        # A file may well be named "a[1].jpg".
        if os.path.isdir(path):
            yield from walk(path)
        elif is_single(path):
            yield Found(path, picture_name(os.path.basename(path)))
        else:
            yield from _matching(path)


def count(paths: Iterable[str]) -> int:
    """How many files `find` gives, those ignored left out."""
    return sum(not found.ignored for found in find(paths))


def _matching(pattern: str) -> Iterator[Found]:
    fixed = pattern[: _MAGIC.search(pattern).start()]  # type: ignore[union-attr]
    base = os.path.dirname(fixed)
    some = False
    for match in sorted(glob.iglob(pattern, recursive=True)):
        some = True
        if os.path.isdir(match):
            # "**" also gives the folders whose files it gives.
            if not pattern.endswith("**"):
                yield from walk(match, base)
        else:
            yield _seen(match, os.path.relpath(match, base or os.curdir))
    if not some:
        raise InvalidQueryError(f"No file fits {pattern!r} (from {os.getcwd()}).")


def walk(folder: str, base: str | None = None) -> Iterator[Found]:
    """All files below a folder, without hidden ones; names are relative to `base`, else to the folder.

    Links to files are followed, links to folders are not: they may lead in a circle.
    """
    start = base if base is not None else folder
    prefix = os.path.relpath(folder, start or os.curdir)
    yield from _below(folder, "" if prefix == os.curdir else prefix + os.sep)


def _below(folder: str, prefix: str) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            seen = sorted((e.name, e.is_dir(follow_symlinks=False), e.is_dir()) for e in entries)
    except OSError as error:
        raise InvalidQueryError(f"The folder {folder!r} cannot be read: {error.strerror}.") from error
    for name, is_folder, leads_to_folder in seen:
        if name.startswith("."):
            continue
        path = os.path.join(folder, name)
        if is_folder:
            yield from _below(path, prefix + name + os.sep)
        elif not leads_to_folder:
            yield _seen(path, prefix + name)


def _seen(path: str, relative: str) -> Found:
    extension = os.path.splitext(path)[1].lower()
    return Found(path, picture_name(relative), ignored=extension in NO_PICTURES)


def picture_name(relative: str) -> str:
    """A relative path as the name of a picture: `/` between folders, NFC, no leading `./` or `../`."""
    text = relative.replace(os.sep, "/") if os.sep != "/" else relative
    while text.startswith(("./", "../")):
        text = text.partition("/")[2]
    return text if text.isascii() else unicodedata.normalize("NFC", text)
