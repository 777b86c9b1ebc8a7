"""A folder that downloads go to, and nothing outside of it, whatever names a server gives.

Not here: what is written (_get.py), how files are named (the server's manifest).
"""

from __future__ import annotations

import os
import re
import stat

from picsellia.errors import InvalidQueryError

_DRIVE = re.compile(r"[A-Za-z]:")


class Unsafe(Exception):
    """A name that must not be written to; the text says why."""


class Folder:
    """Gives paths below `root`, which it makes. Names are relative, with `/`."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        try:
            os.makedirs(root, exist_ok=True)
        except OSError as error:
            raise InvalidQueryError(f"The folder {os.fspath(root)!r} cannot be made: {error.strerror}.") from error
        self.root = os.path.realpath(root)
        self._made = {self.root}

    def path(self, name: str) -> str:
        """The path for a file of that name, with its folders made.

        Raises `Unsafe` for a name that would leave the folder: absolute, with `..`, a backslash, a drive or
        a control character, or through a symbolic link; and for one whose folder is a file.
        """
        return self.place(name)[0]

    def place(self, name: str) -> tuple[str, bool]:
        """As `path`, and whether a file is there."""
        parts = checked(name)
        folder = self.root
        for part in parts[:-1]:
            folder = os.path.join(folder, part)
            if folder not in self._made:
                _make(folder)
                self._made.add(folder)
        path = os.path.join(folder, parts[-1])
        try:
            mode = os.lstat(path).st_mode
        except FileNotFoundError:
            return path, False
        except OSError as error:
            raise Unsafe(f"{error.strerror}.") from error
        if stat.S_ISLNK(mode):
            raise Unsafe("A symbolic link has its name, and what it leads to is not touched.")
        if not stat.S_ISREG(mode):
            raise Unsafe("There is something with its name that is no file.")
        return path, True


def checked(name: str) -> list[str]:
    """The parts of a safe relative name. Raises `Unsafe` for all others."""
    parts = name.split("/")
    if (
        not name
        or any(part in ("", ".", "..") for part in parts)
        or "\\" in name
        or _DRIVE.match(name)
        or any(ord(char) < 32 or ord(char) == 127 for char in name)
    ):
        raise Unsafe(f"The server gave the name {name[:80]!r}, which could lead out of the folder.")
    return parts


def _make(folder: str) -> None:
    try:
        os.mkdir(folder)
    except FileExistsError:
        mode = os.lstat(folder).st_mode
        if stat.S_ISLNK(mode):
            raise Unsafe(f"{folder} is a symbolic link, and what it leads to is not touched.") from None
        if not stat.S_ISDIR(mode):
            raise Unsafe(f"{folder} is a file; a folder is needed there.") from None
    except OSError as error:
        raise Unsafe(f"{folder}: {error.strerror}.") from error
