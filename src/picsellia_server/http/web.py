"""The built web app: one page for every client route, and its hashed files, which never change.

Not here: how it is built (`tools/web.py`). The page runs under a strict content security policy: scripts
and styles of this server alone, pictures of this server and of the store.
"""

from __future__ import annotations

import html
import mimetypes
import secrets
from functools import lru_cache
from pathlib import Path

from fastapi import Request
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response

from picsellia_server.accounts.model import Permission
from picsellia_server.http.auth import COOKIE
from picsellia_server.http.routing import Router

FOLDER = Path(__file__).resolve().parent.parent / "webapp"
_FOREVER = "public, max-age=31536000, immutable"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Picsellia</title>
<h1>The web app was not built</h1>
<p>The server runs: its API is at <a href="/api/openapi.json">/api</a>, and the SDK works.
<p>To build the app, run <code>./dev web</code> in the repository and load this page again."""


class ClientPath(PathConvertor):
    """Any path that is not the API's, so that an unknown one there stays a problem document."""

    regex = r"(?!(?:api|sdk|blobs|assets|healthz|readyz|metrics)(?:/|$)).*"


register_url_convertor("client_path", ClientPath())
router = Router()


def policy(nonce: str, store: str) -> str:
    """The content security policy of the page. `nonce` is for style sheets that the app makes as it runs."""
    elsewhere = f" {store}" if store else ""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            f"style-src 'self' 'nonce-{nonce}'",
            f"img-src 'self' data: blob:{elsewhere}",
            f"connect-src 'self'{elsewhere}",
            "worker-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _changed(folder: Path) -> int:
    return folder.stat().st_mtime_ns


@lru_cache(maxsize=8)
def _files(folder: Path, changed: int) -> frozenset[str]:
    """The names in a folder; `changed` is its time, so that a new build is seen."""
    return frozenset(entry.name for entry in folder.iterdir() if entry.is_file())


def _names(folder: Path) -> frozenset[str]:
    try:
        return _files(folder, _changed(folder))
    except FileNotFoundError:
        return frozenset()


def _send(folder: Path, name: str, accepted: str, cache_control: str) -> Response:
    """A file by its name, compressed where the browser takes that; 404 for what the build did not make."""
    names = _names(folder)
    if name not in names or name.endswith((".br", ".gz")):
        raise HTTPException(404)
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"cache-control": cache_control, "vary": "accept-encoding"}
    for encoding, ending in _ENCODINGS:
        if name + ending in names and encoding in accepted:
            headers["content-encoding"] = encoding
            return Response(_body(folder / (name + ending), _changed(folder)), 200, headers, media_type)
    return Response(_body(folder / name, _changed(folder)), 200, headers, media_type)


@lru_cache(maxsize=256)
def _body(path: Path, changed: int) -> bytes:
    """The bytes of a file of the build: a few megabytes in all, so they stay in memory."""
    return path.read_bytes()


def _page(request: Request) -> Response:
    headers = {"cache-control": "no-store"}
    try:
        page = (FOLDER / "index.html").read_text("utf-8")
    except FileNotFoundError:
        return Response(_NOT_BUILT, 503, headers, "text/html; charset=utf-8")
    nonce = secrets.token_urlsafe(16)
    state = request.app.state
    own = state.house.settings.public_url.rstrip("/")
    page = page.replace("__NONCE__", nonce).replace("__ORIGIN__", html.escape(own))
    page = page.replace("__SESSION__", "yes" if COOKIE in request.cookies else "no")
    headers["content-security-policy"] = policy(nonce, state.storage.origin)
    return Response(page, 200, headers, "text/html; charset=utf-8")


@router.get("/assets/{name}", permission=Permission.ANYONE, include_in_schema=False)
async def asset(name: str, request: Request) -> Response:
    return _send(FOLDER / "assets", name, Headers(scope=request.scope).get("accept-encoding", ""), _FOREVER)


@router.get("/{path:client_path}", permission=Permission.ANYONE, include_in_schema=False)
async def page(path: str, request: Request) -> Response:
    return _client(path, request)


@router.head("/{path:client_path}", permission=Permission.ANYONE, include_in_schema=False)
async def look(path: str, request: Request) -> Response:
    return _client(path, request)


def _client(path: str, request: Request) -> Response:
    """The app, whatever its own router makes of the path; small files at the top by their names."""
    if path != "index.html" and path in _names(FOLDER):
        return _send(FOLDER, path, "", "no-cache")
    return _page(request)
