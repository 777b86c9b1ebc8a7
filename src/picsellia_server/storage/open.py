"""Chooses the store that `PICSELLIA_STORAGE_URL` names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from picsellia_server.errors import Invalid
from picsellia_server.settings import Settings
from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import Storage
from picsellia_server.storage.s3 import S3Storage

_RESERVE = 64 << 20  # what the bundled database beside the blobs needs to stay alive on a full disk


def open_storage(settings: Settings, secret: bytes, public_url: str | Callable[[], str]) -> Storage:
    """The store of these settings: `file:/folder`, `s3://bucket/prefix`, or empty for DATA/blobs.

    `s3://…?public=https://files.example.org` names the store's address for clients, where it differs
    from the server's (AWS_ENDPOINT_URL). Raises `Invalid` for any other URL. `secret` signs the local
    store's URLs; `public_url` is what they begin with.
    """
    url = urlsplit(settings.storage_url)
    if url.scheme == "s3":
        options = dict(parse_qsl(url.query))
        public = options.pop("public", "")
        if not url.netloc or options:
            raise _refused(settings.storage_url)
        return S3Storage(url.netloc, unquote(url.path), public=public)
    if url.scheme not in ("", "file") or url.netloc not in ("", "localhost"):
        raise _refused(settings.storage_url)
    path = unquote(settings.storage_url.removeprefix("file://localhost").removeprefix("file://").removeprefix("file:"))
    folder = Path(path) if path else settings.blobs
    try:
        return LocalStorage(folder, secret=secret, public_url=public_url, fsync=settings.fsync, reserve=_RESERVE)
    except OSError as error:
        raise Invalid(
            f"The folder of the store, {folder}, cannot be made or written ({error.strerror}). Mount it, or give the "
            "server's account the right to write there."
        ) from None


def _refused(url: str) -> Invalid:
    return Invalid(f"PICSELLIA_STORAGE_URL must be file:/folder or s3://bucket/prefix, not {url!r}.")
