"""Thumbnails: small WebP pictures in a few sizes, and the average colour that stands in before them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from picsellia_server.pictures.model import PictureRefused
from picsellia_server.pictures.probe import open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

SIDES = (128, 320, 800)
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, MemoryError, ZeroDivisionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbs:
    """WebP bytes by longest side in pixels, and the average colour as 0xRRGGBB."""

    by_side: dict[int, bytes]
    colour: int


def make(file: BinaryIO, *, max_pixels: int) -> Thumbs:
    """Thumbnails of a picture, turned as its EXIF says; a picture smaller than a side keeps its size.

    Raises `PictureRefused` when the pixels cannot be read.
    """
    from PIL import ImageOps
    from PIL.Image import Resampling

    opened = open_picture(file, max_pixels=max_pixels)
    try:
        # JPEG decodes at an eighth, a quarter or a half where that is enough.
        opened.draft("RGB", (SIDES[-1], SIDES[-1]))
        opened.thumbnail((SIDES[-1] * 2, SIDES[-1] * 2), Resampling.BOX, reducing_gap=2.0)
        picture = ImageOps.exif_transpose(_in_eight_bits(opened))
    except _BROKEN as error:
        raise PictureRefused("The pixels of this picture cannot be read.") from error
    by_side = {}
    for side in sorted(SIDES, reverse=True):
        picture.thumbnail((side, side), Resampling.LANCZOS)
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=78, method=3)
        by_side[side] = out.getvalue()
    red, green, blue = _average(picture)
    return Thumbs(by_side=by_side, colour=red << 16 | green << 8 | blue)


def _in_eight_bits(picture: Image) -> Image:
    """RGB or RGBA, with 16-bit and float pictures stretched to what they hold."""
    if picture.mode.startswith(("I", "F")):
        low, high = picture.getextrema()
        span = (float(high) - float(low)) or 1.0  # type: ignore[arg-type]
        stretched = picture.convert("F").point(lambda value: value * (255 / span) - float(low) * 255 / span)  # type: ignore[arg-type]
        return stretched.convert("L").convert("RGB")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        return picture.convert("RGBA")
    return picture.convert("RGB")


def _average(picture: Image) -> tuple[int, int, int]:
    red, green, blue = picture.convert("RGB").resize((1, 1), resample=4).tobytes()
    return red, green, blue
