"""The outermost layer of every request: id, Host, size of body, security headers, access log.

Plain ASGI, since it also wraps streams. Not here: who asks (`auth.py`), what failed (`problems.py`).
"""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from typing import Any
from uuid import uuid4

import structlog
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from picsellia_server import __version__
from picsellia_server.errors import TooLarge
from picsellia_server.http.health import Metrics
from picsellia_server.http.problems import problem, unexpected
from picsellia_server.http.sending import FileBody

log = structlog.get_logger()

_ALWAYS = {"localhost", "testserver"}
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
# The others a file says for itself.
_FRAMELESS = tuple(header for header in _HEADERS if header[0] in (b"x-frame-options", b"cross-origin-opener-policy"))
_FILES = "/blobs/{key:path}"
_VERSION = (b"x-picsellia-server", __version__.encode())
_NO_STORE = (b"cache-control", b"no-store")


class BodyTooLarge(TooLarge):
    code = "body.too_large"


@lru_cache(maxsize=256)
def host_allowed(host: str, allowed: frozenset[str]) -> bool:
    """Whether a Host header may be served.

    An address is: rebinding a name to this machine is what the list is against, and an address is no name.
    """
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    name = name.strip("[]").rstrip(".").lower()
    if name in _ALWAYS or name in allowed or "*" in allowed:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refusing(message: str) -> Receive:
    async def receive() -> Message:
        raise BodyTooLarge(message)

    return receive


class Edge:
    """Wraps the app: see the module. `quick` finds what is sent without the routes (`http/blobs.py`)."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        allowed_hosts: frozenset[str],
        max_body: int,
        metrics: Metrics,
        quick: Callable[[Scope], FileBody | None],
    ) -> None:
        self.app = app
        self.quick = quick
        self.allowed_hosts = allowed_hosts
        self.max_body = max_body
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if host_allowed(headers.get("host", ""), self.allowed_hosts) and (file := self.quick(scope)) is not None:
            await self._send_file(file, scope, receive, send)
            return
        request_id = str(uuid4())
        scope["picsellia_request_id"] = request_id
        state: MutableMapping[str, Any] = {"status": 0, "started": time.perf_counter()}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                state["status"] = message["status"]
                given = list(message.get("headers", ()))
                names = {name for name, _ in given}
                extra = (*_HEADERS, _NO_STORE) if scope["path"].startswith(("/api", "/sdk")) else _HEADERS
                given += [header for header in extra if header[0] not in names]
                message["headers"] = [*given, (b"x-request-id", request_id.encode()), _VERSION]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._answer(scope, receive, send_with_headers, headers, state)

    async def _send_file(self, file: FileBody, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it with as little around it as can be: counted, and logged for those who debug."""
        started = time.perf_counter()
        request_id = scope["picsellia_request_id"] = str(uuid4())
        file.raw_headers += (*_FRAMELESS, (b"x-request-id", request_id.encode()), _VERSION)
        try:
            await file(scope, receive, send)
        except Exception as error:  # noqa: BLE001 -- as below
            answer = await unexpected(Request(scope), error)
            if not file.started:
                await answer(scope, receive, send)
        seconds = time.perf_counter() - started
        self.metrics.seen("GET", _FILES, file.status_code, seconds)
        log.debug("request", method="GET", path=scope["path"], status=file.status_code, ms=round(seconds * 1000, 1))

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, headers: Headers, state: MutableMapping[str, Any]
    ) -> None:
        request = Request(scope)
        try:
            if not host_allowed(headers.get("host", ""), self.allowed_hosts):
                detail = (
                    f"This server does not answer for the host {headers.get('host', '')!r}. Set PICSELLIA_PUBLIC_URL "
                    "or PICSELLIA_ALLOWED_HOSTS to the name that people use."
                )
                await problem(request, 421, "host.refused", detail)(scope, receive, send)
            else:
                await self.app(scope, self._bounded(scope, headers, receive), send)
        except BodyTooLarge as error:
            if not state["status"]:
                await problem(request, error.status, error.code, error.message)(scope, receive, send)
        except Exception as error:  # noqa: BLE001 -- the last stop: logged, and answered if nothing was sent
            answer = await unexpected(request, error)
            if not state["status"]:
                await answer(scope, receive, send)
        finally:
            seconds = time.perf_counter() - state["started"]
            # The route's template, not the path: ids are not for metrics, and there is no end to them.
            route = getattr(scope.get("route"), "path", "-")
            self.metrics.seen(scope["method"], route, state["status"], seconds)
            took = round(seconds * 1000, 1)
            log.info("request", method=scope["method"], path=scope["path"], status=state["status"], ms=took)

    def _bounded(self, scope: Scope, headers: Headers, receive: Receive) -> Receive:
        """Refuse a JSON body over the limit, by its length or while it comes; blobs have their own limit."""
        if scope["path"].startswith("/blobs/"):
            return receive
        message = f"The body of this request is larger than {self.max_body:,} bytes. Send it in smaller pieces."
        if int(headers.get("content-length", "0") or 0) > self.max_body:
            if not scope["path"].startswith("/sdk/"):
                raise BodyTooLarge(message)
            return _refusing(message)  # the published clients are told in their own form
        got = 0

        async def bounded() -> Message:
            nonlocal got
            part = await receive()
            got += len(part.get("body", b""))
            if got > self.max_body:
                raise BodyTooLarge(message)
            return part

        return bounded
