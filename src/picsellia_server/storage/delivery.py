"""How stored bytes may reach a browser: known raster images inline, everything else as a download.

What is uploaded comes from anybody. SVG, HTML and PDF can carry scripts, so they are never shown from
the server's own address, whatever type was claimed for them.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_PLAIN = re.compile(r"\w[\w.-]{0,199}", re.ASCII)
DOWNLOAD = "application/octet-stream"
INLINE = frozenset(
    {
        "image/avif",
        "image/bmp",
        "image/gif",
        "image/heic",
        "image/heif",
        "image/jp2",
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/webp",
    }
)


def delivery(media_type: str, name: str, *, inline: bool) -> tuple[str, str]:
    """(Content-Type, Content-Disposition) to send; `name` may be any text."""
    if inline and media_type in INLINE:
        return media_type, f"inline; {_file_name(name)}"
    return DOWNLOAD, f"attachment; {_file_name(name)}"


def _file_name(name: str) -> str:
    """The `filename` parameters (RFC 6266): last part of a path, no control characters, 200 characters."""
    if _PLAIN.fullmatch(name):
        return f'filename="{name}"'
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    clean = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip()
    clean = clean[-200:].lstrip(".") or "file"
    plain = "".join(c if " " <= c <= "~" and c not in '"%\\;' else "_" for c in clean)
    extended = "" if plain == clean else f"; filename*=UTF-8''{quote(clean, safe='')}"
    return f'filename="{plain}"{extended}'
