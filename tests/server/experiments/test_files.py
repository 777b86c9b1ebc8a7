"""Files of experiments through the REST API: store, replace, list, rename, delete; and bad input."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from picsellia_server.accounts.model import Principal
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from storing import bring, file_body, store

from .conftest import Trial

FILE = {"id", "date_created", "last_update", "large", "name", "object_name", "size", "sha256", "url"}


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


def test_a_stored_file_is_the_object_of_the_reference(client: TestClient, trial: Trial) -> None:
    stored = store(client, trial.base, "config", b"lr: 0.1", file_name="in/some/pipeline.config")
    model = store(client, trial.base, "model-latest", b"zip", file_name="saved_model.zip")

    assert set(stored) == FILE
    assert isinstance(stored["id"], int)
    assert stored["object_name"] == f"{trial.id}/pipeline.config"
    assert model["object_name"] == f"{trial.id}/0/saved_model.zip"
    assert (stored["large"], stored["size"], stored["url"]) == (False, 7, None)
    got = client.get(f"{trial.base}/files/config").json()
    assert client.get(got["url"]).content == b"lr: 0.1"
    assert [file["name"] for file in client.get(f"{trial.base}/files").json()["items"]] == ["config", "model-latest"]
    assert trial.shown()["file_count"] == 2


def test_storing_a_name_again_replaces_the_file_and_keeps_its_id(client: TestClient, trial: Trial) -> None:
    first = store(client, trial.base, "config", b"one", file_name="a.yaml")

    again = store(client, trial.base, "config", b"two", file_name="b.yaml")

    assert (again["id"], again["date_created"]) == (first["id"], first["date_created"])
    assert (again["object_name"], again["last_update"] > first["last_update"]) == (f"{trial.id}/b.yaml", True)
    assert trial.shown()["file_count"] == 1


def test_two_files_of_one_base_name_are_told_apart(client: TestClient, trial: Trial) -> None:
    first = store(client, trial.base, "best", b"1", file_name="runs/1/weights.tar.gz")
    second = store(client, trial.base, "last", b"2", file_name="runs/2/weights.tar.gz")

    assert first["object_name"] == f"{trial.id}/weights.tar.gz"
    assert second["object_name"] == f"{trial.id}/weights-2.tar.gz"
    assert (
        store(client, trial.base, "last", b"3", file_name="runs/3/weights.tar.gz")["object_name"]
        == (second["object_name"])
    )


def test_bytes_that_are_known_are_not_sent_again(client: TestClient, trial: Trial) -> None:
    store(client, trial.base, "config", b"same")

    plan = client.post(f"{trial.base}/files/plan", json={"files": [file_body("other", b"same")]}).json()["items"]
    registered = client.post(f"{trial.base}/files", json={"files": [file_body("other", b"same")]})

    assert [item["status"] for item in plan] == ["stored"]
    assert registered.status_code == 201
    assert client.get(client.get(f"{trial.base}/files/other").json()["url"]).content == b"same"


@pytest.fixture
def in_parts(app: FastAPI, house: House) -> None:
    """Files from 1 MiB on come in parts of as much."""
    app.state.house = replace(house, settings=replace(house.settings, multipart_mb=1, part_mb=1))


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize("size", [(1 << 20), (1 << 20) * 3, (6 << 20) + 17], ids=["one", "three", "uneven"])
def test_large_files_come_in_parts(client: TestClient, trial: Trial, size: int) -> None:
    body = (bytes(range(251)) * (size // 251 + 1))[:size]

    stored = store(client, trial.base, "weights", body, file_name="w.pt")

    assert (stored["size"], stored["large"]) == (size, size >= 5 << 20)
    assert client.get(client.get(f"{trial.base}/files/weights").json()["url"]).content == body


def test_a_file_that_changes_while_it_is_sent_is_refused(client: TestClient, trial: Trial) -> None:
    file = file_body("config", b"the planned bytes")
    ticket = client.post(f"{trial.base}/files/plan", json={"files": [file]}).json()["items"][0]["upload"]
    request = ticket["request"]

    put = client.request(request["method"], request["url"], content=b"the CHANGED bytes", headers=request["headers"])
    registered = client.post(f"{trial.base}/files", json={"files": [{**file, "upload": ticket["id"]}]})

    assert put.status_code == 400
    assert "Plan it again" in put.json()["detail"]
    assert code(registered) == (409, "blobs.bytes_missing")


def test_a_size_that_lies_is_refused(client: TestClient, trial: Trial) -> None:
    store(client, trial.base, "config", b"seven b")

    lying = {**file_body("other", b"seven b"), "size": 8}

    assert code(client.post(f"{trial.base}/files", json={"files": [lying]})) == (400, "blobs.other_bytes")


def test_a_file_is_renamed_and_keeps_its_key_and_bytes(client: TestClient, trial: Trial) -> None:
    stored = store(client, trial.base, "a/b", b"x", file_name="x.bin")
    store(client, trial.base, "taken", b"y")

    renamed = client.patch(f"{trial.base}/files/a/b", json={"name": "c:d@e"}).json()

    assert (renamed["id"], renamed["name"], renamed["object_name"]) == (stored["id"], "c:d@e", stored["object_name"])
    assert client.get(renamed["url"]).content == b"x"
    assert code(client.patch(f"{trial.base}/files/c:d@e", json={"name": "taken"})) == (409, "experiments.name_in_use")
    assert code(client.patch(f"{trial.base}/files/none", json={"name": "x"})) == (404, "experiments.file_unknown")
    assert code(client.patch(f"{trial.base}/files/taken", json={"name": ""})) == (400, "name.refused")


def test_deleting_one_and_all(client: TestClient, trial: Trial) -> None:
    for name in "abc":
        store(client, trial.base, name, name.encode())

    assert client.delete(f"{trial.base}/files/a").status_code == 200
    assert code(client.delete(f"{trial.base}/files/a")) == (404, "experiments.file_unknown")
    assert code(client.get(f"{trial.base}/files/a")) == (404, "experiments.file_unknown")
    assert client.delete(f"{trial.base}/files").json() == {"deleted": 2}
    assert client.delete(f"{trial.base}/files").json() == {"deleted": 0}
    assert trial.shown()["file_count"] == 0


def test_bytes_are_swept_once_no_copy_refers_to_them(
    house: House, who: Principal, client: TestClient, trial: Trial
) -> None:
    store(client, trial.base, "config", b"shared")
    copy = Trial(client, trial.project, "copy", previous="exp")

    def sweep() -> int:
        with house.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE blobs SET created_at = created_at - interval '1 day'")
        with house.writing(who) as ctx:
            swept = blobs.sweep(ctx)
        with house.writing(who) as ctx:
            blobs.bury(ctx)
        return swept

    client.delete(f"{trial.base}/files/config")
    assert sweep() == 0
    assert client.get(client.get(f"{copy.base}/files/config").json()["url"]).content == b"shared"
    client.delete(f"{copy.base}/files")
    assert sweep() == 1


def test_registering_twice_with_one_key_is_done_once(client: TestClient, trial: Trial) -> None:
    body = {"files": [bring(client, trial.base, file_body("config", b"x"), b"x")]}
    headers = {"Idempotency-Key": "once"}

    answers = [client.post(f"{trial.base}/files", json=body, headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("name", ["", "\x01", "x" * 121])
def test_names_that_cannot_be_are_refused_in_the_plan_and_at_the_end(
    client: TestClient, trial: Trial, name: str
) -> None:
    good = file_body("good", b"x")
    file = {**good, "name": name}

    planned = client.post(f"{trial.base}/files/plan", json={"files": [file, good]}).json()["items"]

    assert [item["status"] for item in planned] == ["refused", "upload"]
    assert client.post(f"{trial.base}/files", json={"files": [file]}).status_code in (400, 409)
