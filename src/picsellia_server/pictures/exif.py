"""What the camera wrote into a file, as names and text for people. Not here: orientation (`probe.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from picsellia_server.pictures.model import PictureRefused
from picsellia_server.pictures.probe import open_picture

_EXIF, _GPS = 0x8769, 0x8825
_LONGEST = 200
_MOST = 150
# Offsets within the file, and blocks that only the maker's own programs read.
_NOT_FOR_PEOPLE = frozenset(
    {"ExifOffset", "GPSInfo", "MakerNote", "ExifInteroperabilityOffset", "UserComment", "PrintImageMatching"}
)
_BROKEN = (OSError, ValueError, SyntaxError, KeyError, TypeError, IndexError, OverflowError, ZeroDivisionError)


def read(file: BinaryIO, *, max_pixels: int) -> dict[str, str]:
    """Names to text; only the header is read. Empty where there is nothing, or nothing that can be read."""
    from PIL import ExifTags

    values: dict[str, str] = {}
    try:
        found = open_picture(file, max_pixels=max_pixels).getexif()
        parts = ((found, ExifTags.TAGS), (found.get_ifd(_EXIF), ExifTags.TAGS))
        for part, names in parts:
            values.update(_named(part, names))
        gps = found.get_ifd(_GPS)
    except (PictureRefused, *_BROKEN):
        return values
    values.update(_named(gps, ExifTags.GPSTAGS))
    for name, reference, value in (("Latitude", 1, 2), ("Longitude", 3, 4)):
        try:
            degrees, minutes, seconds = (float(part) for part in gps[value])
            sign = -1 if str(gps.get(reference, "")).upper() in ("S", "W") else 1
            values[name] = f"{sign * (degrees + minutes / 60 + seconds / 3600):.6f}"
        except _BROKEN:
            continue
    return dict(list(values.items())[:_MOST])


def _named(part: Mapping[int, Any], names: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    for number, value in part.items():
        name = names.get(number, f"0x{number:04x}")
        text = "" if name in _NOT_FOR_PEOPLE else _text(value)
        if text:
            yield name, text


def _text(value: Any) -> str:
    """One line of text; bytes that are no text are left out."""
    if isinstance(value, bytes):
        try:
            value = value.rstrip(b"\0").decode("utf-8")
        except UnicodeDecodeError:
            return ""
    if isinstance(value, tuple | list):
        return ", ".join(filter(None, map(_text, value[:16])))[:_LONGEST]
    if isinstance(value, int | str):
        text = str(value)
    else:
        try:
            text = f"{float(value):.6g}"
        except _BROKEN:
            return ""
    return "".join(c for c in text if c.isprintable()).strip()[:_LONGEST]
