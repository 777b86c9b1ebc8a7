"""Live views, fed by PostgreSQL's notifications over one connection a process: who looks at what, and is told.

A notification holds ids and names alone; a client hears that something has changed and fetches what it shows, with
its own permissions. So a client costs no database connection, and a slow one no memory: what it has not taken yet is
merged. Each event has an id; a client that comes back with it hears what it has missed, from the last few thousand
notifications that are kept. Not here: how it is sent (`event_stream.py`), who tells (`experiments/access.py`), which
routes there are (`experiments/live_routes.py`).
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import orjson
import psycopg
import sqlalchemy as sa
import structlog
from psycopg import sql

from picsellia_server.errors import Unavailable

CLIENTS = 500
"""Most clients of one process; one more is asked to poll."""
LINGER = 60.0
"""Seconds that are listened to after the last client has gone: it may come back, and has then missed nothing."""
KEPT = 5_000
"""Most notifications kept for clients that come back."""

_POLL = 1.0
_AGAIN = 2.0
_NAMES_CUT = (50, 60)
_MOST_NAMES = 200

Heard: TypeAlias = tuple[str, str, dict[str, Any]]
"""Subject, event, data."""

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
    last: str = ""
    closed: bool = False

    def hear(self, event: str, data: dict[str, Any], last: str) -> None:
        """Called on the viewer's loop; `last` is the id of what is told."""
        before = self.pending.get(event)
        if before is not None and "names" in data:
            data = {**data, "names": _merged(before.get("names"), data["names"])}
        self.pending[event] = data
        self.last = last
        self.bell.set()

    def taken(self) -> list[tuple[str, dict[str, Any]]]:
        """What it has not been told yet."""
        found, self.pending = list(self.pending.items()), {}
        self.bell.clear()
        return found


def _merged(before: list[str] | None, names: list[str] | None) -> list[str] | None:
    """All of both; None, which means any, where that is too many or not known."""
    if before is None or names is None:
        return None
    both = list(dict.fromkeys([*before, *names]))
    return both if len(both) <= _MOST_NAMES else None


class Hub:
    """Listens on one channel while there are viewers, and rings those whose subject a notification names.

    What is heard is numbered, from 0 at each time that it begins to listen: an id is `<run>-<number>`.
    """

    def __init__(self, engine: sa.Engine, channel: str, read: Callable[[Any], list[Heard]]) -> None:
        self._engine = engine
        self._channel = channel
        self._read = read
        self._lock = threading.Lock()
        self._viewers: dict[str, set[Viewer]] = {}
        self._count = 0
        self._thread: threading.Thread | None = None
        self._listening = threading.Event()
        self._closed = False
        self._kept: deque[tuple[int, list[Heard]]] = deque(maxlen=KEPT)
        self._session = ""
        self._number = 0
        self._left = 0.0

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
                self._left = time.monotonic()
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

    def resume(self, viewer: Viewer, last: str | None) -> bool:
        """Tell `viewer` what was told since the event `last`; False when that is not known any more.

        Called on the viewer's loop, once it hears. What it hears twice is merged.
        """
        with self._lock:
            viewer.last = f"{self._session}-{self._number}"
            session, _, number = (last or "").rpartition("-")
            if session != self._session or not number.isdecimal() or len(number) > 18:
                return False
            since = int(number)
            oldest = self._kept[0][0] if self._kept else self._number + 1
            if not oldest - 1 <= since <= self._number:
                return False
            missed = [(at, heard) for at, all_heard in self._kept if at > since for heard in all_heard]
        viewer.last = f"{session}-{since}"
        for at, (subject, event, data) in missed:
            if subject == viewer.subject:
                viewer.hear(event, data, f"{session}-{at}")
        return True

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
                self._listening.clear()
                if self._closed:
                    return
                log.warning("live.lost", reason=str(error)[:200])
                time.sleep(_AGAIN)
                for viewer in self._all():  # what was told meanwhile is lost: they fetch all they show
                    self._ring(viewer, viewer.hear, "reset", {}, "")

    def _listen(self) -> None:
        raw = self._engine.raw_connection()
        connection = cast("psycopg.Connection[Any]", raw.driver_connection)
        # Out of the pool for good: it is ours, whatever the requests need.
        raw.detach()
        try:
            connection.rollback()
            connection.autocommit = True
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
            with self._lock:
                self._session, self._number = secrets.token_hex(8), 0
                self._kept.clear()
            self._listening.set()
            while True:
                for notice in connection.notifies(timeout=_POLL):
                    self._tell(notice.payload)
                with self._lock:
                    idle = not self._count and time.monotonic() - self._left > LINGER
                    if idle or self._closed:
                        self._thread = None
                        # With the lock: who comes now waits for the next one to listen.
                        self._listening.clear()
                        return
        finally:
            connection.close()

    def _tell(self, payload: str) -> None:
        with suppress(ValueError, KeyError, TypeError):  # somebody else's notification
            heard = self._read(orjson.loads(payload))
            with self._lock:
                self._number += 1
                self._kept.append((self._number, heard))
                last = f"{self._session}-{self._number}"
                told = [
                    (viewer, event, data) for subject, event, data in heard for viewer in self._viewers.get(subject, ())
                ]
            for viewer, event, data in told:
                self._ring(viewer, viewer.hear, event, data, last)

    @staticmethod
    def _ring(viewer: Viewer, function: Callable[..., Any], *args: Any) -> None:
        with suppress(RuntimeError):  # its loop has ended
            viewer.loop.call_soon_threadsafe(function, *args)


def whole_names(names: list[str] | None) -> list[str] | None:
    """Names as they were told; None where some were cut off, which means: look at all."""
    most, longest = _NAMES_CUT
    if not names or len(names) >= most or any(len(name) >= longest for name in names):
        return None
    return names
