"""When to try again and how long to wait: back-off with jitter, and what the server asks for.

Not here: what is sent (_http.py, _wire.py). A caller retries only what is safe to repeat.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime

TRIES = 6
REPEATABLE = frozenset({429, 502, 503, 504})
_FIRST = 0.25
_LONGEST = 8.0
_LONGEST_ASKED = 120.0


def retry_after(headers: Mapping[str, str], now: Callable[[], float] = time.time) -> float | None:
    """The seconds that a `Retry-After` header asks for, at most two minutes; None without one."""
    text = (headers.get("Retry-After") or headers.get("retry-after") or "").strip()
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now()
        except ValueError:
            return None
    return min(max(seconds, 0.0), _LONGEST_ASKED) if seconds == seconds else None


class Backoff:
    """Counts tries and sleeps between them.

    Waits grow by two from a quarter of a second to eight, each shortened by chance so that many clients do
    not come back together; a wait that the server asked for is kept to.
    """

    def __init__(self, tries: int = TRIES, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.tries = tries
        self.done = 0
        self._sleep = sleep

    def again(self, asked: float | None = None) -> bool:
        """Count a failed try; sleep and return True when another one is due."""
        self.done += 1
        if self.done >= self.tries:
            return False
        wait = min(_FIRST * 2 ** (self.done - 1), _LONGEST) * random.uniform(0.5, 1.0)  # noqa: S311 -- no secret
        self._sleep(max(wait, asked + random.uniform(0, 0.25)) if asked is not None else wait)  # noqa: S311
        return True
