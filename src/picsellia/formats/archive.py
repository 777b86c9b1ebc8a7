"""Files as the bytes of a .zip, written straight through: nothing is held but what is being packed.

The same files give the same bytes. Called where an export of many files goes down one stream.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_BIG_END = struct.Struct("<4sQ2H2L4Q")
_BIG_PLACE = struct.Struct("<4sLQL")
_END = struct.Struct("<4s4H2LH")
_FULL, _BIG_FULL = 0xFFFF, 0xFFFFFFFF
_DATE = 0x21
"""1 January 1980: the earliest a .zip can say, so that no clock is in the bytes."""
_UTF8 = 0x800
_HELD = 4 << 20
_PIECE = 1 << 18


def zip_stream(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield a .zip of (name, content) pairs; each content fits in memory, their sum need not.

    Names are relative, with "/", each once. More than 65,535 files or 4 GiB make it a zip64.
    """
    with tempfile.SpooledTemporaryFile(max_size=_HELD) as directory:
        offset = count = 0
        for name, content in files:
            crc, packed, method = zlib.crc32(content), content, 0
            smaller = _deflated(content)
            if len(smaller) < len(content):
                packed, method = smaller, 8
            raw = name.encode()
            sizes = (crc, len(packed), len(content))
            header = _LOCAL.pack(b"PK\x03\x04", 20, _UTF8, method, 0, _DATE, *sizes, len(raw), 0) + raw
            directory.write(_entry(raw, method, sizes, offset))
            yield header + packed
            offset += len(header) + len(packed)
            count += 1
        length = directory.tell()
        directory.seek(0)
        yield from iter(lambda: directory.read(_PIECE), b"")
        yield _ending(count, length, offset)


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _entry(raw: bytes, method: int, sizes: tuple[int, int, int], offset: int) -> bytes:
    extra = struct.pack("<2HQ", 1, 8, offset) if offset >= _BIG_FULL else b""
    version = 45 if extra else 20
    mode = 0o100644 << 16
    return (
        _CENTRAL.pack(
            b"PK\x01\x02", version, 3, version, 0, _UTF8, method, 0, _DATE, *sizes,
            len(raw), len(extra), 0, 0, 0, mode, min(offset, _BIG_FULL),
        )
        + raw
        + extra
    )  # fmt: skip


def _ending(count: int, length: int, offset: int) -> bytes:
    ending = b""
    if count >= _FULL or offset >= _BIG_FULL or length >= _BIG_FULL:
        ending = _BIG_END.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, offset)
        ending += _BIG_PLACE.pack(b"PK\x06\x07", 0, offset + length, 1)
    few = min(count, _FULL)
    return ending + _END.pack(b"PK\x05\x06", 0, 0, few, few, min(length, _BIG_FULL), min(offset, _BIG_FULL), 0)
