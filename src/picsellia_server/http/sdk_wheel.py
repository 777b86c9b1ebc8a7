"""The SDK as a wheel of its own, made from the sources beside this server: `pip install <server>/sdk/wheel/<name>`.

On PyPI the name belongs to another package, so the server offers the SDK that fits it. There is no index
(`--extra-index-url`): pip would take whichever of the two packages has the higher version.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fastapi import Response

from picsellia_server import __version__
from picsellia_server.accounts.model import Permission
from picsellia_server.accounts.service import wheel_name
from picsellia_server.errors import NotFound
from picsellia_server.http.routing import Router, may_raise

REQUIRES = ("requests>=2.32", "Pillow>=11", "tqdm>=4.66")
REQUIRES_PYTHON = ">=3.11"
_DATE = (1980, 1, 1, 0, 0, 0)
_SUFFIXES = (".py", ".typed")

router = Router(prefix="/sdk/wheel", tags=["sdk"])


class WheelUnknown(NotFound):
    code = "sdk.wheel_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"This server offers {wheel_name()!r} and not {name[:100]!r}: /sdk/wheel/{wheel_name()}")


@router.get("/{name}", permission=Permission.ANYONE, responses=may_raise(WheelUnknown))
async def wheel(name: str) -> Response:
    """The same bytes each time: an address with a hash in it can be kept in a requirements file."""
    if name != wheel_name():
        raise WheelUnknown(name)
    body = built()
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()}"',
        "Cache-Control": "public, max-age=600",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


@cache
def built() -> bytes:
    """The wheel's bytes; they depend on the sources alone."""
    info = f"picsellia-{__version__}.dist-info"
    files = [*_sources(), *_described(info)]
    lines = [f"{name},sha256={_hash(body)},{len(body)}" for name, body in files]
    record = "\n".join([*lines, f"{info}/RECORD,,", ""]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in [*files, (f"{info}/RECORD", record)]:
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return out.getvalue()


def _sources() -> Iterator[tuple[str, bytes]]:
    # Found, not imported: of the SDK the server uses nothing but its formats.
    found = find_spec("picsellia")
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    for path in sorted(package.rglob("*")):
        if path.suffix in _SUFFIXES and path.is_file():
            yield f"picsellia/{path.relative_to(package).as_posix()}", path.read_bytes()


def _described(info: str) -> Iterator[tuple[str, bytes]]:
    metadata = [
        "Metadata-Version: 2.1",
        "Name: picsellia",
        f"Version: {__version__}",
        "Summary: The Python SDK of a Picsellia server.",
        "License: Apache-2.0",
        f"Requires-Python: {REQUIRES_PYTHON}",
        *(f"Requires-Dist: {each}" for each in REQUIRES),
    ]
    yield f"{info}/METADATA", "\n".join([*metadata, ""]).encode()
    tags = ["Wheel-Version: 1.0", "Generator: picsellia-server", "Root-Is-Purelib: true", "Tag: py3-none-any", ""]
    yield f"{info}/WHEEL", "\n".join(tags).encode()
    yield f"{info}/entry_points.txt", b"[console_scripts]\npicsellia = picsellia.cli:main\n"


def _hash(body: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")
