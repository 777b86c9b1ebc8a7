"""Turns frames of a journal into requests, and says what became of them.

Data and lines carry their writer and number, so that frames may be sent any number of times and count once. Not
here: when to send and when to wait (tracker.py, sync.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picsellia.errors import (
    ApiLimitError,
    InvalidQueryError,
    NetworkError,
    PicselliaError,
    ProcessingError,
    UnsufficientRessourcesError,
)
from picsellia.tracking import journal

if TYPE_CHECKING:
    from picsellia._http import Connection

RECORDS = 20_000
LINES = 5_000
SIZE = 4 << 20
"""Most that one request holds."""

_SECONDS = 30.0
_NOTHING = b'{"name":"","data":null}'
_EMPTY_LINE = b'{"text":"(a line that the server refused)","at":"1970-01-01T00:00:00Z"}'
_SHOWN = 5


def is_passing(error: Exception) -> bool:
    """Whether the same may well succeed later: nobody answers, too busy, out of room."""
    if isinstance(error, UnsufficientRessourcesError):
        return error.status == 507
    return isinstance(error, NetworkError | ApiLimitError | ProcessingError)


def is_about_content(error: Exception) -> bool:
    """Whether something in the frames is what the server refuses."""
    if getattr(error, "code", None) in ("experiments.log_gap", "telemetry.gap"):
        return False
    return isinstance(error, InvalidQueryError) or (isinstance(error, PicselliaError) and error.status == 413)


@dataclass(slots=True)
class Refused:
    """What the server did not take: how many, and the first few with their reasons."""

    count: int = 0
    reasons: list[str] = field(default_factory=list)

    def add(self, count: int, reason: str) -> None:
        self.count += count
        if len(self.reasons) < _SHOWN and reason not in self.reasons:
            self.reasons.append(reason)

    def __str__(self) -> str:
        return f"{self.count:,} {'record was' if self.count == 1 else 'records were'} refused: {' '.join(self.reasons)}"


@dataclass(slots=True, kw_only=True)
class Sent:
    """How much has been sent since it was last asked."""

    records: int = 0
    lines: int = 0
    files: int = 0
    refused: Refused = field(default_factory=Refused)


class Sender:
    """Sends to one experiment. `folder` is where files lie that frames refer to."""

    def __init__(self, connection: Connection, experiment: str, writer: str, folder: Path) -> None:
        self.connection = connection
        self.path = f"/api/experiments/{experiment}"
        self.writer = writer
        self.folder = folder
        self.sent = Sent()

    def send(self, frames: list[journal.Frame]) -> None:
        """Send frames of one kind; raises where nothing could be sent. What is refused is noted, and passed over."""
        try:
            self._send(frames)
        except PicselliaError as error:
            if not is_about_content(error):
                raise
            if len(frames) > 1:
                for frame in frames:
                    self.send([frame])
                return
            self._pass_over(frames[0], error)

    def beat(self) -> None:
        """Say that the run is alive."""
        self._post("telemetry/beat", b"{}")

    def _send(self, frames: list[journal.Frame]) -> None:
        first = frames[0]
        if first.kind == journal.DATA:
            self._send_records(first.seq, b",".join(frame.payload for frame in frames))
            self.sent.records += sum(frame.count for frame in frames)
        elif first.kind == journal.LINES:
            self._send_lines(first.seq, b",".join(frame.payload for frame in frames))
            self.sent.lines += sum(frame.count for frame in frames)
        elif first.kind == journal.END:
            self._post("telemetry/end", first.payload)
        elif first.kind == journal.STATUS:
            self.connection.body("PATCH", self.path, json=first.payload, timeout=_SECONDS, tries=1)
        elif first.kind == journal.FILE:
            self._send_file(json.loads(first.payload))
            self.sent.files += 1

    def _send_records(self, seq: int, records: bytes) -> None:
        answer = self._post("log", b'{"writer":"%s","seq":%d,"records":[%s]}' % (self.writer.encode(), seq, records))
        for each in json.loads(answer)["refused"]:
            self.sent.refused.add(1, f"{each['name']}: {each['reason']}")

    def _send_lines(self, seq: int, lines: bytes) -> None:
        head = b'{"writer":"%s","seq":%d,"lines":[' % (self.writer.encode(), seq)
        self._post("telemetry/lines", head + lines + b"]}")

    def _post(self, what: str, body: bytes) -> bytes:
        return self.connection.body("POST", f"{self.path}/{what}", json=body, timeout=_SECONDS, tries=1)

    def _pass_over(self, frame: journal.Frame, error: PicselliaError) -> None:
        """Give up a frame whose request is refused as a whole, and keep the count of what comes after it right."""
        self.sent.refused.add(frame.count, str(error))
        if frame.kind == journal.DATA:
            self._send_records_quietly(frame)
        elif frame.kind == journal.LINES:
            self._send_lines(frame.seq, b",".join([_EMPTY_LINE] * frame.count))

    def _send_records_quietly(self, frame: journal.Frame) -> None:
        before = self.sent.refused
        self.sent.refused = Refused()
        try:
            self._send_records(frame.seq, b",".join([_NOTHING] * frame.count))
        finally:
            self.sent.refused = before

    def _send_file(self, about: dict[str, Any]) -> None:
        from picsellia import assets

        path = self.folder / about["path"]
        if not path.exists():
            self.sent.refused.add(1, f"{about['name']}: its file {about['path']!r} no longer lies beside the journal.")
            return
        if about["what"] == "image":
            bring_picture(self.connection, self.path, str(path), about["name"])
        else:
            assets.send(self.connection, self.path, str(path), name=about["name"], zip=False)
        path.unlink(missing_ok=True)
        path.parent.rmdir()


def bring_picture(connection: Connection, base: str, path: str, name: str) -> None:
    """Log the picture in a file as a data-asset of type image."""
    from picsellia import assets

    def register(about: dict[str, Any]) -> dict[str, Any]:
        record = {"name": name, "type": "image", "data": {}, "picture": about}
        connection.post(f"{base}/data", record)
        return about

    assets.bring(connection, base, path, name=name, register=register)
