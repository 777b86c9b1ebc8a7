"""Live views: server-sent events fed by PostgreSQL's notifications, over one connection a process.

A notification holds ids and names alone; a client hears that something has changed and fetches what it shows, with
its own permissions. So a client costs no database connection, and a slow one no memory: what it has not taken yet is
merged. Not here: who tells (`experiments/access.py`), which routes there are (`experiments/live_routes.py`).
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
import psycopg
import sqlalchemy as sa
import structlog
from psycopg import sql
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from picsellia_server.errors import PlatformError, Unavailable

CLIENTS = 500
"""Most clients of one process; one more is asked to poll."""
HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that proxies keep the connection."""
RECHECK = 30.0
"""Seconds after which the client's permission is asked for again."""

_GATHER = 0.1
_POLL = 1.0
_AGAIN = 2.0
_NAMES_CUT = (50, 60)

log = structlog.get_logger()


class TooManyViewers(Unavailable):
    code = "live.too_many"

    def __init__(self) -> None:
        super().__init__(f"{CLIENTS} live views are open on this server. Ask for the state every few seconds instead.")


@dataclass(slots=True, eq=False)
class Viewer:
    """One client: what it is to be told, merged, and the bell that is rung when there is something."""

    subject: str
    loop: asyncio.AbstractEventLoop
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    pending: dict[str, dict[str, Any]] = field(default_factory=dict)
    closed: bool = False

    def hear(self, event: str, data: dict[str, Any]) -> None:
        """Called on the viewer's loop."""
        before = self.pending.get(event)
        if before is not None and before.get("names") is not None and data.get("names") is not None:
            data = {**data, "names": list(dict.fromkeys([*before["names"], *data["names"]]))}
        elif before is not None and "names" in data:
            data = {**data, "names": None}
        self.pending[event] = data
        self.bell.set()

    def taken(self) -> list[tuple[str, dict[str, Any]]]:
        """What it has not been told yet."""
        found, self.pending = list(self.pending.items()), {}
        self.bell.clear()
        return found


class Hub:
    """Listens on one channel while there are viewers, and rings those whose subject a notification names."""

    def __init__(self, engine: sa.Engine, channel: str, read: Callable[[Any], tuple[str, str, dict[str, Any]]]) -> None:
        self._engine = engine
        self._channel = channel
        self._read = read
        self._lock = threading.Lock()
        self._viewers: dict[str, set[Viewer]] = {}
        self._count = 0
        self._thread: threading.Thread | None = None
        self._listening = threading.Event()
        self._closed = False

    @contextmanager
    def viewer(self, subject: str) -> Iterator[Viewer]:
        """A viewer of one subject (an id), for as long as the block lasts; raises `TooManyViewers`."""
        made = Viewer(subject, asyncio.get_running_loop())
        with self._lock:
            if self._count >= CLIENTS or self._closed:
                raise TooManyViewers
            self._count += 1
            self._viewers.setdefault(subject, set()).add(made)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live", daemon=True)
                self._thread.start()
        try:
            yield made
        finally:
            with self._lock:
                self._count -= 1
                self._viewers[subject].discard(made)
                if not self._viewers[subject]:
                    del self._viewers[subject]

    @property
    def full(self) -> bool:
        """Whether one more viewer is too many."""
        return self._count >= CLIENTS or self._closed

    async def ready(self) -> None:
        """Returns once notifications are heard; what comes after is not missed. Gives up after five seconds."""
        end = time.monotonic() + 5
        while not self._listening.is_set() and time.monotonic() < end:
            await asyncio.sleep(0.01)

    def close(self) -> None:
        """End all streams: the server stops."""
        self._closed = True
        for viewer in self._all():
            viewer.closed = True
            self._ring(viewer, viewer.bell.set)

    def _all(self) -> list[Viewer]:
        with self._lock:
            return [viewer for viewers in self._viewers.values() for viewer in viewers]

    def _run(self) -> None:
        while not self._closed:
            try:
                self._listen()
                return
            except Exception as error:  # noqa: BLE001 -- whatever it was, viewers must hear again
                if self._closed:
                    return
                log.warning("live.lost", reason=str(error)[:200])
                time.sleep(_AGAIN)
                for viewer in self._all():  # what was told meanwhile is lost: they fetch all they show
                    self._ring(viewer, viewer.hear, "reset", {})

    def _listen(self) -> None:
        raw = self._engine.raw_connection()
        connection = cast("psycopg.Connection[Any]", raw.driver_connection)
        # Out of the pool for good: it is ours, whatever the requests need.
        raw.detach()
        try:
            connection.rollback()
            connection.autocommit = True
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
            self._listening.set()
            while True:
                for notice in connection.notifies(timeout=_POLL):
                    self._tell(notice.payload)
                with self._lock:
                    if not self._count or self._closed:
                        self._thread = None
                        return
        finally:
            self._listening.clear()
            connection.close()

    def _tell(self, payload: str) -> None:
        with suppress(ValueError, KeyError, TypeError):  # somebody else's notification
            subject, event, data = self._read(orjson.loads(payload))
            with self._lock:
                viewers = list(self._viewers.get(subject, ()))
            for viewer in viewers:
                self._ring(viewer, viewer.hear, event, data)

    @staticmethod
    def _ring(viewer: Viewer, function: Callable[..., Any], *args: Any) -> None:
        with suppress(RuntimeError):  # its loop has ended
            viewer.loop.call_soon_threadsafe(function, *args)


class EventStream(Response):
    """Sends what `viewer` hears until the client goes, `check` raises, or the server stops."""

    def __init__(self, hub: Hub, subject: str, check: Callable[[], Any]) -> None:
        self.hub = hub
        self.subject = subject
        self.check = check
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
        await _send(send, _event("open", {}))
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
            await _send(send, b"".join(_event(name, data) for name, data in told) or b": here\n\n")
            if told:
                # A training that logs without a pause is ten messages a second, not thousands.
                await asyncio.sleep(_GATHER)
        await _send(send, _event("closed", {"code": "stopping", "detail": "The server stops."}), last=True)


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(data))


async def _send(send: Send, body: bytes, *, last: bool = False) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": not last})


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def whole_names(names: list[str] | None) -> list[str] | None:
    """Names as they were told; None where some were cut off, which means: look at all."""
    most, longest = _NAMES_CUT
    if not names or len(names) >= most or any(len(name) >= longest for name in names):
        return None
    return names
