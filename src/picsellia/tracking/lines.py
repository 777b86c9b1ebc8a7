"""Reads what a program prints: lines, chapters, grouped lines, progress lines, redraws by carriage return.

Pure but for the file that the finished log is written to (log_file.py). Bytes go in as they come, in any pieces; out
come lines as the server takes them, JSON already. A line that is redrawn is shown in its newest form, twice a second
at most.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii as as_json

CHAPTER = "--#--"
PROGRESS_BEGINS, PROGRESS_ENDS = "-----", "--*--"
OUT, ERR, SYSTEM = "stdout", "stderr", "system"

_GROUP = re.compile(r"--([1-9])--")
_GROUP_ENDS = re.compile(r"---([1-9])---")
_REDRAW_SECONDS = 0.5
_LONGEST = 64 << 10
_LONGEST_HELD = 1 << 20
_BACKSPACES = re.compile(r"[\x00\x08]")


@dataclass(frozen=True, slots=True)
class Line:
    """As it is sent; `replaces` redraws the line before it, `chapter` opens a chapter of that name."""

    text: str
    at: float
    source: str = OUT
    replaces: bool = False
    chapter: bool = False

    def encoded(self) -> bytes:
        """As the server takes it; `at` is in seconds since 1970."""
        text = f'{{"text":{as_json(self.text)},"at":"{_when(self.at)}"'
        if self.source != OUT:
            text += f',"source":"{self.source}"'
        if self.replaces:
            text += ',"replaces":true'
        if self.chapter:
            text += ',"chapter":true'
        return (text + "}").encode()


@lru_cache(8)
def _when(at: float) -> str:
    """Lines that came in one piece share their time."""
    return datetime.fromtimestamp(at, UTC).isoformat()


class _Source:
    """What is known of one stream: the piece of a line that is not ended, and which markers are in force."""

    __slots__ = ("drawn", "held", "progress", "redrawn")

    def __init__(self) -> None:
        self.held = b""
        self.progress = False
        self.redrawn = -1.0
        self.drawn = False


class Reader:
    """Takes pieces of any source, in order, and hands lines to `take`."""

    def __init__(self, take: Callable[[Line], None]) -> None:
        self._take = take
        self._sources: dict[str, _Source] = {}
        self._owner: _Source | None = None
        self._group = 0
        self._grouped: list[Line] = []

    def feed(self, source: str, data: bytes, at: float) -> None:
        """The next bytes of `source`, read at `at` seconds since 1970."""
        state = self._sources.setdefault(source, _Source())
        *whole, rest = (state.held + data).split(b"\n")
        for line in whole:
            self._line(state, source, _shown(line), at)
        if len(rest) > _LONGEST_HELD:
            # A program that never ends its line must not fill the memory.
            self._line(state, source, _shown(rest), at)
            rest = b""
        state.held = rest
        if b"\r" in rest and at - state.redrawn >= _REDRAW_SECONDS:
            state.redrawn = at
            self._draw(state, source, _shown(rest), at)

    def end(self, at: float) -> None:
        """No more will come: what has not ended its line is one."""
        for source, state in self._sources.items():
            if state.held:
                self._line(state, source, _shown(state.held), at)
                state.held = b""
        self._release()

    def _line(self, state: _Source, source: str, text: str, at: float) -> None:
        marker = text.rstrip()
        if marker.startswith("--"):
            if marker.startswith(CHAPTER):
                self._release()
                self._owner, state.progress, state.drawn = None, False, False
                self._take(Line(marker.removeprefix(CHAPTER).strip() or "…", at, source, chapter=True))
                return
            if self._marked(state, marker):
                return
        if state.progress or state.drawn:
            self._draw(state, source, text, at)
            state.drawn = False
            if not state.progress:
                self._owner = None
            return
        self._owner = None
        self._emit(Line(text, at, source))

    def _marked(self, state: _Source, marker: str) -> bool:
        """Whether the line is a marker, which is obeyed and not shown."""
        if marker in (PROGRESS_BEGINS, PROGRESS_ENDS):
            state.progress = marker == PROGRESS_BEGINS
            self._owner = None
            return True
        if found := _GROUP.fullmatch(marker):
            self._release()
            self._group = int(found[1])
            return True
        if _GROUP_ENDS.fullmatch(marker):
            self._release()
            self._group = 0
            return True
        return False

    def _draw(self, state: _Source, source: str, text: str, at: float) -> None:
        """A line that stands for the one before it, where nothing has come between."""
        self._release()
        self._take(Line(text, at, source, replaces=self._owner is state))
        self._owner, state.drawn = state, True

    def _emit(self, line: Line) -> None:
        if not self._group:
            self._take(line)
            return
        self._grouped.append(line)
        if len(self._grouped) >= self._group:
            self._release()

    def _release(self) -> None:
        """Lines of a group go together, so that nobody sees half of it."""
        grouped, self._grouped = self._grouped, []
        for line in grouped:
            self._take(line)


def _shown(line: bytes) -> str:
    """What a terminal shows of a line in the end: what stands behind its last carriage return."""
    text = line.rstrip(b"\r")
    if b"\r" in text:
        text = next((part for part in reversed(text.split(b"\r")) if part), b"")
    shown = text.decode("utf-8", "backslashreplace")
    if "\x00" in shown:
        shown = _BACKSPACES.sub("\ufffd", shown)
    if len(shown) > _LONGEST:
        shown = f"{shown[:_LONGEST]} … ({len(shown) - _LONGEST:,} more characters cut)"
    return shown
