"""Jobs are rows of the caller's transaction, run once it is kept, and again when they fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from picsellia_server.jobs.worker import Backoff, Worker
from server.jobs import handlers


@pytest.fixture
def worker(house: House) -> Iterator[Worker]:
    made = Worker(house, concurrency=2)
    made.start()
    yield made
    made.stop()


def until(true: Callable[[], Any], *, seconds: float = 15) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not come to pass")


def rows(house: House, question: str, **values: Any) -> list[Any]:
    with house.engine.connect() as connection:
        return list(connection.execute(sa.text(question), values))


def status(house: House, job: str) -> list[str]:
    return [row[0] for row in rows(house, "SELECT status FROM procrastinate_jobs WHERE task_name = :job", job=job)]


def noted(house: House, word: str) -> int:
    return len(rows(house, "SELECT 1 FROM events WHERE verb LIKE 'tests.%' AND subject_id = :word", word=word))


def test_a_job_runs_after_the_commit_and_in_its_callers_organization(
    house: House, who: Principal, worker: Worker
) -> None:
    word = uuid4().hex
    with house.writing(who) as ctx:
        ctx.later("tests.note", word=word)
        time.sleep(0.3)
        assert (word, who.org_id) not in handlers.ran

    until(lambda: (word, who.org_id) in handlers.ran, seconds=5)
    until(lambda: status(house, "tests.note") == ["succeeded"])
    assert noted(house, word) == 1


def test_a_job_of_a_change_that_is_dropped_never_runs(house: House, who: Principal, worker: Worker) -> None:
    def change() -> None:
        with house.writing(who) as ctx:
            ctx.later("tests.note", word="dropped")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()

    assert status(house, "tests.note") == []


def test_a_job_that_fails_is_undone_and_tried_again_later(house: House, who: Principal, worker: Worker) -> None:
    key = uuid4().hex
    handlers.fails_left[key] = 1
    with house.writing(who) as ctx:
        ctx.later("tests.flaky", key=key)

    until(lambda: rows(house, "SELECT 1 FROM procrastinate_jobs WHERE attempts = 1 AND status = 'todo'"))
    assert noted(house, key) == 0
    assert rows(house, "SELECT error FROM job_progress")[0].error == "OSError: not now"
    with house.engine.begin() as connection:
        connection.execute(sa.text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
    until(lambda: status(house, "tests.flaky") == ["succeeded"])
    assert noted(house, key) == 1


def test_a_job_that_cannot_succeed_is_not_tried_again_and_says_why(
    house: House, who: Principal, worker: Worker
) -> None:
    with house.writing(who) as ctx:
        ctx.later("tests.hopeless")

    until(lambda: status(house, "tests.hopeless") == ["failed"])
    assert rows(house, "SELECT error FROM job_progress")[0].error == "This file is not a picture."


def test_the_same_job_waits_only_once_and_does_not_spoil_the_callers_change(
    house: House, who: Principal, run_jobs: Callable[[], list[str]]
) -> None:
    with house.writing(who) as ctx:
        ctx.later("tests.once", word="a")
        ctx.later("tests.once", word="a")
        ctx.later("tests.once", word="b")
        ctx.record("tests.after", "word", "kept")

    assert noted(house, "kept") == 1
    assert run_jobs() == ["tests.once", "tests.once"]


def test_progress_is_seen_while_the_job_runs(house: House, who: Principal, worker: Worker) -> None:
    with house.writing(who) as ctx:
        ctx.later("tests.long", seconds=1.5)

    seen = until(lambda: rows(house, "SELECT done, total, note FROM job_progress"))
    assert tuple(seen[0]) == (1, 10, "still at it")
    assert noted(house, "started") == 0
    until(lambda: status(house, "tests.long") == ["succeeded"])
    assert rows(house, "SELECT done FROM job_progress")[0].done == 10


def test_a_stop_gives_running_jobs_back_to_the_queue_within_seconds(house: House, who: Principal) -> None:
    worker = Worker(house, concurrency=1)
    worker.start()
    with house.writing(who) as ctx:
        ctx.later("tests.long", seconds=60)
    until(lambda: status(house, "tests.long") == ["doing"])

    started = time.monotonic()
    worker.stop()

    assert time.monotonic() - started < 7
    assert status(house, "tests.long") == ["todo"]
    time.sleep(0.2)
    assert noted(house, "started") == 0


@pytest.mark.slow
def test_a_job_of_a_killed_worker_is_taken_up_by_another(house: House, who: Principal) -> None:
    word = uuid4().hex
    with house.writing(who) as ctx:
        ctx.later("tests.note", word=word)
    with house.engine.begin() as connection:
        dead = connection.scalar(
            sa.text(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
            )
        )
        connection.execute(sa.text("UPDATE procrastinate_jobs SET status = 'doing', worker_id = :dead"), {"dead": dead})

    worker = Worker(house, concurrency=1)
    worker.start()
    try:
        until(lambda: (word, who.org_id) in handlers.ran, seconds=20)
    finally:
        worker.stop()


def test_a_worker_survives_the_loss_of_its_connections(house: House, who: Principal, worker: Worker) -> None:
    with house.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    word = uuid4().hex
    with house.writing(who) as ctx:
        ctx.later("tests.note", word=word)

    until(lambda: (word, who.org_id) in handlers.ran, seconds=30)


def test_a_job_whose_organization_is_gone_is_dropped(house: House, run_jobs: Callable[[], list[str]]) -> None:
    from picsellia_server.jobs.queue import defer

    with house.engine.begin() as connection:
        defer(connection, "tests.note", {"org_id": 4_000_000, "word": "orphan"})

    assert run_jobs() == ["tests.note"]
    assert not [each for each in handlers.ran if each[0] == "orphan"]


def test_pauses_between_tries_grow() -> None:
    from procrastinate.jobs import Job

    def pause(attempts: int) -> float | None:
        job = Job(queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts)
        decision = Backoff(3).get_retry_decision(exception=OSError(), job=job)
        return None if decision is None or decision.retry_at is None else decision.retry_at.timestamp() - time.time()

    pauses = [pause(attempts) for attempts in range(4)]

    assert pauses[:3] == [pytest.approx(5, abs=1), pytest.approx(20, abs=1), pytest.approx(80, abs=1)]
    assert pauses[3] is None
