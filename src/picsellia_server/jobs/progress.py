"""Keeps how far a job is and why it failed, whatever becomes of the job's own transaction."""

from __future__ import annotations

import time
from threading import Event

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from picsellia_server.errors import PlatformError
from picsellia_server.jobs.registry import JobGivenUp
from picsellia_server.jobs.tables import job_progress

SELDOM = 0.5  # seconds between two writes
LONGEST = 2_000  # characters of an error


class Watched:
    """One run of one job, as the people who wait for it see it."""

    def __init__(self, engine: sa.Engine, job_id: str | None) -> None:
        self.job_id = job_id
        self.given_up = Event()
        self._engine = engine
        self._written = 0.0

    def report(self, done: int, total: int | None, note: str) -> None:
        """See `JobCtx.progress`: seldom enough to cost nothing in a loop, and always at the end."""
        self.check()
        now = time.monotonic()
        if now - self._written >= SELDOM or (total is not None and done >= total):
            self._written = now
            self._write({"done": done, "total": total, "note": note[:LONGEST], "error": None})

    def check(self) -> None:
        if self.given_up.is_set():
            raise JobGivenUp

    def failed(self, error: BaseException) -> None:
        """Keep the sentence for the people: the error's own if it is one of ours, else its kind."""
        text = error.message if isinstance(error, PlatformError) else f"{type(error).__name__}: {error}"
        self._write({"error": text.replace("\x00", "")[:LONGEST]})

    def _write(self, values: dict[str, object]) -> None:
        if self.job_id is None:
            return
        statement = insert(job_progress).values(job=self.job_id, updated_at=sa.func.now(), **values)
        kept = statement.on_conflict_do_update(
            index_elements=["job"], set_={name: statement.excluded[name] for name in (*values, "updated_at")}
        )
        with self._engine.begin() as connection:
            connection.execute(kept)
