"""Where journals lie and how large they may grow: the environment, read when a tracker starts.

`PICSELLIA_JOURNAL` is the folder (else `$XDG_STATE_HOME/picsellia/journals`), `PICSELLIA_JOURNAL_MB` the most that
one process keeps for one experiment while the server is away, `PICSELLIA_EXIT_SECONDS` how long the end of a process
waits for the rest to be sent, `PICSELLIA_MODE` `online` or `offline`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from picsellia.errors import InvalidQueryError

ONLINE, OFFLINE = "online", "offline"


@dataclass(frozen=True, slots=True)
class Limits:
    """`journal` in bytes, `exit` in seconds."""

    journal: int = 1024 << 20
    exit: float = 30.0

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> Limits:
        """The limits of the environment; `InvalidQueryError` for what is no number."""
        megabytes = _number(environ, "PICSELLIA_JOURNAL_MB", cls().journal / (1 << 20))
        return cls(journal=int(megabytes * (1 << 20)), exit=_number(environ, "PICSELLIA_EXIT_SECONDS", cls().exit))


def _number(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found < float("inf"):
        raise InvalidQueryError(f"{name} is a number from 0 on, not {text!r}.")
    return found


def journals(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of the journals of this account on this machine; it need not be there yet."""
    if given := environ.get("PICSELLIA_JOURNAL"):
        return Path(given).expanduser()
    state = environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "picsellia" / "journals"


def chosen_mode(given: str | None, environ: Mapping[str, str] = os.environ) -> str:
    """`online` or `offline`: as given, else by `PICSELLIA_MODE`."""
    mode = given or environ.get("PICSELLIA_MODE") or ONLINE
    if mode not in (ONLINE, OFFLINE):
        raise InvalidQueryError(f"`mode` is {ONLINE!r} or {OFFLINE!r}, not {mode!r:.60}.")
    return mode
