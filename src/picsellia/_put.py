"""Brings the bytes of one file to the store: by one request, or in parts that are retried and resumed singly.

A ticket is what the server's plan gave: {id, request} or {id, parts, finish}. Not here: which files
(_transfer.py). Called for pictures, and for files of experiments and networks.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from picsellia._hashing import CHANGED, Described, Unreadable, reason, stamp_of
from picsellia._http import Connection
from picsellia._retry import Backoff
from picsellia._wire import Wire
from picsellia.errors import PicselliaError, ResourceNotFoundError, from_problem

SMALL = 1 << 20
"""Files up to this size in bytes are sent from memory, in one go."""

_KEPT_SECONDS = 3 * 86_400  # tickets are good for a day
_OTHER_BYTES = frozenset({"storage.mismatch", "blobs.other_bytes"})
Sent = Callable[[int], None]


class TicketRefused(Exception):
    """The store no longer takes this ticket; a new plan gives another."""


class Window:
    """A reader of `size` bytes of a file from `offset` on. Raises `Unreadable` when the file became shorter."""

    def __init__(self, path: str, offset: int, size: int) -> None:
        self._file: BinaryIO = open(path, "rb", buffering=0)  # noqa: SIM115 -- closed by `close`
        self._file.seek(offset)
        self._span = offset, size
        self._left = size

    def fileno(self) -> int:
        return self._file.fileno()

    def span(self) -> tuple[int, int]:
        """(offset, size), for senders that copy from the descriptor by themselves."""
        return self._span

    def read(self, most: int = -1) -> bytes:
        wanted = self._left if most < 0 else min(most, self._left)
        if not wanted:
            return b""
        data = self._file.read(wanted)
        if not data:
            raise Unreadable(CHANGED)
        self._left -= len(data)
        return data

    def close(self) -> None:
        self._file.close()


class Putter:
    """Sends files by their tickets; safe to use from several threads.

    `parts` runs the parts of large files; without it they go one after the other.
    """

    def __init__(self, connection: Connection, wire: Wire, *, parts: Executor | None = None) -> None:
        self._connection = connection
        self._wire = wire
        self._parts = parts

    def put(self, file: Described, ticket: dict[str, Any], sent: Sent = lambda size: None) -> str:
        """Bring the bytes; `sent` is told of each piece that has arrived. Gives the id of the upload to register.

        It is that of an earlier ticket where an upload that had broken off was completed.

        Raises `Unreadable` when the file has changed since it was described, `TicketRefused` when the ticket
        is no longer good, and errors of `picsellia.errors` for the rest.
        """
        try:
            if ticket.get("request"):
                self._whole(file, ticket["request"])
                sent(file.size)
                return str(ticket["id"])
            return self._in_parts(file, ticket, sent)
        except OSError as error:
            raise Unreadable(reason(error)) from error

    def _whole(self, file: Described, request: dict[str, Any]) -> None:
        if file.size <= SMALL:
            with open(file.path, "rb", buffering=0) as opened:
                body: Any = opened.read(SMALL + 1)
                changed = len(body) != file.size or stamp_of(os.fstat(opened.fileno())) != file.stamp
            if changed:
                raise Unreadable(CHANGED)
        else:
            body = _opener(file, 0, file.size)
        self._send(request, body, file.size)
        if file.size > SMALL:
            _same(file)

    def _send(self, request: dict[str, Any], body: Any, size: int) -> str:
        headers = {**request["headers"], "Content-Length": str(size), "Content-Type": "application/octet-stream"}
        answer = self._wire.send(request["method"], request["url"], headers=headers, body=body, backoff=Backoff())
        content = answer.data
        if answer.status < 300:
            return answer.headers.get("etag", "")
        raise self._refused(answer.status, content, request["url"])

    def _refused(self, status: int, content: bytes, url: str) -> Exception:
        problem = _problem(content)
        code = problem.get("code") if problem else None
        if code in _OTHER_BYTES or b"BadDigest" in content or b"XAmzContentSHA256Mismatch" in content:
            return Unreadable(CHANGED)
        if status in (403, 404, 409):
            return TicketRefused()
        host = url.split("/", 3)[2]
        return from_problem(status, problem, doing="Sending bytes", host=host)

    # Parts

    def _in_parts(self, file: Described, ticket: dict[str, Any], sent: Sent) -> str:
        memory = Resume(self._connection.host, file)
        for used in filter(None, (memory.load(), ticket)):
            try:
                self._bring_parts(file, used, memory, sent)
            except (TicketRefused, ResourceNotFoundError):
                memory.forget()
            else:
                memory.forget()
                return str(used["id"])
        raise TicketRefused

    def _bring_parts(self, file: Described, ticket: dict[str, Any], memory: Resume, sent: Sent) -> None:
        memory.begin(ticket)
        todo = [part for part in ticket["parts"] if part["number"] not in memory.etags]
        sent(file.size - sum(part["size"] for part in todo))

        def bring(part: dict[str, Any]) -> None:
            etag = self._send(part, _opener(file, part["offset"], part["size"]), part["size"])
            memory.arrived(part["number"], etag)
            sent(part["size"])

        for _ in self._parts.map(bring, todo) if self._parts else map(bring, todo):
            pass
        _same(file)
        parts = [{"number": number, "etag": etag} for number, etag in sorted(memory.etags.items())]
        try:
            self._connection.post(ticket["finish"], {"parts": parts})
        except PicselliaError as error:
            if error.code in _OTHER_BYTES:
                memory.forget()
                raise Unreadable(CHANGED) from error
            raise


class Resume:
    """The ticket and the parts that have arrived of one large file, kept on disk until it is complete.

    So an upload of many gigabytes that was killed goes on where it was. The file has mode 600: the ticket's
    addresses are credentials for these parts.
    """

    def __init__(self, host: str, file: Described) -> None:
        base = os.environ.get("XDG_CACHE_HOME")
        folder = (Path(base) if base else Path.home() / ".cache") / "picsellia" / "uploads"
        self._path = folder / f"{sha256(f'{host} {file.sha256} {file.size}'.encode()).hexdigest()}.jsonl"
        self.etags: dict[int, str] = {}

    def load(self) -> dict[str, Any] | None:
        """The ticket of an upload that was not finished; `etags` then holds its parts."""
        try:
            first, *rest = self._path.read_text(encoding="utf-8").splitlines()
            ticket = json.loads(first)
            etags = {}
            for line in rest:
                with suppress(ValueError):  # the last line of a killed process may be half written
                    number, etag = json.loads(line)
                    etags[int(number)] = str(etag)
            good = bool(ticket["parts"]) and isinstance(ticket["finish"], str) and isinstance(ticket["id"], str)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        self.etags = etags if good else {}
        return ticket if good else None

    def begin(self, ticket: dict[str, Any]) -> None:
        if self.etags:
            return
        # Not being able to resume is no reason not to upload.
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._tidy()
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(ticket) + "\n")

    def _tidy(self) -> None:
        for old in self._path.parent.glob("*.jsonl"):
            if time.time() - old.stat().st_mtime > _KEPT_SECONDS:
                old.unlink(missing_ok=True)

    def arrived(self, number: int, etag: str) -> None:
        self.etags[number] = etag
        with suppress(OSError), open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps([number, etag]) + "\n")

    def forget(self) -> None:
        self.etags = {}
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _opener(file: Described, offset: int, size: int) -> Callable[[], Window]:
    """Opens the file for each try, as long as it is the same."""

    def opened() -> Window:
        _same(file)
        return Window(file.path, offset, size)

    return opened


def _same(file: Described) -> None:
    if stamp_of(os.stat(file.path)) != file.stamp:
        raise Unreadable(CHANGED)


def _problem(content: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
