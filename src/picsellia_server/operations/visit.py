"""Asks the server itself, by its own address and by the one that people use. Part of `doctor.py`."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from picsellia_server import __version__
from picsellia_server.operations.findings import Finding, bad, ok, warn
from picsellia_server.settings import Settings

_SECONDS = 5.0


def visits(settings: Settings) -> Iterator[Finding]:
    try:
        address = (settings.data / "address").read_text().strip()
    except OSError:
        address = ""
    if not address:
        yield warn("No server runs on this data folder.", "picsellia-server serve")
    else:
        yield from _ready(address)
    public = settings.public_url.rstrip("/")
    if not public:
        yield warn(
            "PICSELLIA_PUBLIC_URL is not set: signed URLs start with the address that the server listens on.",
            "Set it as soon as people come from other machines.",
        )
        return
    split = urlsplit(public)
    if split.scheme != "https" and split.hostname not in ("localhost", "127.0.0.1", "::1"):
        yield warn(f"{public} is not https: tokens travel in the clear.", "Put a proxy with TLS in front.")
    if address:
        yield from _seen(public)
    else:
        yield ok(f"people use {public}")


def _get(url: str) -> tuple[int, bytes, str]:
    """(status, body, version of the server that answered)."""
    request = urllib.request.Request(url, headers={"User-Agent": f"picsellia-server/{__version__}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 -- the operator's own URL
            return answer.status, answer.read(1 << 16), answer.headers.get("x-picsellia-server", "")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(1 << 16), error.headers.get("x-picsellia-server", "")


def _ready(address: str) -> Iterator[Finding]:
    try:
        status, body, version = _get(f"{address}/readyz")
    except OSError as error:
        yield bad(f"The server at {address} does not answer ({error}).", "Look at its log; start it again.")
        return
    if version != __version__:
        yield warn(f"The server at {address} is version {version or '?'}, and this is {__version__}.", "Restart it.")
    if status == 200:
        yield ok(f"the server at {address} is ready")
    else:
        try:
            parts = json.loads(body)["parts"]
        except (ValueError, KeyError, TypeError):
            parts = status
        yield bad(f"The server at {address} is not ready: {parts}", "What it names does not answer; see above.")


def _seen(public: str) -> Iterator[Finding]:
    try:
        status, _, version = _get(f"{public}/healthz")
    except (OSError, ValueError) as error:
        yield bad(
            f"PICSELLIA_PUBLIC_URL, {public}, cannot be reached from here ({error}).",
            "Check the name, the proxy and the firewall: signed URLs start with it.",
        )
        return
    if status == 200 and version:
        yield ok(f"{public} leads to this server")
    elif version:
        yield bad(f"{public} answers {status}.", "Check that the proxy passes the Host header on.")
    else:
        yield bad(f"{public} leads to something else.", "Point PICSELLIA_PUBLIC_URL, or the proxy, at this server.")
