"""Fetches many files into a folder, in parallel: those that are there and identical are passed over.

Not here: one file (_get.py), safe paths (_folder.py), where the list comes from (datasets.py). Memory stays flat
for any number of files.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock
from typing import NamedTuple

from picsellia._folder import Folder, Unsafe
from picsellia._get import Getter, NotFetched, identical
from picsellia._http import Connection
from picsellia._progress import Progress
from picsellia._reports import DownloadReport, Refused
from picsellia._wire import Wire
from picsellia.errors import PicselliaError

THREADS = 8
_AHEAD = 64
_HANDFUL = 16
_HANDFUL_BYTES = 2 << 20


class Wanted(NamedTuple):
    """A file to fetch: its name below the folder, where its bytes are, their size and hex SHA-256 (None: unknown)."""

    name: str
    url: str
    size: int
    sha256: str | None
    picture_id: str = ""


Renew = Callable[[Wanted], str]


class Download:
    """One download of many files. `run` gives the report, and raises what makes going on pointless."""

    def __init__(
        self, connection: Connection, folder: Folder, *, renew: Renew | None = None, progress: Progress | None = None
    ) -> None:
        self._getter = Getter(Wire(connection))
        self._folder = folder
        self._renew = renew
        self._progress = progress or Progress(False, total=None, unit="picture")
        self._stop = Event()
        self._lock = Lock()
        self.report = DownloadReport(folder=folder.root)

    def run(self, wanted: Iterable[Wanted]) -> DownloadReport:
        """Fetch all of them. Running it again after an interruption fetches only what is missing."""
        started = time.monotonic()
        waiting: deque[Future[list[Refused | bool]]] = deque()
        with ThreadPoolExecutor(THREADS, "picsellia-file") as pool:
            try:
                for some in _handfuls(wanted):
                    waiting.append(pool.submit(self._some, some))
                    if len(waiting) >= _AHEAD:
                        self._count(waiting.popleft().result())
                while waiting:
                    self._count(waiting.popleft().result())
            except BaseException as error:
                self._stop.set()
                pool.shutdown(wait=False, cancel_futures=True)
                there = self.report.downloaded + self.report.already_there
                error.add_note(
                    f"{there:,} files are in {self._folder.root}. Running the same again fetches the others."
                )
                raise
            finally:
                self.report.seconds = time.monotonic() - started
        return self.report

    def _some(self, wanted: list[Wanted]) -> list[Refused | bool]:
        return [self._one(each) for each in wanted]

    def _one(self, wanted: Wanted) -> Refused | bool:
        """False: it was there already."""
        if self._stop.is_set():
            raise PicselliaError("The download was stopped.")
        try:
            path, there = self._folder.place(wanted.name)
            if there and identical(path, wanted.size, wanted.sha256):
                return False
            renew = self._renew
            self._getter.get(
                wanted.url,
                path,
                size=wanted.size,
                digest=wanted.sha256,
                renew=None if renew is None else lambda: renew(wanted),
                received=self._received,
            )
        except (Unsafe, NotFetched) as error:
            return Refused(wanted.name, wanted.name, str(error))
        return True

    def _received(self, size: int) -> None:
        with self._lock:
            self.report.bytes_received += size

    def _count(self, outcomes: list[Refused | bool]) -> None:
        for outcome in outcomes:
            if isinstance(outcome, Refused):
                self.report.refused.append(outcome)
            elif outcome:
                self.report.downloaded += 1
            else:
                self.report.already_there += 1
        self._progress.add(len(outcomes))


def _handfuls(wanted: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """Several small files at a time, large ones alone: handing work to a thread costs as much as a small file."""
    some: list[Wanted] = []
    size = 0
    for one in wanted:
        some.append(one)
        size += one.size
        if len(some) == _HANDFUL or size >= _HANDFUL_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some
