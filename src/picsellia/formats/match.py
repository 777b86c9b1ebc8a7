"""Finds the pictures that an annotation file means by its file names.

A name is matched against the whole relative path first, then by ever fewer of its folders, at last
by its base name; the first that finds anything counts, and finding two pictures is ambiguous.
Called where annotations are imported.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from picsellia.formats.model import PictureRecord

P = TypeVar("P", bound=Hashable)


class Found(StrEnum):
    MATCHED = "matched"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match(Generic[P]):
    """The pictures that a name means: one when matched, none when missing, several when ambiguous."""

    result: Found
    pictures: tuple[P, ...] = ()

    @property
    def picture(self) -> P | None:
        """The one picture meant."""
        return self.pictures[0] if self.result is Found.MATCHED else None


class Matcher(Generic[P]):
    """Matches names against (file name, picture) pairs; a picture is whatever the caller joins on.

    A file name is the picture's path in its source ("train/a.jpg"); `ids` finds pictures by the
    platform's id, which an own export carries.
    """

    def __init__(self, pictures: Iterable[tuple[str, P]], ids: Iterable[tuple[str, P]] = ()) -> None:
        self._paths: dict[str, list[P]] = {}
        self._bases: dict[str, list[tuple[str, P]]] = {}
        self._stems: dict[str, list[tuple[str, P]]] = {}
        self._ids = dict(ids)
        for file_name, picture in pictures:
            path = clean(file_name)
            self._paths.setdefault(path, []).append(picture)
            base = path.rpartition("/")[2]
            self._bases.setdefault(base, []).append((path, picture))
            self._stems.setdefault(_stem(base), []).append((_stem(path), picture))

    def match(self, record: PictureRecord) -> Match[P]:
        """Find the picture of `record`: by the platform's id, then by its file name."""
        if record.picture_id is not None and record.picture_id in self._ids:
            return Match(result=Found.MATCHED, pictures=(self._ids[record.picture_id],))
        return self.match_name(record.file_name, stem=record.stem)

    def match_name(self, file_name: str, *, stem: bool = False) -> Match[P]:
        """Find the picture of `file_name`; with `stem` it has no extension, and any fits."""
        for path in readings(file_name):
            found = self._find(path, self._stems if stem else self._bases, exact=not stem)
            if found.result is not Found.MISSING:
                return found
        return Match(result=Found.MISSING)

    def _find(self, path: str, bases: dict[str, list[tuple[str, P]]], *, exact: bool) -> Match[P]:
        if path in self._paths:
            return _of(self._paths[path])
        base = path.rpartition("/")[2]
        # A label file may keep the picture's extension: a.png.txt.
        alike = (self._bases.get(base) or bases.get(base, [])) if not exact else bases.get(base, [])
        if not exact:
            whole = [picture for other, picture in alike if other == path]
            if whole:
                return _of(whole)
        # The longest common tail of folders wins: "images/val/a.jpg" means "val/a.jpg", not "train/a.jpg".
        best, pictures = 0, []
        for other, picture in alike:
            common = _common_tail(path, other)
            if common > best:
                best, pictures = common, [picture]
            elif common == best:
                pictures.append(picture)
        return _of(pictures)


def _of(pictures: list[P]) -> Match[P]:
    different = tuple(dict.fromkeys(pictures))
    if not different:
        return Match(result=Found.MISSING)
    return Match(result=Found.MATCHED if len(different) == 1 else Found.AMBIGUOUS, pictures=different)


def clean(file_name: str) -> str:
    """A file name as it is compared: "/" for "\\", NFC, no drive, no "./", no "..", not absolute."""
    parts = normalize("NFC", file_name).replace("\\", "/").split("/")
    if len(parts[0]) == 2 and parts[0][1] == ":":
        parts = parts[1:]
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def readings(file_name: str) -> Iterator[str]:
    """What `file_name` may mean, the likeliest first: as it stands, then as an address."""
    plain = clean(file_name)
    yield plain
    if "://" in file_name or "?" in file_name or "%" in file_name:
        try:
            address = urlsplit(file_name)
        except ValueError:
            return
        path = clean(address.path)
        yield path
        if "%" in path:
            yield clean(unquote(path))
        # Label Studio's local files: /data/local-files/?d=folder/a.jpg
        if address.query.startswith("d="):
            yield clean(unquote(address.query[2:]))


def _stem(path: str) -> str:
    folder, slash, base = path.rpartition("/")
    stem, dot, _ = base.rpartition(".")
    return folder + slash + (stem if dot and stem else base)


def _common_tail(one: str, other: str) -> int:
    count = 0
    for left, right in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if left != right:
            break
        count += 1
    return count
