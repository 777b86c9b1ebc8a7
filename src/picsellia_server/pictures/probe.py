"""What the bytes of a file say: is it a whole picture, of what type, how large?

The name and the client's word count for nothing. Only headers and the tail are read where that tells;
rarer formats are decoded once. Not here: thumbnails (`thumbs.py`).
"""

from __future__ import annotations

import threading
import warnings
from typing import TYPE_CHECKING, BinaryIO

from picsellia_server.pictures.model import Facts, PictureRefused

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_TAIL = 64 << 10
# Formats whose readers run other programs, hold no pixels, or are documents.
_NEVER = frozenset({"EPS", "WMF", "FPX", "MIC", "GRIB", "HDF5", "BUFR", "PDF", "MPEG", "XVTHUMB", "IPTC", "FITS"})
_ready = threading.Lock()
_formats: list[str] = []


def _known_formats() -> list[str]:
    with _ready:
        if not _formats:
            import pillow_heif
            from PIL import Image

            pillow_heif.register_heif_opener()
            Image.init()
            # The limit is ours, from the header, with a sentence of its own.
            Image.MAX_IMAGE_PIXELS = None
            _formats.extend(sorted(set(Image.OPEN) - _NEVER))
    return _formats


def open_picture(file: BinaryIO, *, max_pixels: int) -> ImageFile:
    """The picture lazily opened: its header is read, its pixels are not. Raises `PictureRefused`."""
    from PIL import Image

    formats = _known_formats()
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(file, formats=formats)
    except (OSError, ValueError, SyntaxError, TypeError, IndexError, OverflowError, MemoryError) as error:
        raise PictureRefused("This is not a picture that can be read: its bytes have no known format.") from error
    width, height = picture.size
    if width < 1 or height < 1:
        raise PictureRefused("This picture has no pixels.")
    if width * height > max_pixels:
        raise PictureRefused(
            f"This picture has {width:,} x {height:,} pixels, over the limit of {max_pixels / 1e6:,.0f} million. "
            "Cut it into tiles, or ask the operator to raise PICSELLIA_MAX_PIXELS_M."
        )
    return picture


def _tail(file: BinaryIO) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL))
    return file.read()


def _ends_well(kind: str, file: BinaryIO) -> bool:
    """Whether the end of the file tells that nothing is missing; False: only decoding can tell."""
    tail = _tail(file)
    if kind in ("JPEG", "MPO"):
        return b"\xff\xd9" in tail
    if kind == "PNG":
        return b"IEND\xaeB`\x82" in tail
    if kind == "GIF":
        return tail.rstrip(b"\0").endswith(b"\x3b")
    if kind == "WEBP":
        file.seek(4)
        return int.from_bytes(file.read(4), "little") + 8 <= file.seek(0, 2)
    return False


def probe(file: BinaryIO, *, max_pixels: int) -> Facts:
    """Facts of a whole picture, or `PictureRefused` with the reason."""
    picture = open_picture(file, max_pixels=max_pixels)
    kind = str(picture.format)
    width, height = picture.size
    # 5 to 8 are the EXIF orientations that turn a picture on its side.
    try:
        if picture.getexif().get(0x0112) in (5, 6, 7, 8) and kind != "HEIF":
            width, height = height, width
    except (OSError, ValueError, SyntaxError, KeyError, TypeError):
        pass  # broken EXIF is common in whole pictures
    if not _ends_well(kind, file):
        picture = open_picture(file, max_pixels=max_pixels)
        try:
            picture.load()
            if kind == "PNG":  # Pillow takes a PNG whose last chunks are missing
                raise EOFError
        except (OSError, ValueError, SyntaxError, EOFError, IndexError, MemoryError) as error:
            raise PictureRefused("This picture is truncated or damaged: its pixels cannot be read.") from error
    return Facts(media_type=picture.get_format_mimetype() or f"image/{kind.lower()}", width=width, height=height)
