"""Working with no server at all: a connection that answers nothing, for experiments whose journal is sent later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from picsellia._config import Logins, Target, normalized_host
from picsellia.errors import NetworkError

if TYPE_CHECKING:
    from picsellia._http import Connection

OFFLINE_TOKEN = "offline"  # noqa: S105 -- says that there is none


def offline_connection(host: str | None) -> Connection:
    """A connection whose every request raises `NetworkError`; `host` is where `picsellia sync` sends by default."""
    import os

    from picsellia._http import Connection

    class Offline(Connection):
        """Answers nothing."""

        @contextmanager
        def _answered(self, method: str, path: str, **_: Any) -> Iterator[Any]:
            raise NetworkError(
                "This experiment is in offline mode: it is written to a journal, and nothing can be read back or "
                "changed on the server. `picsellia sync` sends the journal."
            )
            yield

    given = host or os.environ.get("PICSELLIA_HOST") or Logins().default_host or ""
    return Offline(Target(host=normalized_host(given) if given else "", token=OFFLINE_TOKEN), interactive=False)


def is_offline(connection: Connection) -> bool:
    """Whether a connection is one of `offline_connection`."""
    return connection.token == OFFLINE_TOKEN
