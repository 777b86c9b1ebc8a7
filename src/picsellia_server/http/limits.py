"""Limits at the edge: requests per minute for one credential."""

from __future__ import annotations

import time
from collections.abc import Callable

from picsellia_server.errors import TooMany

_MANY = 10_000


class RateLimited(TooMany):
    code = "rate_limited"


class RateLimit:
    """At most `per_minute` requests for a credential in each minute of the clock; 0: no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._window = 0
        self._counts: dict[int, int] = {}

    def check(self, credential: str) -> None:
        """Count one request; raises `RateLimited` with the seconds to wait when there were too many."""
        if not self._per_minute:
            return
        now = self._clock()
        window = int(now // 60)
        if window != self._window or len(self._counts) > _MANY:
            self._window, self._counts = window, {}
        key = hash(credential)
        count = self._counts.get(key, 0) + 1
        self._counts[key] = count
        if count > self._per_minute:
            wait = int(60 - now % 60) + 1
            message = f"More than {self._per_minute} requests in a minute. Wait {wait} seconds and try again."
            raise RateLimited(message, retry_after=wait)
