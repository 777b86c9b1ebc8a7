"""The finished log as a file, in the form in which runners have always stored it under the name `logs`:

    {"--#--<chapter>\\n": {"datetime": …, "logs": {"<number>": "<line>", …}}, …, "exit_code": {"exit_code", "datetime"}}

Written as it comes, so memory is flat; numbers are those of the server.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from json.encoder import encode_basestring_ascii as as_json
from typing import IO

from picsellia.tracking.lines import CHAPTER, Line

FIRST = "Start Run"


class LogFile:
    """Takes lines; `finished` ends it and gives the file, which is gone when it is closed."""

    def __init__(self) -> None:
        self._file: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", prefix="picsellia-log-")  # noqa: SIM115
        self._file.write("{")
        self._number = -1
        self._held: Line | None = None
        self._chapters: dict[str, int] = {}
        self._open = False
        self._empty = True

    def take(self, line: Line) -> None:
        """The next line; one that replaces takes the number of the one before."""
        if line.replaces and self._held is not None and not self._held.chapter:
            self._held = line
            return
        self._write_held()
        self._number += 1
        self._held = line
        if line.chapter or not self._open:
            self._begin(line.text if line.chapter else FIRST, line.at)

    def _begin(self, name: str, at: float) -> None:
        times = self._chapters[name] = self._chapters.get(name, 0) + 1
        key = CHAPTER + (name if times == 1 else f"{name} ({times})") + "\n"
        self._file.write(("}}," if self._open else "") + f'{as_json(key)}:{{"datetime":"{_when(at)}","logs":{{')
        self._open, self._empty = True, True

    def _write_held(self) -> None:
        line, self._held = self._held, None
        if line is not None:
            comma = "" if self._empty else ","
            self._file.write(f'{comma}"{self._number}":{as_json(line.text)}')
            self._empty = False

    def finished(self, exit_code: str, at: float) -> IO[str]:
        """The whole file, read from its beginning."""
        self._write_held()
        self._file.write("}}," if self._open else "")
        self._file.write(f'"exit_code":{{"exit_code":{as_json(exit_code)},"datetime":"{_when(at)}"}}}}')
        self._file.seek(0)
        return self._file


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
