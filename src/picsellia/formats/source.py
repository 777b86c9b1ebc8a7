"""Where annotations come from: a file, a folder or a .zip, read in place and never unpacked.

A .zip is hostile until shown otherwise: names that leave it, links, too many entries, entries that
swell beyond measure and encrypted ones are refused, each with its reason.
Called by detect.py; voc.py and yolo.py read through it.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO, Self

from picsellia.formats.model import FormatError, Refusal

MOST_ENTRIES = 250_000
MOST_DIRECTORY = 64 << 20
MOST_RATIO = 200
SMALL = 64 << 20
"""What an archive may swell to whatever its own size."""
MOST_TEXT = 32 << 20
"""The longest XML or text file: one picture has no more."""

_PIECE = 1 << 20
_HELD = 8 << 20


class Source:
    """Named files to read; a context manager. `names` are relative, with "/", in order.

    `refused` says which entries are not among them, and why. Opened by `Source.open`.
    """

    def __init__(self, title: str, names: Iterable[str], refused: Iterable[Refusal] = ()) -> None:
        self.title = title
        self.names = sorted(names)
        self.refused = list(refused)
        self._known = frozenset(self.names)

    @classmethod
    def open(cls, given: str | os.PathLike[str] | BinaryIO, name: str = "") -> Source:
        """Open a path, or a seekable binary file whose `name` says its extension.

        FormatError when there is nothing, or nothing that can be read.
        """
        if not isinstance(given, str | os.PathLike):
            return _of_file(given, name or "annotations.json")
        path = Path(given)
        if path.is_dir():
            return _Folder(path)
        if path.name.lower().endswith((".yaml", ".yml")) or path.name.lower() == "obj.data":
            return _Folder(path.parent)
        try:
            return _of_file(path.open("rb"), path.name, owned=True)
        except OSError as wrong:
            raise FormatError(f"{path} cannot be read: {wrong.strerror or wrong}.") from wrong

    def with_suffix(self, *suffixes: str) -> list[str]:
        """The names that end so, whatever their case."""
        return [name for name in self.names if name.lower().endswith(suffixes)]

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def open_entry(self, name: str) -> BinaryIO:
        """The entry as a seekable binary file, which the caller closes; FormatError when it is unreadable."""
        raise NotImplementedError

    def text(self, name: str, most: int = MOST_TEXT) -> bytes:
        """The bytes of a small entry; FormatError when it is longer than `most` or unreadable."""
        with self.open_entry(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise FormatError(f"{name} is longer than {most >> 20} MB.")
        return data

    def close(self) -> None:
        """Close what `open` opened."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _of_file(file: BinaryIO, name: str, *, owned: bool = False) -> Source:
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start in (b"PK\x03\x04", b"PK\x05\x06"):
        return _Zip(file, name, owned=owned)
    return _File(file, name, owned=owned)


class _File(Source):
    def __init__(self, file: BinaryIO, name: str, *, owned: bool) -> None:
        super().__init__(name, [PurePosixPath(name.replace("\\", "/")).name])
        self._file, self._owned = file, owned

    def open_entry(self, name: str) -> BinaryIO:
        self._file.seek(0)
        return _Borrowed(self._file)

    def close(self) -> None:
        if self._owned:
            self._file.close()


class _Borrowed(io.RawIOBase, BinaryIO):
    """A file that somebody else closes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


class _Folder(Source):
    def __init__(self, path: Path) -> None:
        self._path = path
        names: list[str] = []
        refused: list[Refusal] = []
        for folder, below, files in os.walk(path, followlinks=False):
            inside = Path(folder).relative_to(path)
            for name in list(below):
                if name.startswith(".") or (Path(folder) / name).is_symlink():
                    below.remove(name)
                    if not name.startswith("."):
                        refused.append(Refusal(where=(inside / name).as_posix(), reason="a link is not followed"))
            names += [(inside / name).as_posix() for name in files if not name.startswith(".")]
        super().__init__(str(path), names, refused)

    def open_entry(self, name: str) -> BinaryIO:
        path = self._path / name
        try:
            if not path.is_file():
                raise FormatError(f"{name} is no file.")
            return path.open("rb")
        except OSError as wrong:
            raise FormatError(f"{name} cannot be read: {wrong.strerror or wrong}.") from wrong


class _Zip(Source):
    def __init__(self, file: BinaryIO, name: str, *, owned: bool) -> None:
        self._file, self._owned = file, owned
        size = file.seek(0, 2)
        _check_directory(file, size)
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as wrong:
            raise FormatError(f"{name} is no readable .zip: {wrong}.") from wrong
        self._left = max(SMALL, MOST_RATIO * size)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        refused: list[Refusal] = []
        for entry in self._zip.infolist():
            if entry.is_dir():
                continue
            reason = _unsafe(entry)
            if reason is None and _is_litter(entry.filename):
                continue
            if reason is None and entry.filename in self._entries:
                reason = "the archive has two entries of that name; the first counts"
            if reason is None:
                self._entries[entry.filename] = entry
            else:
                refused.append(Refusal(where=entry.filename[:200], reason=reason))
        super().__init__(name, self._entries, refused)

    def open_entry(self, name: str) -> BinaryIO:
        copy = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 (the caller closes it)
        try:
            with self._zip.open(self._entries[name]) as packed:
                while piece := packed.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise FormatError(f"The archive holds more than {MOST_RATIO} times its own size. Pack it anew.")
                    copy.write(piece)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error) as wrong:
            copy.close()
            raise FormatError(f"{name} cannot be unpacked: {wrong}.") from wrong
        except FormatError:
            copy.close()
            raise
        copy.seek(0)
        return copy  # type: ignore[return-value]

    def close(self) -> None:
        self._zip.close()
        if self._owned:
            self._file.close()


def _is_litter(name: str) -> bool:
    """What macOS and editors leave behind, which nobody misses."""
    parts = name.split("/")
    return "__MACOSX" in parts or parts[-1].startswith(".")


def _unsafe(entry: zipfile.ZipInfo) -> str | None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or "\x00" in name or name[1:2] == ":":
        return "its name leads out of the archive"
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "it is a link or a device, not a file"
    if entry.flag_bits & 1:
        return "it is encrypted; pack it without a password"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is compressed by a method other than deflate; pack it anew"
    return None


def _check_directory(file: BinaryIO, size: int) -> None:
    """Refuse an archive whose list of entries alone would fill the memory, before it is read."""
    tail_size = min(size, 65_557 + 76)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    file.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise FormatError("The .zip is cut off: its list of entries is missing. Transfer it again.")
    entries = int.from_bytes(tail[end + 10 : end + 12], "little")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    big = tail.rfind(b"PK\x06\x06", 0, end)
    if big >= 0:
        entries = int.from_bytes(tail[big + 32 : big + 40], "little")
        length = int.from_bytes(tail[big + 40 : big + 48], "little")
    if entries > MOST_ENTRIES or length > MOST_DIRECTORY:
        raise FormatError(
            f"The .zip has {entries} entries; at most {MOST_ENTRIES} are taken. Split it, or use a folder."
        )
