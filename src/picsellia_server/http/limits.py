"""Limits at the edge: requests per minute for one credential, and how often a password may be guessed."""

from __future__ import annotations

import time
import unicodedata
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import anyio

from picsellia_server.accounts.model import PasswordNotChanged, WrongPassword
from picsellia_server.errors import TooMany

_MANY = 10_000
TRIES = 10
"""Wrong passwords for one name in `WINDOW`; after that nobody is asked whether a further one is right."""
WINDOW = 300
_AT_ONCE = 2
_WAITING = 100


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


class TooManyTries(TooMany):
    code = "accounts.too_many_tries"

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"Too many wrong passwords. Wait {wait} seconds. API tokens and open sessions go on working.",
            retry_after=wait,
        )


class EntranceBusy(TooMany):
    code = "accounts.entrance_busy"

    def __init__(self) -> None:
        super().__init__("Too many people sign in at this moment. Try again in a few seconds.", retry_after=5)


class Entrance:
    """Where passwords are checked: few at once, as each costs a processor and 64 MB, and few wrong ones a name.

    Names that nobody has are counted as well, so a refusal tells nothing about who is here.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, list[float]] = OrderedDict()
        self._room = anyio.CapacityLimiter(_AT_ONCE)

    @asynccontextmanager
    async def trying(self, name: str) -> AsyncIterator[None]:
        """Around one try for `name`; raises `TooManyTries` before it, and counts it unless it is right."""
        if self._room.statistics().tasks_waiting >= _WAITING:
            raise EntranceBusy
        key = unicodedata.normalize("NFC", name)
        # Counted first: a thousand tries at once are a thousand.
        self._count(key)
        try:
            async with self._room:
                yield
        except (WrongPassword, PasswordNotChanged):
            raise
        except BaseException:
            self._uncount(key)
            raise
        self._tries.pop(key, None)

    def _count(self, key: str) -> None:
        now = self._clock()
        times = [moment for moment in self._tries.get(key, ()) if now - moment < WINDOW]
        if len(times) >= TRIES:
            raise TooManyTries(int(times[0] + WINDOW - now) + 1)
        self._tries[key] = [*times, now]
        self._tries.move_to_end(key)
        if len(self._tries) > _MANY:
            self._tries.popitem(last=False)

    def _uncount(self, key: str) -> None:
        if times := self._tries.get(key):
            times.pop()
