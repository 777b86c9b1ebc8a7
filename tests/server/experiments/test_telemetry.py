"""Telemetry of an experiment through the REST API."""

from __future__ import annotations

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from factories import a_person
from picsellia_server.context import House


@pytest.fixture
def path(client: TestClient) -> str:
    project = client.post("/api/projects", json={"project_name": "harbours"}).json()["project_id"]
    made = client.post(f"/api/projects/{project}/experiments", json={"name": "one"}).json()
    return f"/api/experiments/{made['id']}/telemetry"


def lines(*texts: str, writer: str | None = None, seq: int = 0) -> dict[str, object]:
    at = "2021-06-17T08:55:00Z"
    return {"writer": writer or str(uuid4()), "seq": seq, "lines": [{"text": text, "at": at} for text in texts]}


def test_an_experiment_that_nobody_heard_has_no_telemetry(client: TestClient, path: str) -> None:
    assert client.get(path).json() is None
    assert client.get(f"{path}/lines").json() == []
    assert client.get(f"{path}/text").content == b""


def test_what_was_sent_is_read_back_in_pages_and_whole(client: TestClient, path: str) -> None:
    sent = client.post(f"{path}/lines", json=lines("one", "two", "three"))

    assert sent.json() == {"kept": 3, "seq": 2, "lines": 3}
    assert [line["text"] for line in client.get(f"{path}/lines?start=1&limit=1").json()] == ["two"]
    assert [line["text"] for line in client.get(f"{path}/lines?start=-1").json()] == ["three"]
    whole = client.get(f"{path}/text")
    assert whole.content == b"one\ntwo\nthree\n"
    assert whole.headers["content-disposition"].startswith("attachment")
    assert client.get(path).json()["state"] == "running"


def test_lines_are_found_by_what_they_show_whatever_its_case_and_colours(client: TestClient, path: str) -> None:
    body = lines("epoch 1", "\x1b[32mLo\x1b[0mss 3", "epoch 2", "loss 2", "loss 1")
    body["lines"] = [*body["lines"][:4], {**body["lines"][4], "replaces": True}]  # type: ignore[index]
    client.post(f"{path}/lines", json=body)

    def found(**query: str | int) -> object:
        return client.get(f"{path}/found", params=query).json()

    assert found(q="LOSS") == {"lines": [1, 3], "next": None}
    assert found(q="loss", limit=1) == {"lines": [1], "next": 2}
    assert found(q="loss", start=2) == {"lines": [3], "next": None}
    assert found(q="loss 2") == {"lines": [], "next": None}
    assert found(q="32m") == {"lines": [], "next": None}
    assert client.get(f"{path}/found?q=").status_code == 422


def test_nothing_is_found_where_nothing_was_printed(client: TestClient, path: str) -> None:
    assert client.get(f"{path}/found?q=x").json() == {"lines": [], "next": None}


def test_a_repeated_append_adds_nothing_and_a_gap_says_where_to_go_on(client: TestClient, path: str) -> None:
    writer = str(uuid4())
    client.post(f"{path}/lines", json=lines("one", writer=writer))

    again = client.post(f"{path}/lines", json=lines("one", writer=writer))
    gap = client.post(f"{path}/lines", json=lines("three", writer=writer, seq=2))

    assert again.json()["kept"] == 0
    assert (gap.status_code, gap.json()["code"], gap.json()["seq"]) == (400, "telemetry.gap", 0)


def test_the_end_is_shown_with_its_exit_code_in_the_experiment_too(client: TestClient, path: str) -> None:
    client.post(f"{path}/lines", json=lines("one"))
    client.post(f"{path}/end", json={"exit_code": "0"})

    found = client.get(path).json()
    assert (found["state"], found["exit_code"]) == ("ended", "0")
    experiment = client.get(path.removesuffix("/telemetry")).json()
    assert experiment["logging"]["logs"] == {"0": "one"}
    assert experiment["logging"]["exit_code"]["exit_code"] == "0"


def test_a_heartbeat_keeps_a_silent_run_alive(client: TestClient, path: str) -> None:
    assert client.post(f"{path}/beat").status_code == 200

    assert client.get(path).json()["state"] == "running"


def test_another_organization_hears_nothing(house: House, client: TestClient, path: str) -> None:
    client.post(f"{path}/lines", json=lines("secret"))
    other = a_person(house, client, "other").client

    assert other.get(path).status_code == 404
    assert other.get(f"{path}/lines").status_code == 404
    assert other.get(f"{path}/text").status_code == 404
    assert other.post(f"{path}/lines", json=lines("x")).status_code == 404
