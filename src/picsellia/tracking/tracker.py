"""Takes what a training logs, returns at once, and gets it to the server whatever happens to either.

    log -> queue -> (thread) journal on disk -> (thread) server

The first thread empties the queue a few times a second, so that what a killed process had logged is on disk; the
second sends what is on disk, and waits while the server is away. Neither ever raises into the training; what went
wrong is told at `flush` and `close`. Memory is bounded: who logs faster than the disk writes, writes himself.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picsellia.errors import InvalidQueryError, NetworkError, PicselliaError
from picsellia.tracking import journal as journals
from picsellia.tracking.journal import Frame, Journal
from picsellia.tracking.places import Limits
from picsellia.tracking.records import LINE, Item, Packer, framed
from picsellia.tracking.sender import LINES, RECORDS, SIZE, Refused, Sender, is_passing

if TYPE_CHECKING:
    from picsellia._http import Connection

FLUSH_SECONDS = 60.0
BEAT_SECONDS = 15.0
_QUEUED = 20_000
_GATHER = 0.05
_PAUSE = 0.2
_IDLE = 0.5
_LONGEST_WAIT = 4.0
_BROKEN_WAIT = 30.0


class Tracker:
    """One experiment's records of this process. Safe from any thread; a fork gets a journal of its own.

    Without a `connection` nothing is sent: the journal waits for `picsellia sync`.
    """

    def __init__(
        self,
        connection: Connection | None,
        experiment: str,
        *,
        folder: Path,
        about: dict[str, Any],
        limits: Limits | None = None,
    ) -> None:
        self.experiment = experiment
        self.folder = folder
        self.limits = limits or Limits.read()
        self._connection = connection
        self._about = about
        self._begin()

    def _begin(self) -> None:
        """A new writer with an empty queue: at the start, and in a child process."""
        self.pid = os.getpid()
        self.writer = str(uuid.uuid4())
        self._queue: deque[Any] = deque()
        self._lines: deque[bytes] = deque()
        self._names: set[str] = set()
        self._threads: list[threading.Thread] = []
        self._draining = threading.Lock()
        self._starting = threading.Lock()
        self._filled = threading.Event()
        self._state = threading.Condition()
        self._closing = False
        self._urgent = 0
        self._alive = False
        self.dropped = 0
        self.error: Exception | None = None
        self._refused = Refused()
        about = {**self._about, "writer": self.writer, "pid": self.pid}
        self.journal = Journal(self.folder, about, limit=self.limits.journal)
        self._sender: Sender | None = None
        if self._connection is not None:
            import copy

            # A connection of its own, so that a training's requests and ours never wait for each other.
            own = copy.copy(self._connection)
            own._session = None
            own.interactive = False
            self._sender = Sender(own, self.experiment, self.writer, self.folder)

    def after_fork(self) -> None:
        """Called in a child process: what was queued is the parent's to send."""
        self.journal.abandon()
        self._begin()

    # Taking in

    def point(self, name: Any, type: Any, data: Any) -> bool:
        """Take one number of a line whose name is known; False where `log` has to look closer."""
        if type != LINE or name not in self._names:
            return False
        kind = data.__class__
        if kind is list:
            if len(data) != 1:
                return False
            data = data[0]
            kind = data.__class__
        # No NaN and no infinity is its own difference from itself.
        if kind is not float or data - data != 0.0:
            return False
        self._queue.append((name, data))
        if len(self._queue) >= _QUEUED:
            self.drain()
        return True

    def log(self, name: str, type: str | None, data: Any, *, replace: bool) -> None:
        """Take a checked record; a line's `data` is not to be changed afterwards, anything else is copied now."""
        if type == LINE:
            self._names.add(name)
            self._queue.append(Item(name, type, data, replace))
        else:
            from picsellia._http import encoded

            self._queue.append((name, encoded({"name": name, "data": data, "type": type, "replace": replace}), True))
        if len(self._queue) >= _QUEUED:
            self.drain()
        self._ensure_started()

    def lines(self, encoded: list[bytes]) -> None:
        """Take lines of output, as JSON."""
        self._lines.extend(encoded)
        if len(self._lines) >= _QUEUED:
            self.drain()
        self._ensure_started()

    def put(self, kind: bytes, payload: bytes) -> None:
        """Take an exit code, a status or a file, in its place after all that came before."""
        self.drain()
        self._keep(kind, 1, payload)
        self._ensure_started()

    def alive(self, running: bool) -> None:
        """Whether a run is going on, whose heart then beats to the server."""
        self._alive = running
        self._ensure_started()

    def drain(self) -> None:
        """Bring the queue to the journal."""
        with self._draining:
            queue, lines = self._queue, self._lines
            while queue:
                packer = Packer()
                for _ in range(min(len(queue), _QUEUED)):
                    item = queue.popleft()
                    if len(item) == 2:
                        packer.point(*item)
                    elif len(item) == 3:
                        packer.raw(item[0], item[1])
                    else:
                        packer.item(item)
                for count, payload in packer.frames():
                    self._keep(journals.DATA, count, payload)
            if lines:
                for count, payload in framed(lines.popleft() for _ in range(len(lines))):
                    self._keep(journals.LINES, count, payload)

    def _keep(self, kind: bytes, count: int, payload: bytes) -> None:
        if not self.journal.append(kind, count, payload):
            self.dropped += count

    # Threads

    def _ensure_started(self) -> None:
        if self._threads:
            if not self._filled.is_set():
                self._filled.set()
            return
        with self._starting:
            if not self._threads and not self._closing:
                made = [threading.Thread(target=self._write, name="picsellia-journal", daemon=True)]
                if self._sender is not None:
                    made.append(threading.Thread(target=self._send, name="picsellia-sender", daemon=True))
                for thread in made:
                    thread.start()
                self._threads = made
        self._filled.set()

    def _write(self) -> None:
        pid = self.pid
        while not self._closing and pid == os.getpid():
            # A point that comes by the cheap way rings no bell: it is found within the pause.
            if not self._queue and not self._lines:
                self._filled.wait(_IDLE)
                self._filled.clear()
            time.sleep(_GATHER)
            try:
                if self._queue or self._lines:
                    self.drain()
                    self._tell()
            except Exception as error:  # noqa: BLE001 -- told at flush; the training goes on
                self.error = error

    def _tell(self, urgent: int = 0) -> None:
        with self._state:
            self._urgent += urgent
            self._state.notify_all()

    def _send(self) -> None:
        waited, beaten, tries = 0.0, 0.0, 0
        while not self._closing:
            frames = self.journal.unsent(count=RECORDS, size=SIZE)
            if frames and frames[0].kind == journals.LINES and sum(f.count for f in frames) > LINES:
                frames = _up_to(frames, LINES)
            beat = self._alive and time.monotonic() - beaten >= BEAT_SECONDS
            if not frames and not beat:
                self._rest(_IDLE)
                continue
            if self._urgent == 0 and time.monotonic() - waited < _PAUSE:
                self._rest(_PAUSE - (time.monotonic() - waited))
                continue
            try:
                self._send_one(frames)
                beaten = time.monotonic()
                tries = 0
            except Exception as error:  # noqa: BLE001 -- told at flush; the training goes on
                self.error = error
                wait = min(0.1 * 2**tries, _LONGEST_WAIT) if is_passing(error) else _BROKEN_WAIT
                tries = min(tries + 1, 10)
                self._tell()
                self._wait(wait)
            waited = time.monotonic()

    def _send_one(self, frames: list[Frame]) -> None:
        assert self._sender is not None
        if not frames:
            self._sender.beat()
            return
        self._sender.send(frames)
        self.journal.sent(frames)
        self.error = None
        refused, self._sender.sent.refused = self._sender.sent.refused, Refused()
        if refused.count:
            for reason in refused.reasons:
                self._refused.add(0, reason)
            self._refused.count += refused.count
        self._tell()

    def _rest(self, seconds: float) -> None:
        """Wait until there is something to do."""
        with self._state:
            if not self._closing and (self._urgent == 0 or not self._has_rest()):
                self._state.wait(seconds)

    def _has_rest(self) -> bool:
        return self.journal.done < self.journal.written

    def _wait(self, seconds: float) -> None:
        """Wait before another try; a new flush ends it."""
        end = time.monotonic() + seconds
        with self._state:
            before = self._urgent
            while not self._closing and self._urgent <= before and (left := end - time.monotonic()) > 0:
                self._state.wait(left)

    # Waiting for it

    @property
    def waiting(self) -> bool:
        """Whether anything has not reached the server."""
        return bool(self._queue or self._lines) or self._has_rest()

    def flush(self, timeout: float = FLUSH_SECONDS) -> None:
        """Wait until all that was logged so far is on the server, or without one on disk.

        Raises `NetworkError` when it is not after `timeout` seconds (it stays in the journal, and goes on being
        sent), the server's error when it refuses this experiment or token, and `InvalidQueryError`, once, for
        records that it refused or that found no room in the journal.
        """
        if self.waiting:
            self.drain()
            self._ensure_started()
            if self._sender is not None:
                self._await(timeout)
        self._complain()

    def _await(self, timeout: float) -> None:
        goal = self.journal.written
        end = time.monotonic() + timeout
        self._tell(urgent=1)
        asked = time.monotonic()
        try:
            with self._state:
                while self.journal.done < goal:
                    error = self.error
                    if error is not None and not is_passing(error) and time.monotonic() - asked > _IDLE:
                        raise error
                    left = end - time.monotonic()
                    if left <= 0 or self._closing:
                        raise self._late(timeout)
                    self._state.wait(min(left, _IDLE))
        finally:
            self._tell(urgent=-1)

    def _late(self, timeout: float) -> NetworkError:
        why = f" ({self.error})" if self.error is not None else ""
        where = self.journal.kept_in
        kept = f"It is kept in {where}, and sent by this process or by `picsellia sync`." if where else ""
        return NetworkError(f"Not all that was logged reached the server within {timeout:g} seconds{why}. {kept}")

    def _complain(self) -> None:
        if self.dropped:
            count, self.dropped = self.dropped, 0
            raise InvalidQueryError(
                f"{count:,} records were lost: the journal had reached its limit. Give it more room with "
                "PICSELLIA_JOURNAL_MB."
            )
        if self._refused.count:
            refused, self._refused = self._refused, Refused()
            raise InvalidQueryError(str(refused))

    def close(self, timeout: float = FLUSH_SECONDS) -> None:
        """As `flush`, then end the threads and the journal. What was not sent stays for `picsellia sync`."""
        try:
            self.flush(timeout)
        finally:
            self._closing = True
            self._names.clear()
            self._tell()
            self._filled.set()
            for thread in self._threads:
                if thread is not threading.current_thread():
                    thread.join(2.0)
            self.drain()
            self.journal.close()
            if self._sender is not None:
                self._sender.connection.close()

    def told(self, timeout: float) -> str | None:
        """As `close`, with a sentence in place of an error."""
        try:
            self.close(timeout)
        except NetworkError as error:
            return str(error)
        except (PicselliaError, OSError) as error:
            kept = (
                f" What was not sent is kept in {self.folder}; `picsellia sync` sends it." if self._has_rest() else ""
            )
            return f"{error}{kept}"
        return None

    @property
    def closed(self) -> bool:
        """Whether it takes no more: whoever logs on needs a new one."""
        return self._closing


def _up_to(frames: list[Frame], count: int) -> list[Frame]:
    taken = 0
    for at, frame in enumerate(frames):
        taken += frame.count
        if taken > count and at:
            return frames[:at]
    return frames
