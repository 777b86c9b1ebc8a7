"""Scans through the REST API: lists, runs in order, the best one; and that both APIs show the same."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from factories import a_person
from picsellia_server.context import House
from picsellia_server.operator import Issued
from wire_v2.conftest import Speaker

CONFIG: dict[str, Any] = {
    "image": "trainer:1",
    "strategy": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"batch_size": {"values": [2, 4]}, "steps": {"value": 10}, "lr": {"values": [0.1, 0.01]}},
}


@pytest.fixture
def project(client: TestClient) -> str:
    made = client.post("/api/projects", json={"project_name": "harbours"})
    return str(made.json()["project_id"])


@pytest.fixture
def published(anonymous: TestClient, owner: Issued) -> Speaker:
    """The same person with a published client."""
    return Speaker(http=anonymous, token=owner.token)


def a_scan(client: TestClient, project: str, name: str = "lr-scan", **config: Any) -> dict[str, Any]:
    made = client.post(f"/api/projects/{project}/scans", json={"name": name, "config": {**CONFIG, **config}})
    assert made.status_code == 201, made.text
    scan: dict[str, Any] = made.json()
    return scan


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


def test_a_new_scan_waits_with_a_run_and_an_experiment_for_each_combination(client: TestClient, project: str) -> None:
    made = a_scan(client, project)

    scan = made["scan"]
    runs = client.get(f"/api/scans/{scan['id']}/runs").json()["items"]
    assert scan["runs"] == {"total": 4, "waiting": 4, "running": 0, "ended": 0}
    assert (scan["name"], scan["project"], scan["project_name"]) == ("lr-scan", project, "harbours")
    assert (scan["metric"], scan["goal"], scan["best"], scan["created_by"]) == ("loss", "minimize", None, "owner")
    assert (made["config"], made["script"], made["data"]) == (CONFIG, None, [])
    assert [(run["order"], run["parameters"]["batch_size"], run["parameters"]["lr"]) for run in runs] == [
        (0, 2, 0.1),
        (1, 2, 0.01),
        (2, 4, 0.1),
        (3, 4, 0.01),
    ]
    assert [run["experiment"]["name"] for run in runs] == [f"lr-scan-{at}" for at in range(4)]
    assert client.get(f"/api/scans/{scan['id']}").json() == made


def test_lists_go_page_by_page_the_newest_scan_first(client: TestClient, project: str) -> None:
    for name in ("a", "b", "c"):
        a_scan(client, project, name)

    first = client.get(f"/api/projects/{project}/scans?limit=2").json()
    second = client.get(f"/api/projects/{project}/scans?limit=2&cursor={first['next']}").json()

    assert [scan["name"] for scan in first["items"]] == ["c", "b"]
    assert [scan["name"] for scan in second["items"]] == ["a"]
    assert second["next"] is None
    assert client.get("/api/projects/harbours/scans").json()["items"] == first["items"] + second["items"]
    runs = client.get(f"/api/scans/{first['items'][0]['id']}/runs?limit=3").json()
    rest = client.get(f"/api/scans/{first['items'][0]['id']}/runs?limit=3&cursor={runs['next']}").json()
    assert [run["order"] for run in runs["items"] + rest["items"]] == [0, 1, 2, 3]
    assert code(client.get(f"/api/projects/{project}/scans?cursor=x")) == (400, "paging.cursor")


def test_runs_are_handed_out_in_order_until_none_is_left(client: TestClient, project: str) -> None:
    scan = a_scan(client, project)["scan"]["id"]

    taken = [client.post(f"/api/scans/{scan}/next").json() for _ in range(4)]

    assert [run["order"] for run in taken] == [0, 1, 2, 3]
    assert {run["status"] for run in taken} == {"started"}
    assert taken[0]["config"] == CONFIG
    assert code(client.post(f"/api/scans/{scan}/next")) == (404, "scans.finished")
    client.post(f"/api/runs/{taken[0]['id']}/end")
    shown = client.get(f"/api/scans/{scan}").json()["scan"]
    assert shown["runs"] == {"total": 4, "waiting": 0, "running": 3, "ended": 1}


@pytest.mark.parametrize(("goal", "best"), [("minimize", 1), ("maximize", 0)])
def test_the_best_run_is_that_of_the_goal(client: TestClient, project: str, goal: str, best: int) -> None:
    scan = a_scan(client, project, metric={"name": "loss", "goal": goal})["scan"]["id"]
    taken = [client.post(f"/api/scans/{scan}/next").json()["id"] for _ in range(4)]
    for run, value in zip(taken, (0.5, -0.25, -0.25, None), strict=True):
        assert client.patch(f"/api/runs/{run}", json={"value": value, "status": "success"}).status_code == 200

    [shown] = client.get(f"/api/projects/{project}/scans").json()["items"]

    assert (shown["best"]["id"], shown["best"]["order"]) == (taken[best], best)
    assert shown["best"]["experiment"]["name"] == f"lr-scan-{best}"


def test_a_run_that_ends_without_a_value_takes_the_last_that_was_logged(client: TestClient, project: str) -> None:
    scan = a_scan(client, project)["scan"]["id"]
    run = client.post(f"/api/scans/{scan}/next").json()
    logged = {"name": "loss", "data": [0.9, 0.4], "type": "line"}
    assert client.post(f"/api/experiments/{run['experiment']['id']}/data", json=logged).status_code == 201

    ended = client.post(f"/api/runs/{run['id']}/end").json()

    assert (ended["value"], ended["order"]) == (0.4, 0)
    assert ended["end_time"] is not None
    assert client.post(f"/api/runs/{run['id']}/end").json()["end_time"] == ended["end_time"]
    assert client.get(f"/api/runs/{run['id']}").json() == ended


def test_what_a_published_client_made_is_shown_with_its_files(
    client: TestClient, published: Speaker, project: str
) -> None:
    script = published.post(f"{project}/train.py", b"print()")
    rows = published.post(f"{project}/rows.csv", b"a,b")
    config = {**CONFIG, "script": "scripts/train.py", "data": [{"filename": "rows.csv", "object_name": rows}]}
    asked = {"name": "old", "config": config, "nb_worker": 2, "object_name": script, "filename": "train.py"}
    published.says(200, "POST", f"scan/{project}/create", asked)
    taken = published.says(200, "GET", f"run/{project}/old")

    [card] = client.get(f"/api/projects/{project}/scans").json()["items"]
    shown = client.get(f"/api/scans/{card['id']}").json()

    assert (card["script"], card["workers"], card["runs"]["running"]) == ("train.py", 2, 1)
    assert (shown["script"]["file_name"], shown["script"]["size"]) == ("train.py", 7)
    assert [file["file_name"] for file in shown["data"]] == ["rows.csv"]
    assert client.get(shown["script"]["url"]).content == b"print()"
    run = client.get(f"/api/runs/{taken['id']}").json()
    assert (run["id"], run["status"], run["parameters"]) == (taken["id"], "started", taken["parameters"])


def test_a_published_client_takes_the_runs_of_a_scan_made_here(
    client: TestClient, published: Speaker, project: str
) -> None:
    scan = a_scan(client, project, "new")["scan"]["id"]
    client.post(f"/api/scans/{scan}/next")

    taken = published.says(200, "GET", f"run/{project}/new")
    published.says(200, "PATCH", f"run/{taken['id']}", {"value": 0.1})

    assert taken["order"] == 1
    assert client.get(f"/api/scans/{scan}").json()["scan"]["best"]["value"] == 0.1


def test_a_deleted_scan_leaves_its_experiments_and_its_name(client: TestClient, project: str) -> None:
    scan = a_scan(client, project)["scan"]["id"]
    run = client.post(f"/api/scans/{scan}/next").json()["id"]

    assert client.delete(f"/api/scans/{scan}").status_code == 200

    assert client.get(f"/api/projects/{project}/scans").json()["items"] == []
    assert code(client.get(f"/api/scans/{scan}")) == (404, "scans.id_unknown")
    assert code(client.get(f"/api/runs/{run}")) == (404, "scans.run_unknown")
    assert len(client.get(f"/api/projects/{project}/experiments").json()["items"]) == 4
    taken = client.post(f"/api/projects/{project}/scans", json={"name": "lr-scan", "config": CONFIG})
    assert code(taken) == (409, "experiments.taken"), "its experiments still have the names of new ones"


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        pytest.param({"parameters": {}}, "`parameters`", id="no-parameters"),
        pytest.param({"image": ""}, "`image`", id="nothing-to-run"),
        pytest.param({"strategy": "bayes"}, "'bayes'", id="another-strategy"),
        pytest.param({"metric": {"name": "loss", "goal": "win"}}, "`goal`", id="another-goal"),
        pytest.param({"max_run": 0}, "`max_run`", id="no-runs"),
    ],
)
def test_a_configuration_that_makes_no_sense_is_refused_and_leaves_nothing(
    client: TestClient, project: str, config: dict[str, Any], expected: str
) -> None:
    refused = client.post(f"/api/projects/{project}/scans", json={"name": "x", "config": {**CONFIG, **config}})

    assert code(refused) == (400, "scans.config")
    assert expected in refused.json()["detail"]
    assert client.get(f"/api/projects/{project}/scans").json()["items"] == []
    assert client.get(f"/api/projects/{project}/experiments").json()["items"] == []


def test_attributes_that_a_run_has_not_are_refused_by_name(client: TestClient, project: str) -> None:
    scan = a_scan(client, project)["scan"]["id"]
    run = client.post(f"/api/scans/{scan}/next").json()["id"]

    refused = client.patch(f"/api/runs/{run}", json={"colour": "red"})

    assert refused.status_code == 400
    assert "'colour'" in refused.json()["detail"]
    assert code(client.patch(f"/api/runs/{uuid4()}", json={"value": 1})) == (404, "scans.run_unknown")
    assert code(client.post(f"/api/projects/{project}/scans", json={"name": "lr-scan", "config": CONFIG})) == (
        409,
        "scans.taken",
    )


def test_nobody_sees_scans_of_another_organization(
    client: TestClient, house: House, anonymous: TestClient, project: str
) -> None:
    scan = a_scan(client, project)["scan"]["id"]
    run = client.post(f"/api/scans/{scan}/next").json()["id"]
    bob = a_person(house, anonymous, "bob").client

    for method, path in (
        ("GET", f"/api/projects/{project}/scans"),
        ("GET", f"/api/scans/{scan}"),
        ("GET", f"/api/scans/{scan}/runs"),
        ("POST", f"/api/scans/{scan}/next"),
        ("DELETE", f"/api/scans/{scan}"),
        ("GET", f"/api/runs/{run}"),
        ("POST", f"/api/runs/{run}/end"),
    ):
        assert bob.request(method, path).status_code == 404, (method, path)
