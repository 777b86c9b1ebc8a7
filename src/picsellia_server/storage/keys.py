"""What a storage key may be, how a file name becomes part of one, and where the local store keeps it.

A key is `/`-separated segments of any characters but control characters, of at most 1,024 bytes of
UTF-8 (S3's limit). No segment is empty, `.` or `..`, since HTTP clients and proxies rewrite such paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote
from zlib import crc32

from picsellia_server.storage.port import KeyRefused

MAX_BYTES = 1024
_DOTS = re.compile(r"(?:^|/)\.{0,2}(?:/|\Z)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,20}\Z")
_PIECE = 200  # characters of one file or folder name; file systems end at 255 bytes


def checked(key: str) -> str:
    """`key` itself; `KeyRefused` when no store could hold it under that name."""
    try:
        size = len(key.encode())
    except UnicodeEncodeError:
        raise KeyRefused(f"The storage key {key[:80]!r} holds half a character. Rename the file.") from None
    if not 0 < size <= MAX_BYTES:
        raise KeyRefused(f"A storage key has 1 to {MAX_BYTES} bytes; {key[:80]!r} has {size}.")
    if _DOTS.search(key):
        raise KeyRefused(f"The storage key {key[:80]!r} has an empty segment or one of dots.")
    if _CONTROL.search(key):
        raise KeyRefused(f"The storage key {key[:80]!r} holds a control character.")
    return key


def named(uuid: str, file_name: str) -> str:
    """The key `<uuid>.<suffix>` for any text as file name; without a suffix where the name has no plain one."""
    suffix = _SUFFIX.search(file_name)
    return f"{uuid}{suffix[0]}" if suffix else uuid


def pieces(key: str) -> list[str]:
    """The folders and the file name, under the local store's root, that hold this key; `key_of` reverses it.

    Percent-encoding leaves letters, digits, `_`, `-` and inner dots, so no name means anything to a file
    system. What is longer than a file name may be continues in folders whose names end in `~`.
    """
    if _PLAIN.fullmatch(checked(key)):  # the same, ten times faster
        text = key.replace("/", "%2F")
    else:
        text = quote(key, safe="").replace("~", "%7E")
    cut = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    # A leading dot would hide the file, and `.` and `..` would leave the folder.
    cut = ["%2E" + piece[1:] if piece.startswith(".") else piece for piece in cut]
    shard = f"{crc32(key.encode()) & 0xFF:02x}"
    return [shard, *(piece + "~" for piece in cut[:-1]), cut[-1]]


def key_of(found: Iterable[str]) -> str | None:
    """The key kept under these names (shard first); None for a file that is none of ours."""
    names = list(found)
    try:
        key = unquote("".join(name.removesuffix("~") for name in names[1:]), errors="strict")
        return key if pieces(key) == names else None
    except (KeyRefused, UnicodeDecodeError):
        return None
