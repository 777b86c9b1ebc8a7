"""Jobs as people see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from picsellia_server.errors import Conflict, NotFound


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """`done` of `total` (None: unknown), `note` in words; `error` says why the last attempt failed."""

    id: str
    name: str
    state: JobState
    attempts: int
    done: int
    total: int | None
    note: str
    error: str | None
    queued_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    args: dict[str, Any]


class JobUnknown(NotFound):
    code = "jobs.unknown"

    def __init__(self, job: str) -> None:
        super().__init__(f"There is no job {job!r} in this organization. Finished jobs are forgotten after days.")


class JobNotFailed(Conflict):
    code = "jobs.not_failed"

    def __init__(self, state: JobState) -> None:
        super().__init__(f"Only a failed job can be run again; this one is {state}.")


class JobOver(Conflict):
    code = "jobs.over"

    def __init__(self, state: JobState) -> None:
        super().__init__(f"Only a waiting or running job can be cancelled; this one is {state}.")
