"""What a training printed: a stream of lines with times and chapters, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from picsellia_server.errors import Invalid

MAX_LINES = 5_000
"""Most lines in one append."""
MAX_TEXT = 64 << 10
"""Longest line in characters; what is beyond is cut, and said at its end."""
SILENCE = timedelta(seconds=60)
"""How long a run may be silent (no line, no heartbeat) before it counts as stopped."""


class Source(StrEnum):
    OUT = "stdout"
    ERR = "stderr"
    SYSTEM = "system"


class StreamState(StrEnum):
    EMPTY = "empty"
    RUNNING = "running"
    STOPPED = "stopped"  # silent without having said how it ended
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as it comes: `replaces` redraws the line before it, `chapter` opens a chapter of that name."""

    text: str
    at: datetime
    source: Source = Source.OUT
    replaces: bool = False
    chapter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Lines of one message of a published client: `number` is its own count, `final` ends the part."""

    part: str | None
    number: int
    lines: Sequence[str]
    redraws: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line as it is shown; `number` counts from 0 over the whole stream."""

    number: int
    at: datetime
    source: Source
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLines:
    """Numbers of the lines that hold a text, in order; `next` is the line from which to look on, if there are more."""

    lines: list[int]
    next: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the log: it begins at line `line` and lasts until the next one does."""

    name: str
    line: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    id: str
    state: StreamState
    lines: int
    started_at: datetime | None
    last_at: datetime | None
    ended_at: datetime | None
    exit_code: str | None
    chapters: list[Chapter]


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """`kept`: how many of the lines were new; `seq`: the last sequence number that this writer has here."""

    kept: int
    seq: int
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Logging:
    """The reference's logging object."""

    logs: dict[str, str]
    steps: dict[str, int]
    timestamps: dict[str, datetime]
    exit_code: dict[str, Any]


class SequenceGap(Invalid):
    """A writer skipped numbers: lines between are missing and must be sent first."""

    code = "telemetry.gap"

    def __init__(self, has: int, got: int) -> None:
        super().__init__(f"The next line of this writer is number {has + 1}, not {got}. Send the ones between first.")
        self.details = {"seq": has}
