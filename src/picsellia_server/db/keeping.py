"""Starts the bundled PostgreSQL again when it dies under a running server: killed for memory, ended by a full disk.

Requests in between are answered 503; the pools find the new one at the same socket by themselves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from picsellia_server.db.embedded import Embedded
from picsellia_server.errors import PlatformError

LOOK = 1.0  # seconds between two looks: a look is one small file and one signal
_LONGEST = 30.0
_PATIENCE = 60.0

log = structlog.get_logger()


@contextmanager
def kept_running(database: Embedded) -> Iterator[None]:
    """While the block lasts, a PostgreSQL that has died is started again, as often as it takes."""
    over = threading.Event()
    thread = threading.Thread(target=_keep, args=(database, over), name="database", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(_PATIENCE)


def _keep(database: Embedded, over: threading.Event) -> None:
    wait = LOOK
    while not over.wait(wait):
        if database.running:
            wait = LOOK
            continue
        log.error("database.died", its_log=str(database.log))
        try:
            database.start()
        except (PlatformError, OSError) as error:
            # A disk that is full stays full for a while.
            wait = min(wait * 2, _LONGEST)
            log.error("database.not_started", reason=str(error), again_in=wait)  # noqa: TRY400 -- the reason is enough
        else:
            log.warning("database.started_again")
