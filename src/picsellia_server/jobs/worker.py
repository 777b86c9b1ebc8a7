"""Takes jobs from the queue and runs them: a thread inside `serve`, or `picsellia-server worker`.

The thread has its own event loop, in which Procrastinate fetches and settles; each job runs in a
thread of its own. When the database goes away the worker starts over once it is back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import sqlalchemy as sa
import structlog
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate import jobs as procrastinate_jobs
from psycopg.conninfo import make_conninfo

from picsellia_server.context import House
from picsellia_server.errors import PlatformError
from picsellia_server.jobs import registry
from picsellia_server.jobs.run import in_thread

log = structlog.get_logger()

HEARTBEAT = 4.0  # seconds
DEAD_AFTER = 20.0  # seconds without a heartbeat
LOOK_FOR_STALLED = 10.0
GRACE = 3.0  # seconds that a running job gets to end when the server stops
LAST_PAUSE = 3_600


class Backoff(BaseRetryStrategy):
    """`retries` more tries after 5 s, 20 s, 80 s, … . What a stop interrupted is taken up again at once."""

    def __init__(self, retries: int) -> None:
        self.retries = retries

    def get_retry_decision(self, *, exception: BaseException, job: procrastinate_jobs.Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision(retry_at=datetime.now(UTC))
        if isinstance(exception, PlatformError) and exception.status < 500:
            return None  # it would fail again for the same reason
        if job.attempts >= self.retries:
            return None
        pause = min(5 * 4**job.attempts, LAST_PAUSE)
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=pause))


class Worker:
    """Runs jobs until stopped; `start` returns once it is listening to the queue."""

    def __init__(self, house: House, *, concurrency: int) -> None:
        self.house = house
        self.concurrency = concurrency
        self._ready = Event()
        self._stopping = Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._thread = Thread(target=self._run, name="worker", daemon=True)
        # Procrastinate logs every job with all its arguments; run.py says what is worth saying.
        logging.getLogger("procrastinate").setLevel(logging.WARNING)
        logging.getLogger("procrastinate.worker").setLevel(logging.CRITICAL)
        logging.getLogger("procrastinate.worker.worker").setLevel(logging.WARNING)

    def start(self, *, patience: float = 10.0) -> None:
        self._thread.start()
        self._ready.wait(patience)

    def stop(self, *, patience: float = GRACE + 3) -> None:
        """Jobs that do not end in time go back to the queue. Safe to call twice."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join(patience)

    def ask_to_stop(self) -> None:
        """Take no more jobs; returns at once. The first call counts."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        if self._loop is not None and self._main is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._main.cancel)

    def wait(self) -> None:
        """Until it has stopped; signals are heard meanwhile."""
        while self._thread.is_alive():
            self._thread.join(0.5)

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except asyncio.CancelledError:
            pass
        except Exception:
            log.exception("worker.died")

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._main = asyncio.current_task()
        while not self._stopping.is_set():
            try:
                await self._work()
            except Exception as error:  # noqa: BLE001 -- most of all, the database being away
                log.warning("worker.restarts", error=repr(error)[:300])
            if not self._stopping.is_set():
                await asyncio.sleep(2)

    async def _work(self) -> None:
        connector = PsycopgConnector(conninfo=libpq(self.house.engine), min_size=1, max_size=4, timeout=10)
        app = App(connector=connector)
        self._register(app)
        async with app.open_async():
            self._ready.set()
            rescue = asyncio.create_task(self._rescue(app))
            try:
                await app.run_worker_async(
                    concurrency=self.concurrency,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=GRACE,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=DEAD_AFTER,
                    delete_jobs="never",
                )
            finally:
                rescue.cancel()

    def _register(self, app: App) -> None:
        periodic = {each.name: each for each in registry.all_periodic()}
        for kind in registry.all_jobs():
            task = app.task(
                name=kind.name,
                queue=kind.queue,
                retry=Backoff(kind.retries),
                lock=kind.name if kind.name in periodic else None,
                queueing_lock=kind.name if kind.name in periodic else None,
            )(self._runner(kind))
            if kind.name in periodic:
                app.periodic(cron=periodic[kind.name].cron(self.house.settings))(task)

    def _runner(self, kind: registry.Job) -> Callable[..., Awaitable[None]]:
        async def run(**args: Any) -> None:
            await in_thread(self.house, kind, args)

        return run

    async def _rescue(self, app: App) -> None:
        """Jobs of a worker that was killed stay `doing` for ever; put them back."""
        while True:
            try:
                for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
                    log.warning("job.rescued", job=job.task_name, attempts=job.attempts)
                    await app.job_manager.retry_job(job)
            except Exception as error:  # noqa: BLE001 -- tried again below
                log.warning("worker.rescue_failed", error=repr(error)[:300])
            await asyncio.sleep(LOOK_FOR_STALLED)


def libpq(engine: sa.Engine) -> str:
    """Where an engine connects to, as libpq reads it."""
    options = engine.url.translate_connect_args(username="user", database="dbname")
    return make_conninfo("", **{**options, **engine.url.query})
