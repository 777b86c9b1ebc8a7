"""The answer of a live view: server-sent events, as the hub tells them. Not here: what is told (`live.py`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from picsellia_server.errors import PlatformError
from picsellia_server.http.live import Hub, Viewer

HEARTBEAT = 15.0
"""Seconds of silence after which `here` is sent: proxies keep the connection, and the client knows that it lives."""
RECHECK = 30.0
"""Seconds after which the client's permission is asked for again."""


_GATHER = 0.1


class EventStream(Response):
    """Sends what `subject` is told until the client goes, `check` raises, or the server stops.

    `last` is the id of the last event that the client has heard, if it comes back.
    """

    def __init__(self, hub: Hub, subject: str, check: Callable[[], Any], last: str | None = None) -> None:
        self.hub = hub
        self.subject = subject
        self.check = check
        self.last = last
        self.background = None
        self.status_code = 200
        self.body = b""
        # Proxies that gather answers before they pass them on would make "live" a matter of minutes.
        self.raw_headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-accel-buffering", b"no"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self.hub.viewer(self.subject) as viewer:
            await self.hub.ready()
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            streaming = asyncio.ensure_future(self._stream(viewer, send))
            gone = asyncio.ensure_future(_gone(receive))
            try:
                await asyncio.wait({streaming, gone}, return_when=asyncio.FIRST_COMPLETED)
                if streaming.done():
                    streaming.result()
            finally:
                for task in (streaming, gone):
                    task.cancel()
                await asyncio.gather(streaming, gone, return_exceptions=True)

    async def _stream(self, viewer: Viewer, send: Send) -> None:
        resumed = self.hub.resume(viewer, self.last)
        await _send(send, _event("open", {"resumed": resumed}, viewer.last))
        checked = time.monotonic()
        while not viewer.closed:
            due = min(HEARTBEAT, max(0.0, checked + RECHECK - time.monotonic()))
            with suppress(TimeoutError):
                await asyncio.wait_for(viewer.bell.wait(), due)
            if time.monotonic() - checked >= RECHECK:
                checked = time.monotonic()
                try:
                    await self.check()
                except PlatformError as error:
                    await _send(send, _event("closed", {"code": error.code, "detail": error.message}), last=True)
                    return
            told = viewer.taken()
            # Only the last one has the id: who loses the connection between them hears all of them again.
            parts = [
                _event(name, data, viewer.last if at == len(told) else None) for at, (name, data) in enumerate(told, 1)
            ]
            await _send(send, b"".join(parts) or _event("here", {}))
            if told:
                # A training that logs without a pause is ten messages a second, not thousands.
                await asyncio.sleep(_GATHER)
        await _send(send, _event("closed", {"code": "stopping", "detail": "The server stops."}), last=True)


def _event(name: str, data: dict[str, Any], last: str | None = None) -> bytes:
    known = b"" if last is None else b"id: %s\n" % last.encode()
    return b"%sevent: %s\ndata: %s\n\n" % (known, name.encode(), orjson.dumps(data))


async def _send(send: Send, body: bytes, *, last: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": not last})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
