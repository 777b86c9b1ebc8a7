"""Records what this very process prints, from `start_logging` to `end_logging` or to its end.

Only what goes through `sys.stdout` and `sys.stderr` is seen; `picsellia run` sees all. What is printed still goes where
it went.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from picsellia.errors import InvalidQueryError
from picsellia.tracking.lines import ERR, OUT
from picsellia.tracking.recording import Recording

if TYPE_CHECKING:
    from types import TracebackType

    from picsellia.tracking.tracker import Tracker

SUCCESS, FAILED = "success", "failed"
_current: Capture | None = None


class _Tee:
    """A stream that writes to another, and hands on a copy; all else is the other's."""

    def __init__(self, stream: Any, take: Callable[[bytes], None]) -> None:
        self._stream = stream
        self._take = take

    def write(self, text: str) -> int:
        written = self._stream.write(text)
        if isinstance(text, str) and text:
            self._take(text.encode("utf-8", "backslashreplace"))
        return int(written) if isinstance(written, int) else len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Any:
        return iter(self._stream)


class Capture:
    """Stands in for `sys.stdout` and `sys.stderr` until `end`. One at a time in a process."""

    def __init__(self, tracker: Tracker, *, metrics: float) -> None:
        global _current
        if _current is not None:
            raise InvalidQueryError("The output of this process is being recorded already: end_logging() first.")
        self._recording = Recording(tracker, metrics=metrics)
        self._pid = os.getpid()
        self._before = sys.stdout, sys.stderr
        self._made = tuple(_Tee(stream, self._to(name)) for stream, name in zip(self._before, (OUT, ERR), strict=True))
        sys.stdout, sys.stderr = self._made
        self._hook = sys.excepthook
        sys.excepthook = self._failed
        self._code = 0
        atexit.register(self._at_exit)
        _current = self

    def _to(self, source: str) -> Callable[[bytes], None]:
        def take(data: bytes) -> None:
            # A forked child prints into its parent's file, but has none of the parent's threads.
            if os.getpid() == self._pid and _current is self:
                self._recording.feed(source, data)

        return take

    def _failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._code = 130 if issubclass(kind, KeyboardInterrupt) else 1
        self._hook(kind, error, trace)

    def _at_exit(self) -> None:
        if os.getpid() == self._pid:
            self.end(self._code)

    def say(self, text: str) -> None:
        """Record a text that is not printed here."""
        self._recording.feed(ERR, text.encode("utf-8", "backslashreplace"))

    def end(self, code: int) -> None:
        """Put the streams back, and record the exit code, the log and the status."""
        global _current
        if _current is not self:
            return
        _current = None
        # Whoever has put a stream of his own in our place keeps it; ours then only passes on.
        if sys.stdout is self._made[0]:
            sys.stdout = self._before[0]
        if sys.stderr is self._made[1]:
            sys.stderr = self._before[1]
        if sys.excepthook == self._failed:
            sys.excepthook = self._hook
        atexit.unregister(self._at_exit)
        self._recording.end(str(code), FAILED if code else SUCCESS)
