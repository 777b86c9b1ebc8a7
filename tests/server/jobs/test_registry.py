"""Which jobs there are, and when the periodic ones come."""

from __future__ import annotations

import pytest

from picsellia_server.jobs import registry
from picsellia_server.settings import Settings


def test_every_noun_with_jobs_is_found() -> None:
    names = {each.name for each in registry.all_jobs()}

    assert {"accounts.sweep", "jobs.sweep"} <= names


def test_a_name_is_given_once() -> None:
    @registry.job("tests.given_once")
    def first(ctx: object) -> None: ...

    with pytest.raises(RuntimeError, match=r"tests\.given_once"):

        @registry.job("tests.given_once")
        def second(ctx: object) -> None: ...


def test_a_job_that_nobody_wrote_is_a_mistake_in_the_code() -> None:
    with pytest.raises(LookupError):
        registry.named("tests.nobody_wrote_this")


@pytest.mark.parametrize(
    ("minutes", "cron"),
    [
        pytest.param(15, "*/15 * * * *", id="quarter"),
        pytest.param(0, "*/1 * * * *", id="never-less-than-a-minute"),
        pytest.param(60, "0 */1 * * *", id="hour"),
        pytest.param(100_000, "0 */23 * * *", id="more-than-a-day"),
        pytest.param("sweep_minutes", "*/7 * * * *", id="by-setting"),
    ],
)
def test_minutes_become_cron(minutes: int | str, cron: str) -> None:
    assert registry.Periodic(name="x", minutes=minutes).cron(Settings(sweep_minutes=7)) == cron
