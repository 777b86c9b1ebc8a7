"""What the operator's verbs say while they work: how far they are, and sizes for people."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_OFTEN, _SELDOM = 0.5, 30.0


def size_text(size: int) -> str:
    """Bytes for people: `1.4 GB`."""
    amount, units = float(size), ["bytes", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        units.pop(0)
    return f"{size:,} bytes" if units[0] == "bytes" else f"{amount:.1f} {units[0]}"


def count_text(count: int, one: str) -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


class Progress:
    """One line that is written over on a terminal, and now and then a line elsewhere. Never on standard output."""

    def __init__(self, title: str, *, total: int | None = None, out: TextIO | None = None) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self._out = out or sys.stderr
        self._live = self._out.isatty()
        self._said = time.monotonic()
        self._width = 0

    def step(self, count: int = 1) -> None:
        self.done += count
        now = time.monotonic()
        if now - self._said >= (_OFTEN if self._live else _SELDOM):
            self._said = now
            self._say()

    def _say(self) -> None:
        of = f" of {self.total:,}" if self.total else ""
        text = f"{self.title}: {self.done:,}{of}"
        if self._live:
            self._out.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._out.write(text + "\n")
        self._out.flush()

    def close(self) -> None:
        if self._live and self._width:
            self._out.write("\r" + " " * self._width + "\r")
            self._out.flush()
