"""Records one run of a training: what it prints, what the machine does meanwhile, and how it ended.

Pieces of output are queued as they come and read by a thread, so that who prints never waits for the reading. Used
by `picsellia run` (commands/run.py) and by `experiment.logging()` (capture.py).
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import tempfile
import threading
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from picsellia.tracking import journal
from picsellia.tracking.lines import SYSTEM, Line, Reader
from picsellia.tracking.log_file import LogFile
from picsellia.tracking.usage import Usage

if TYPE_CHECKING:
    from picsellia.tracking.tracker import Tracker

LOGS = "logs"
_PIECES = 256
_BATCH = 1_000


class Recording:
    """One run, from its making to `end`. `metrics` is the seconds between two looks at the machine; 0: none."""

    def __init__(self, tracker: Tracker, *, metrics: float = 10.0) -> None:
        self.tracker = tracker
        self._log = LogFile()
        self._reader = Reader(self._take)
        self._encoded: list[bytes] = []
        # Bounded: a program that prints faster than it can be read is slowed down, and memory stays flat.
        self._pieces: queue.Queue[tuple[str, bytes, float] | None] = queue.Queue(_PIECES)
        self._thread = threading.Thread(target=self._read, name="picsellia-lines", daemon=True)
        self._thread.start()
        self._usage = Usage(tracker, metrics) if metrics > 0 else None
        self._pid = os.getpid()
        tracker.alive(True)

    def feed(self, source: str, data: bytes) -> None:
        """The next bytes that came from `source`."""
        self._pieces.put((source, data, time.time()))

    def say(self, text: str) -> None:
        """A line of our own."""
        self.feed(SYSTEM, text.encode() + b"\n")

    def _take(self, line: Line) -> None:
        self._log.take(line)
        self._encoded.append(line.encoded())
        if len(self._encoded) >= _BATCH:
            self._pass_on()

    def _pass_on(self) -> None:
        encoded, self._encoded = self._encoded, []
        if encoded:
            self.tracker.lines(encoded)

    def _read(self) -> None:
        while (piece := self._pieces.get()) is not None:
            source, data, at = piece
            self._reader.feed(source, data, at)
            if self._pieces.empty():
                self._pass_on()
        self._reader.end(time.time())
        self._pass_on()

    def end(self, exit_code: str, status: str | None) -> None:
        """The run is over: the rest of its lines, its exit code, its log as a file, and its status, in that order."""
        self._pieces.put(None)
        self._thread.join()
        if self._usage is not None:
            self._usage.stop()
        at = time.time()
        when = datetime.fromtimestamp(at, UTC).isoformat()
        self.tracker.alive(False)
        self.tracker.put(journal.END, json.dumps({"exit_code": exit_code, "at": when}).encode())
        with self._log.finished(exit_code, at) as log:
            stage_text(self.tracker, LOGS, f"{self.tracker.experiment}-logs.json", log)
        if status is not None:
            self.tracker.put(journal.STATUS, json.dumps({"status": status}).encode())


def stage_text(tracker: Tracker, name: str, file_name: str, source: str | IO[str]) -> None:
    """Keep a text, or an open file of text, beside the journal, to become a file of the experiment in its turn."""
    place = f"{tracker.writer}.{uuid.uuid4().hex[:8]}.files"
    folder = tracker.folder / place
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        # No place for journals: a temporary folder does while this process lives.
        folder = Path(tempfile.mkdtemp(prefix="picsellia-"))
        place = str(folder)
    with (folder / file_name).open("w", encoding="utf-8") as out:
        if isinstance(source, str):
            out.write(source)
        else:
            shutil.copyfileobj(source, out, 1 << 20)
    about = {"what": "file", "name": name, "path": f"{place}/{file_name}"}
    tracker.put(journal.FILE, json.dumps(about).encode())
