"""What a training prints, and how it ended: markers in the output, single lines, status.

A part of `Experiment` (experiments.py). `picsellia run` captures the output of any command.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from picsellia.errors import InvalidQueryError

if TYPE_CHECKING:
    from picsellia._http import Connection
    from picsellia.tracking.capture import Capture
    from picsellia.tracking.tracker import Tracker


class Telemetry:
    """The telemetry side of an experiment; `Experiment` brings the connection and the path."""

    if TYPE_CHECKING:

        @property
        def _connection(self) -> Connection: ...
        @property
        def _path(self) -> str: ...
        def _tracker(self) -> Tracker: ...
        def _settle(self) -> None: ...

    _capture: Capture | None = None

    def start_logging(self, metrics: float = 10.0) -> None:
        """Record what this process prints from now on, with the use of its machine, until `end_logging` or its end.

        Args:
            metrics: Seconds between two looks at processor, memory and GPUs (lines `system/…`); 0: none.

        Raises:
            InvalidQueryError: The output is being recorded already.
        """
        from picsellia.tracking.capture import Capture

        self._capture = Capture(self._tracker(), metrics=metrics)

    def end_logging(self, exit_code: int = 0) -> None:
        """End what `start_logging` began: the log is kept as the file `logs`, the status is set by the exit code.

        Args:
            exit_code: 0 sets the status `success`, anything else `failed`.
        """
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.end(exit_code)

    @contextmanager
    def logging(self, metrics: float = 10.0) -> Iterator[None]:
        """Record what is printed inside a `with` block; an exception that leaves it means `failed`.

        Args:
            metrics: As for `start_logging`.
        """
        import traceback

        self.start_logging(metrics)
        try:
            yield
        except BaseException:
            if self._capture is not None:
                self._capture.say(traceback.format_exc())
            self.end_logging(1)
            raise
        self.end_logging(0)

    _writer: str | None = None
    _seq = 0

    def start_logging_chapter(self, name: str) -> None:
        """Print the marker that opens a chapter of the log."""
        print(f"--#--{name}", flush=True)

    def start_logging_buffer(self, length: int = 1) -> None:
        """Print the marker from which on lines belong together, `length` (1 to 9) at a time."""
        if not 1 <= int(length) <= 9:
            raise InvalidQueryError(f"`length` is 1 to 9 lines, not {length}.")
        self._buffer_length = int(length)
        print(f"--{self._buffer_length}--", flush=True)

    _buffer_length = 1

    def end_logging_buffer(self) -> None:
        """Print the marker that ends the grouping of lines."""
        print(f"---{self._buffer_length}---", flush=True)

    def send_experiment_logging(
        self, log: str | builtins.list[str], part: str | None = None, final: bool = False, special: Any = False
    ) -> None:
        """Send lines of output to the experiment's log.

        Args:
            log: A line, or a list of lines; with `special="exit_code"` the exit code that ends the log.
            part: The chapter that the lines belong to.
            final: The last lines of their chapter; kept for scripts of the published clients.
            special: `"exit_code"`, or True for a line that redraws the one before.
        """
        lines = log if isinstance(log, builtins.list) else [log]
        if special == "exit_code":
            self._connection.post(f"{self._path}/telemetry/end", {"exit_code": str(lines[0]).strip()})
            return
        now = datetime.now(UTC).isoformat()
        sent = [{"text": str(line).rstrip("\n"), "at": now, "replaces": special is True} for line in lines]
        if part is not None and part != self._part:
            self._part = part
            name = part.removeprefix("--#--").strip()
            sent.insert(0, {"text": name, "at": now, "chapter": True})
        if self._writer is None:
            self._writer, self._seq = str(uuid4()), 0
        body = {"writer": self._writer, "seq": self._seq, "lines": sent}
        self._connection.post(f"{self._path}/telemetry/lines", body)
        self._seq += len(sent)

    _part: str | None = None

    def update_job_status(self, status: str) -> None:
        """Set the experiment's status: `started`, `success`, `failed`, or a word of your own."""
        self._settle()
        self._connection.patch(self._path, {"status": status})
