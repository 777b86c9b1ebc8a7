"""Moves many pictures from a disk to the lake: describe, plan, put, register.

Batches of up to 500 files flow through: while one is being sent, the next is read and planned; they are
registered in their order, so that the lake's order of creation is that of the files. Memory stays flat however
many files there are. Not here: which files are meant (_files.py), how one file is sent (_put.py), how
a request is made (_http.py). Called by Picture.upload and Datalake.push_dataset.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from picsellia._files import Found
from picsellia._hashing import Described, Unreadable, describe
from picsellia._http import Connection
from picsellia._progress import Progress
from picsellia._put import Putter, TicketRefused
from picsellia._reports import Refused, UploadReport
from picsellia._wire import Wire
from picsellia.errors import InvalidQueryError, PicselliaError, UnsufficientRessourcesError

BATCH = 500
THREADS = 8
_PART_THREADS = 4
_AHEAD = 3
_BATCH_BYTES = 256 << 20
_ROUNDS = 3
_BYTES_MISSING = "blobs.bytes_missing"


@dataclass(slots=True)
class _Batch:
    """One batch on its way: what is refused so far, and what is to be registered with which upload."""

    found: Sequence[Found]
    files: list[Described] = field(default_factory=list)
    uploads: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Refused] = field(default_factory=dict)
    known: dict[int, str] = field(default_factory=dict)


class Upload:
    """One upload of many files. `run` gives the report, and raises what makes going on pointless."""

    def __init__(
        self, connection: Connection, *, tags: Sequence[str], source: str, progress: Progress | None = None
    ) -> None:
        self._connection = connection
        self._tags = list(tags)
        self._source = source
        self._progress = progress or Progress(False, total=None, unit="picture")
        self._wire = Wire(connection)
        self._stop = Event()
        self._lock = Lock()
        self.report = UploadReport()

    def run(self, found: Iterable[Found]) -> UploadReport:
        """Upload all of them. Running it again after an interruption completes it, without sending twice."""
        started = time.monotonic()
        batches = _batches(self._kept(found))
        with (
            ThreadPoolExecutor(_AHEAD, "picsellia-batch") as lanes,
            ThreadPoolExecutor(THREADS, "picsellia-file") as workers,
            ThreadPoolExecutor(_PART_THREADS, "picsellia-part") as parts,
        ):
            self._workers = workers
            self._putter = Putter(self._connection, self._wire, parts=parts)
            waiting: deque[Future[_Batch]] = deque()
            try:
                for batch in batches:
                    waiting.append(lanes.submit(self._bring, batch))
                    if len(waiting) == _AHEAD:
                        self._register(waiting.popleft().result())
                while waiting:
                    self._register(waiting.popleft().result())
            except BaseException as error:
                self._abandon(error, [lanes, workers, parts])
                raise
            finally:
                self.report.seconds = time.monotonic() - started
        return self.report

    def _abandon(self, error: BaseException, pools: Sequence[ThreadPoolExecutor]) -> None:
        self._stop.set()
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        kept = len(self.report.uploaded) + len(self.report.already_there)
        if kept:
            error.add_note(f"{kept:,} files were kept before that. Running the same again sends only the others.")

    def _kept(self, found: Iterable[Found]) -> Iterator[Found]:
        for each in found:
            if each.ignored:
                self.report.ignored.append(each.path)
            else:
                yield each

    # One batch, in a lane

    def _bring(self, batch: _Batch) -> _Batch:
        """Describe, plan and put all files of a batch; those refused are noted."""
        for one, described in zip(batch.found, self._workers.map(self._describe, batch.found), strict=True):
            if isinstance(described, Described):
                batch.files.append(described)
            else:
                batch.refused[one.path] = described
        self._plan_and_put(batch, batch.files)
        batch.files = [file for file in batch.files if file.path not in batch.refused]
        return batch

    def _describe(self, found: Found) -> Described | Refused:
        self._check_going_on()
        try:
            return describe(found.path, found.name)
        except Unreadable as error:
            return Refused(found.path, found.name, str(error))

    def _plan_and_put(self, batch: _Batch, files: Sequence[Described]) -> None:
        todo = list(files)
        for _ in range(_ROUNDS):
            if not todo:
                return
            todo = self._round(batch, todo)
        for file in todo:
            reason = "The store refused its bytes again and again. Upload it once more later."
            batch.refused[file.path] = Refused(file.path, file.name, reason)

    def _round(self, batch: _Batch, files: Sequence[Described]) -> list[Described]:
        """Plan and put; gives the files whose tickets were no longer good."""
        items = self._connection.post(
            "/api/pictures/plan",
            {"files": [{"name": f.name, "size": f.size, "sha256": f.sha256} for f in files]},
        )["items"]
        wanted: dict[str, tuple[Described, dict[str, Any]]] = {}
        for file, item in zip(files, items, strict=True):
            if item["status"] == "refused":
                batch.refused[file.path] = Refused(file.path, file.name, item["reason"], item["code"] or "")
            elif item["status"] == "upload":
                wanted.setdefault(file.sha256, (file, item["upload"]))
        again: list[Described] = []
        outcomes = self._workers.map(self._put, wanted.values())
        for (file, _), outcome in zip(wanted.values(), outcomes, strict=True):
            if isinstance(outcome, str):
                batch.uploads[file.sha256] = outcome
                continue
            if isinstance(outcome, Refused):
                batch.refused[file.path] = outcome
            # Others with the same bytes may still be whole.
            again += [other for other in files if other.sha256 == file.sha256 and other.path not in batch.refused]
        return again

    def _put(self, wanted: tuple[Described, dict[str, Any]]) -> str | Refused | TicketRefused:
        """The id of the upload that brought the bytes, or why there is none."""
        self._check_going_on()
        file, ticket = wanted
        try:
            return self._putter.put(file, ticket, self._sent)
        except TicketRefused as error:
            return error
        except Unreadable as error:
            return Refused(file.path, file.name, str(error))
        except UnsufficientRessourcesError as error:
            if error.status == 507:
                raise
            return Refused(file.path, file.name, error.message, error.code or "")
        except InvalidQueryError as error:
            return Refused(file.path, file.name, error.message, error.code or "")

    def _sent(self, size: int) -> None:
        with self._lock:
            self.report.bytes_sent += size

    def _check_going_on(self) -> None:
        if self._stop.is_set():
            raise PicselliaError("The upload was stopped.")

    # Registering, in the caller's thread

    def _register(self, batch: _Batch) -> None:
        todo = batch.files
        for left in reversed(range(_ROUNDS)):
            if not todo:
                break
            todo = self._register_once(batch, todo, last=left == 0)
            if todo:
                # Swept, expired or used up in the meantime: brought again.
                self._plan_and_put(batch, todo)
                todo = [file for file in todo if file.path not in batch.refused]
        self.report.refused += [batch.refused[one.path] for one in batch.found if one.path in batch.refused]
        self._progress.add(len(batch.found))

    def _register_once(self, batch: _Batch, files: Sequence[Described], *, last: bool) -> list[Described]:
        described = [
            {"name": f.name, "size": f.size, "sha256": f.sha256, "upload": batch.uploads.get(f.sha256)} for f in files
        ]
        answer = self._connection.post(
            "/api/pictures", {"files": described, "tags": self._tags, "source": self._source}
        )
        again = []
        for file, item in zip(files, answer["items"], strict=True):
            if item["status"] == "created":
                self.report.uploaded.append(item["picture"]["picture_id"])
            elif item["status"] == "known":
                self.report.already_there.append(item["picture"]["picture_id"])
            elif item["code"] == _BYTES_MISSING and not last:
                again.append(file)
            else:
                batch.refused[file.path] = Refused(file.path, file.name, item["reason"], item["code"] or "")
        return again


def _batches(found: Iterable[Found]) -> Iterator[_Batch]:
    """Batches of up to `BATCH` files, smaller ones where the files are large, so that work is kept often."""
    batch: list[Found] = []
    size = 0
    for one in found:
        with suppress(OSError):
            size += os.stat(one.path).st_size
        batch.append(one)
        if len(batch) == BATCH or size >= _BATCH_BYTES:
            yield _Batch(batch)
            batch, size = [], 0
    if batch:
        yield _Batch(batch)
