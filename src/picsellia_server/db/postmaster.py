"""The running PostgreSQL of a data folder, as its `postmaster.pid` and /proc tell.

A pid file outlives its process, and its number may be another's by now: believing it either way
is how a database ends up started twice, or never again.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """A process that serves a data folder, listening in `socket`."""

    pid: int
    socket: Path

    @property
    def alive(self) -> bool:
        """False also for a process that has ended and is not yet reaped."""
        try:
            os.kill(self.pid, 0)
            return "\nState:\tZ" not in (PROC / str(self.pid) / "status").read_text()
        except PermissionError:
            return True
        except OSError:
            return False

    def stop(self, *, patience: float = 30.0) -> None:
        """Fast shutdown, then harder; returns when the process is gone."""
        for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                return
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                if not self.alive:
                    return
                time.sleep(0.02)


def running(cluster: Path) -> Postmaster | None:
    """The postmaster of `cluster`, or None, also when the pid file names a stranger or a dead one."""
    try:
        lines = (cluster / "postmaster.pid").read_text("utf-8", "surrogateescape").splitlines()
        found = Postmaster(pid=int(lines[0]), socket=Path(lines[4]))
    except (OSError, ValueError, IndexError):
        return None  # absent, or being written
    return found if found.alive and _serves(found.pid, cluster) else None


def clear(cluster: Path, socket_folder: Path) -> None:
    """Remove lock files that name a stranger or a process not yet reaped: PostgreSQL would believe them.

    Does nothing while any process, be it an orphan of a killed postmaster, works in `cluster`.
    Files whose process is gone are left to PostgreSQL, which looks further.
    """
    if any(_serves(int(each.name), cluster) for each in PROC.iterdir() if each.name.isdigit()):
        return
    for file in (cluster / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*.lock")):
        try:
            number = file.read_text("utf-8", "surrogateescape").split("\n", 1)[0]
        except OSError:
            continue
        if not number.isdigit() or (PROC / number).exists():
            file.unlink(missing_ok=True)


def _serves(pid: int, cluster: Path) -> bool:
    process = PROC / str(pid)
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        if not os.path.basename(words[0]).startswith(b"postgres"):  # noqa: PTH119 (bytes)
            return False
        if os.fsencode(cluster) in words:
            return True
        return (process / "cwd").samefile(cluster)
    except OSError:
        return False
