"""Distinct file names for pictures that go into one folder or one file; the same every time.

The rule: the name itself where it is alone, else its stem, "-" and the first 8 characters of the
picture's id; the whole id should even those clash. Names are compared without regard to case,
for file systems that have none. It depends on the set of pictures, not on their order.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable
from hashlib import blake2b
from itertools import pairwise

_ID_CHARACTERS = 8
_ODD = re.compile(r'[\x00-\x1f<>:"|?*]')


def base_name(file_name: str) -> str:
    """The last part of a path, whichever slashes it has; never empty, never a folder."""
    last = file_name
    if "/" in last or "\\" in last:
        last = last.replace("\\", "/").rstrip("/").rpartition("/")[2]
    last = _ODD.sub("_", last)
    return last if last not in ("", ".", "..") else "picture"


def safe_path(file_name: str) -> str:
    """The path with "/", relative, without "..": it cannot leave the folder that it is put into."""
    parts = file_name.replace("\\", "/").split("/")
    kept = [base_name(part) for part in parts if part not in ("", ".", "..")]
    return "/".join(kept) or "picture"


class LocalNames:
    """Names for the pictures given as (picture id, file name) pairs, or by a function that yields them anew.

    `flat` names are base names; otherwise folders stay and only equal paths are told apart. Takes 8 bytes a
    picture, and some more for those that share their name.
    """

    def __init__(
        self, pictures: Iterable[tuple[str, str]] | Callable[[], Iterable[tuple[str, str]]], *, flat: bool = True
    ) -> None:
        self._plain = base_name if flat else safe_path
        again = pictures if callable(pictures) else list(pictures).__iter__
        names = map(self._plain, (file_name for _, file_name in again()))
        # By Python's own hash first, many times as fast: most lists have no name twice.
        shared = _repeated(array("q", map(hash, map(str.casefold, names))))
        self._twice: frozenset[int] = frozenset()
        self._clashing: frozenset[int] = frozenset()
        if shared:
            self._tell_apart(again())

    def _tell_apart(self, pictures: Iterable[tuple[str, str]]) -> None:
        plain, marked = array("Q"), array("Q")
        for picture_id, file_name in pictures:
            name = self._plain(file_name)
            plain.append(_hash(name))
            marked.append(_hash(_marked(name, picture_id[:_ID_CHARACTERS])))
        self._twice = _repeated(plain)
        self._clashing = _repeated(marked) | _common(plain, marked)

    def name(self, picture_id: str, file_name: str) -> str:
        """The name of one of the pictures."""
        name = self._plain(file_name)
        if not self._twice or _hash(name) not in self._twice:
            return name
        marked = _marked(name, picture_id[:_ID_CHARACTERS])
        return marked if _hash(marked) not in self._clashing else _marked(name, picture_id)


def local_names(pictures: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Flat names by picture id, for few enough pictures to hold."""
    pairs = list(pictures)
    names = LocalNames(pairs)
    return {picture_id: names.name(picture_id, file_name) for picture_id, file_name in pairs}


def _marked(name: str, mark: str) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, extension = last.rpartition(".")
    marked = f"{stem}-{mark}.{extension}" if dot and stem else f"{last}-{mark}"
    return folder + slash + marked


def _hash(name: str) -> int:
    digest = blake2b(name.casefold().encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _repeated(numbers: array[int]) -> frozenset[int]:
    ordered = sorted(numbers)
    return frozenset(one for one, following in pairwise(ordered) if one == following)


def _common(one: array[int], other: array[int]) -> frozenset[int]:
    return frozenset(other).intersection(one)


class SideNames:
    """Names for the files beside pictures: a.jpg has a.xml, and a.png, as a.xml is taken, a.png.xml."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self._taken: set[int] = set()

    def name(self, file_name: str) -> str:
        """The name beside `file_name`, which is asked for once."""
        path = safe_path(file_name)
        folder, slash, base = path.rpartition("/")
        stem = base.rpartition(".")[0] or base
        for candidate in (folder + slash + stem, path, f"{path}-{len(self._taken)}"):
            if _hash(candidate) not in self._taken:
                self._taken.add(_hash(candidate))
                return candidate + self._suffix
        raise AssertionError("two pictures have one name")
