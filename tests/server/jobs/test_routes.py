"""Jobs through the REST API: look, run again, cancel."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from factories import a_person, jpeg, upload
from picsellia_server.context import House

RunJobs = Callable[[], list[str]]


@pytest.fixture
def job(client: TestClient) -> str:
    upload(client, {"a.jpg": jpeg()})
    found = client.get("/api/jobs").json()["items"]
    assert [each["name"] for each in found] == ["pictures.thumbnails"]
    return str(found[0]["id"])


def _set(house: House, status: str) -> None:
    with house.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE procrastinate_jobs SET status = '{status}'")


def test_a_job_is_listed_with_its_state_and_times(client: TestClient, job: str) -> None:
    found = client.get(f"/api/jobs/{job}").json()

    assert (found["state"], found["error"], found["total"]) == ("waiting", None, None)
    assert found["queued_at"] is not None
    assert client.get("/api/jobs?state=failed").json() == {"items": [], "next": None}


def test_a_failed_job_is_run_again(house: House, client: TestClient, job: str) -> None:
    _set(house, "failed")

    again = client.post(f"/api/jobs/{job}/again")

    assert again.status_code == 200, again.text
    assert again.json()["state"] == "waiting"


def test_a_waiting_job_is_not_run_again_but_cancelled(client: TestClient, job: str, run_jobs: RunJobs) -> None:
    assert client.post(f"/api/jobs/{job}/again").status_code == 409

    cancelled = client.post(f"/api/jobs/{job}/cancel")

    assert cancelled.json()["state"] == "cancelled"
    assert run_jobs() == []
    assert client.post(f"/api/jobs/{job}/cancel").status_code == 409


def test_jobs_of_another_organization_are_not_there(house: House, client: TestClient, job: str) -> None:
    other = a_person(house, client, "other").client

    assert other.get("/api/jobs").json()["items"] == []
    assert other.get(f"/api/jobs/{job}").status_code == 404
    assert other.post(f"/api/jobs/{job}/cancel").status_code == 404
