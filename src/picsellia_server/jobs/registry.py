"""What jobs there are: functions with a name, collected where they are written (`<noun>/jobs.py`).

    @job("pictures.thumbnails", retries=3)
    def thumbnails(ctx: Ctx, *, ids: list[int]) -> None: ...

    @every(minutes="sweep_minutes")
    @job("accounts.sweep")
    def sweep(ctx: Ctx) -> None: ...

A job takes ids and re-reads, and may run twice: a worker can be killed between its work and its end.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, Protocol, TypeVar

import picsellia_server
from picsellia_server.context import Ctx
from picsellia_server.settings import Settings


class Report(Protocol):
    """Tells how far a job is; see `JobCtx.progress`."""

    def __call__(self, done: int, total: int | None, note: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCtx(Ctx):
    """A `Ctx` for a job that is long enough for somebody to watch it."""

    job_id: str
    report: Report

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Show how far it is, at once, whatever becomes of this transaction.

        Raises `JobGivenUp` when somebody has cancelled the job or the worker is stopping.
        """
        self.report(done, total, note)

    @classmethod
    def of(cls, ctx: Ctx, *, job_id: str, report: Report) -> JobCtx:
        common = {each.name: getattr(ctx, each.name) for each in fields(Ctx)}
        return cls(**common, job_id=job_id, report=report)


class JobGivenUp(BaseException):
    """Ends a job whose result nobody wants any more; its transaction is rolled back."""


# What handlers take after `ctx` differs from one to the next, and comes out of JSON.
Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """`lock`: no two with the same one run at once. `once`: no two with the same one wait at once.

    Both are templates filled with the job's arguments, such as `import:{import_id}`.
    """

    name: str
    handler: Callable[..., Any]
    retries: int
    queue: str
    priority: int
    lock: str | None
    once: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodic:
    name: str
    minutes: int | str

    def cron(self, settings: Settings) -> str:
        """As cron says it: every so many minutes of the hour, or hours of the day."""
        minutes = max(1, self.minutes if isinstance(self.minutes, int) else int(getattr(settings, self.minutes)))
        if minutes < 60:
            return f"*/{minutes} * * * *"
        return f"0 */{min(minutes // 60, 23)} * * *"


@dataclass(slots=True)
class _Known:
    jobs: dict[str, Job] = field(default_factory=dict)
    periodic: dict[str, Periodic] = field(default_factory=dict)
    loaded: bool = False


_known = _Known()


def job(
    name: str,
    *,
    retries: int = 3,
    queue: str = "default",
    priority: int = 0,
    lock: str | None = None,
    once: str | None = None,
) -> Callable[[Handler], Handler]:
    """Make a function a job. It runs in a thread, with a `Ctx` (or `JobCtx`) and keyword arguments.

    `retries` are made with growing pauses; errors that are the job's own fault (`PlatformError` below
    500) are not retried. Higher `priority` runs first.
    """

    def keep(handler: Handler) -> Handler:
        if name in _known.jobs:
            raise RuntimeError(f"Two jobs have the name {name!r}.")
        _known.jobs[name] = Job(
            name=name, handler=handler, retries=retries, queue=queue, priority=priority, lock=lock, once=once
        )
        return handler

    return keep


def every(*, minutes: int | str) -> Callable[[Handler], Handler]:
    """Run the job below it every so many minutes, once for the whole installation; a text names a setting."""

    def keep(handler: Handler) -> Handler:
        found = next(each for each in _known.jobs.values() if each.handler is handler)
        _known.periodic[found.name] = Periodic(name=found.name, minutes=minutes)
        return handler

    return keep


def load() -> None:
    """Import every `<noun>/jobs.py`, whose decorators fill the registry."""
    if _known.loaded:
        return
    for module in pkgutil.iter_modules(picsellia_server.__path__):
        name = f"picsellia_server.{module.name}.jobs"
        if module.ispkg and importlib.util.find_spec(name):
            importlib.import_module(name)
    _known.loaded = True


def named(name: str) -> Job:
    """The job of that name; a `LookupError` is a mistake in the code that asks."""
    if name not in _known.jobs:
        load()
    return _known.jobs[name]


def all_jobs() -> list[Job]:
    load()
    return list(_known.jobs.values())


def all_periodic() -> list[Periodic]:
    load()
    return list(_known.periodic.values())
