"""The trackers of this process: one an experiment, shared by all objects that log to it.

At the end of the process they are flushed, with a limit and a message; in a forked child each begins anew.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import platform
import sys
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from picsellia.tracking.places import Limits, journals
from picsellia.tracking.tracker import Tracker

if TYPE_CHECKING:
    from picsellia._http import Connection

_trackers: dict[tuple[str, ...], Tracker] = {}
_lock = threading.Lock()
_patience = 2.0
_hooked = 0


def tracker_of(connection: Connection, experiment: str) -> Tracker:
    """The tracker that sends to an experiment, by its id."""
    key = (connection.host, connection.token, connection.organization or "", experiment)
    about = {"host": connection.host, "organization": connection.organization, "experiment": experiment}
    return _kept(key, connection, experiment, about)


def offline_tracker(experiment: str, about: dict[str, Any]) -> Tracker:
    """A tracker that only keeps; `about` says what experiment it is for: `experiment`, or `project` and `name`."""
    return _kept(("", experiment), None, experiment, about)


def _kept(key: tuple[str, ...], connection: Connection | None, experiment: str, about: dict[str, Any]) -> Tracker:
    with _lock:
        found = _trackers.get(key)
        if found is None:
            _hook()
            told = {
                **about,
                "version": 1,
                "machine": platform.node(),
                "command": sys.argv[:1],
                "begun": datetime.now(UTC).isoformat(),
            }
            found = _trackers[key] = Tracker(connection, experiment, folder=journals(), about=told)
        return found


def flush(experiment: str, timeout: float) -> None:
    """Flush whatever of this process logs to an experiment."""
    flush_if_any(experiment, timeout)


def flush_if_any(experiment: str | None, timeout: float) -> None:
    """Flush what logs to an experiment, by its id; None: to any."""
    for tracker in list(_trackers.values()):
        if experiment is None or tracker.experiment == experiment:
            tracker.flush(timeout)


def close(experiment: str, timeout: float) -> None:
    """Flush and end whatever of this process logs to an experiment; logging again begins anew."""
    for tracker in _those_of(experiment):
        with _lock:
            for key in [key for key, each in _trackers.items() if each is tracker]:
                del _trackers[key]
        tracker.close(timeout)


def _those_of(experiment: str) -> list[Tracker]:
    return [each for each in list(_trackers.values()) if each.experiment == experiment]


def close_all() -> None:
    """Wait for what is not sent, as long as `PICSELLIA_EXIT_SECONDS` says, and tell what stays behind."""
    global _trackers
    with _lock:
        left, _trackers = list(_trackers.values()), {}
    end = time.monotonic() + Limits.read().exit
    notice = threading.Timer(_patience, _say, ["waiting for the server to take the rest of what was logged …"])
    notice.daemon = True
    if any(tracker.waiting for tracker in left):
        with contextlib.suppress(RuntimeError):  # too late in the life of the interpreter for another thread
            notice.start()
    for tracker in left:
        if said := tracker.told(max(0.5, end - time.monotonic())):
            _say(said)
    notice.cancel()


def _say(text: str) -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):  # nobody listens any more
        print(f"picsellia: {text}", file=sys.stderr, flush=True)


def _hook() -> None:
    """Be called at the end of this process, however it was started."""
    global _hooked
    if _hooked == os.getpid():
        return
    if not _hooked:
        atexit.register(close_all)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_after_fork)
    _hooked = os.getpid()
    util = sys.modules.get("multiprocessing.util")
    if util is not None and sys.modules["multiprocessing"].parent_process() is not None:
        # A child of multiprocessing ends without the functions of atexit; it has its own.
        util.Finalize(None, close_all, exitpriority=100)


def _after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    for tracker in _trackers.values():
        tracker.after_fork()
    if _trackers:
        _hook()
