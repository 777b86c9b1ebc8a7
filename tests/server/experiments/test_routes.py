"""Experiments through the REST API: the object, where they start from, lists, the trash; and bad input."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, an_organization
from making import a_network, a_version
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.context import House
from picsellia_server.datasets import service as datasets
from picsellia_server.pictures.model import Chosen
from storing import store

from .conftest import Trial

EXPERIMENT = {
    "id", "experiment_id", "date_created", "last_update", "owner", "project", "project_name", "name", "description",
    "status", "dataset", "logging", "files", "data", "file_count", "data_count", "previous", "source", "metrics",
    "parameters",
}  # fmt: skip


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


def test_a_new_experiment_is_the_object_of_the_reference(client: TestClient, project: str) -> None:
    made = Trial(client, project, "exp-1", description="d").made

    assert set(made) == EXPERIMENT
    assert made["id"] == made["experiment_id"]
    assert made["owner"] == {"username": "owner"}
    assert (made["project"], made["project_name"]) == (project, "harbours")
    assert (made["name"], made["description"], made["status"]) == ("exp-1", "d", "started")
    assert (made["files"], made["data"], made["logging"], made["dataset"]) == ([], [], None, None)
    assert made["date_created"].endswith("Z")
    assert client.get(f"/api/projects/{project}").json()["experiments"] == 1


def test_an_experiment_is_found_by_id_and_by_name_in_its_project(client: TestClient, trial: Trial) -> None:
    base = f"/api/projects/{trial.project}/experiments"
    other = client.post("/api/projects", json={"project_name": "other"}).json()["project_id"]

    assert trial.shown()["id"] == trial.id
    assert client.get(f"{base}/exp").json()["id"] == trial.id
    assert client.get(f"{base}/{trial.id}").json()["id"] == trial.id
    assert code(client.get(f"/api/projects/{other}/experiments/{trial.id}")) == (404, "experiments.unknown")
    assert code(client.get(f"{base}/other")) == (404, "experiments.unknown")


def test_checkout_brings_files_and_data_where_they_are_asked_for(client: TestClient, trial: Trial) -> None:
    trial.log("loss", [1, 2], "line")
    store(client, trial.base, "config", b"lr: 1", file_name="c.yaml")

    bare, full = trial.shown(), trial.shown(with_files=True, with_data=True, urls=True)

    assert (bare["files"], bare["data"], bare["file_count"], bare["data_count"]) == ([], [], 1, 1)
    assert [(asset["name"], asset["data"]) for asset in full["data"]] == [("loss", [1, 2])]
    file = full["files"][0]
    assert set(file) == {
        "id", "date_created", "last_update", "large", "name", "object_name", "size", "sha256", "url",
    }  # fmt: skip
    assert client.get(file["url"]).content == b"lr: 1"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param({"name": "x" * 61}, "61 characters", id="long-name"),
        pytest.param({"name": ""}, "needs a name", id="no-name"),
        pytest.param({"name": "a/b"}, "/ ? #", id="slash"),
        pytest.param({"name": "null"}, "meaning of its own", id="reserved"),
        pytest.param({"description": "x" * 1_001}, "1,001", id="long-description"),
        pytest.param({"status": "x" * 61}, "61", id="long-status"),
        pytest.param({"status": " "}, "status", id="blank-status"),
    ],
)
def test_what_an_experiment_cannot_be_is_refused(
    client: TestClient, project: str, given: dict[str, Any], expected: str
) -> None:
    refused = client.post(f"/api/projects/{project}/experiments", json={"name": "e", **given})

    assert refused.status_code == 400
    assert expected in refused.json()["detail"]
    assert client.get(f"/api/projects/{project}").json()["experiments"] == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"previous": "nothing"}, "experiments.unknown"),
        ({"source": "owner/nothing"}, "networks.unknown"),
        ({"source": "nobody/net"}, "networks.unknown"),
        ({"dataset": "nothing/first"}, "datasets.unknown"),
    ],
)
def test_starting_from_what_is_not_there_is_not_found(
    client: TestClient, project: str, given: dict[str, Any], expected: str
) -> None:
    refused = client.post(f"/api/projects/{project}/experiments", json={"name": "e", **given})

    assert code(refused) == (404, expected)
    assert client.get(f"/api/projects/{project}/experiments").json()["items"] == []


def test_of_eight_that_make_one_name_at_once_one_wins(client: TestClient, project: str) -> None:
    def make(_: int) -> int:
        status: int = client.post(f"/api/projects/{project}/experiments", json={"name": "e"}).status_code
        return status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(make, range(8)))

    assert sorted(statuses) == [201, *[409] * 7]
    assert client.get(f"/api/projects/{project}").json()["experiments"] == 1


def test_update_sets_name_description_and_any_status(trial: Trial) -> None:
    changes = {"name": "renamed", "description": "x", "status": "half way, 50 %"}

    changed = trial.client.patch(trial.base, json=changes).json()

    assert {key: changed[key] for key in changes} == changes
    assert changed["last_update"] > trial.made["last_update"]
    refused = trial.client.patch(trial.base, json={"status": "ok", "colour": 1})
    assert code(refused) == (400, "invalid")
    assert "'colour'" in refused.json()["detail"]
    assert trial.shown()["status"] == "half way, 50 %"


def test_renaming_onto_a_live_name_is_a_conflict(client: TestClient, project: str, trial: Trial) -> None:
    other = Trial(client, project, "other")

    assert code(client.patch(other.base, json={"name": "exp"})) == (409, "experiments.taken")
    assert other.shown()["name"] == "other"


def test_a_previous_experiment_gives_files_parameters_and_labelmap(client: TestClient, trial: Trial) -> None:
    trial.log("parameters", {"lr": 0.1, "a": 1}, "table")
    trial.log("labelmap", {"1": "boat"}, "labelmap")
    trial.log("loss", [1], "line")
    first = store(client, trial.base, "config", b"lr", file_name="c.yaml")

    by_name = Trial(client, trial.project, "second", previous="exp")
    by_id = Trial(client, trial.project, "third", previous=trial.id)
    bare = Trial(client, trial.project, "fourth", previous="exp", with_file=False, with_data=False)

    for made in (by_name.made, by_id.made):
        assert {asset["name"]: asset["data"] for asset in made["data"]} == {
            "parameters": {"lr": 0.1, "a": 1},
            "labelmap": {"1": "boat"},
        }
        assert [(file["name"], file["object_name"]) for file in made["files"]] == [("config", first["object_name"])]
        assert made["previous"] == {"id": trial.id, "name": "exp"}
        assert (made["file_count"], made["data_count"]) == (1, 2)
    assert (bare.made["files"], bare.made["data"]) == ([], [])
    store(client, by_name.base, "config", b"changed", file_name="c.yaml")
    old = client.get(f"{trial.base}/files/config").json()
    assert client.get(old["url"]).content == b"lr"


def test_a_network_gives_files_parameters_and_labels(client: TestClient, project: str) -> None:
    network = a_network(client, "base", labels={"1": "boat"}, base_parameters={"steps": 5})
    store(client, f"/api/networks/{network['model_id']}", "model-latest", b"zip", file_name="m.zip")

    made = Trial(client, project, source="owner/base").made

    assert {a["name"]: (a["type"], a["data"]) for a in made["data"]} == {
        "parameters": ("table", {"steps": 5}),
        "labelmap": ("labelmap", {"1": "boat"}),
    }
    assert made["files"][0]["object_name"] == f"{network['model_id']}/0/m.zip"
    assert made["source"] == {"id": network["model_id"], "name": "owner/base"}


def test_a_previous_experiment_wins_over_the_network(client: TestClient, trial: Trial) -> None:
    a_network(client, "base", labels={"1": "old"}, base_parameters={"steps": 5})
    trial.log("parameters", {"steps": 7}, "table")

    made = Trial(client, trial.project, "second", previous="exp", source="owner/base").made

    assert {a["name"]: a["data"] for a in made["data"]} == {"parameters": {"steps": 7}, "labelmap": {"1": "old"}}
    assert made["data_count"] == 2


def test_a_public_network_of_others_is_used_and_outlives_them(house: House, client: TestClient) -> None:
    a_person(house, client, "ada")
    an_organization(house, "owner", "acme", {"ada": Role.OWNER})
    acme = TestClient(client.app, headers={**client.headers, "X-Picsellia-Organization": "acme"})
    network = a_network(acme, "base", private=False)
    store(acme, f"/api/networks/{network['model_id']}", "weights", b"shared weights", file_name="w.pt")
    eve = a_person(house, client, "eve").client
    project = eve.post("/api/projects", json={"project_name": "p"}).json()["project_id"]

    made = Trial(eve, project, source="acme/base")
    assert acme.post("/api/organization/delete", json={"confirm": "acme"}).status_code == 200

    assert eve.get(eve.get(f"{made.base}/files/weights").json()["url"]).content == b"shared weights"
    assert made.shown()["source"] == {"id": None, "name": "acme/base"}


def test_a_private_network_of_others_is_unknown(house: House, client: TestClient) -> None:
    a_network(client, "base")
    eve = a_person(house, client, "eve").client
    project = eve.post("/api/projects", json={"project_name": "p"}).json()["project_id"]

    refused = eve.post(f"/api/projects/{project}/experiments", json={"name": "e", "source": "owner/base"})

    assert code(refused) == (404, "networks.unknown")


def test_an_attached_version_shows_when_it_has_moved_on(
    house: House, who: Principal, client: TestClient, project: str
) -> None:
    version = a_version(house, who, client, "Harbours", pictures=2)
    trial = Trial(client, project, dataset="Harbours/first")
    attached = trial.made["dataset"]

    with house.writing(who) as ctx:
        from factories import jpeg, upload

        new = upload(client, {"new.jpg": jpeg(colour=(1, 2, 3))})[0]["picture"]["picture_id"]
        datasets.add_pictures(ctx, version, Chosen(ids=(new,)))

    assert (attached["dataset_id"], attached["dataset_name"], attached["version"]) == (version, "Harbours", "first")
    assert (attached["size"], attached["moved_on"], attached["trashed"]) == (2, False, False)
    moved = trial.shown()["dataset"]
    assert (moved["size"], moved["moved_on"], moved["fingerprint"]) == (3, True, attached["fingerprint"])
    assert client.get(f"/api/projects/{project}").json()["datasets"] == ["Harbours/first"]
    again = client.put(f"{trial.base}/dataset", json={"dataset": "Harbours/first"}).json()["dataset"]
    assert again["moved_on"] is False
    assert client.put(f"{trial.base}/dataset", json={"dataset": None}).json()["dataset"] is None


def test_the_trash_hides_frees_the_name_and_gives_back(client: TestClient, trial: Trial) -> None:
    trial.log("loss", [1], "line")
    assert client.delete(trial.base).status_code == 200

    for path in ("", "/files", "/data", "/data/loss", "/annotations"):
        assert code(client.get(trial.base + path)) == (404, "experiments.unknown")
    assert code(client.post(f"{trial.base}/data", json={"name": "x", "data": 1})) == (404, "experiments.unknown")
    assert client.get(f"/api/projects/{trial.project}").json()["experiments"] == 0
    entry = client.get(f"/api/projects/{trial.project}/experiments/trash").json()["items"][0]
    assert (entry["experiment"]["id"], entry["trashed_by"]) == (trial.id, "owner")
    Trial(client, trial.project)
    assert code(client.post(f"{trial.base}/restore", json={})) == (409, "experiments.taken")
    assert client.post(f"{trial.base}/restore", json={"name": "older"}).json()["name"] == "older"
    assert trial.data("loss") == [1]
    assert client.get(f"/api/projects/{trial.project}").json()["experiments"] == 2


def test_delete_all_trashes_the_experiments_of_one_project(client: TestClient, trial: Trial) -> None:
    Trial(client, trial.project, "second")
    elsewhere = Trial(client, client.post("/api/projects", json={"project_name": "o"}).json()["project_id"])

    assert client.delete(f"/api/projects/{trial.project}/experiments").json() == {"trashed": 2}
    assert client.delete(f"/api/projects/{trial.project}/experiments").json() == {"trashed": 0}
    assert elsewhere.shown()["name"] == "exp"
    assert client.get(f"/api/projects/{trial.project}").json()["experiments"] == 0


def test_a_trashed_project_hides_its_experiments(client: TestClient, trial: Trial) -> None:
    client.delete(f"/api/projects/{trial.project}")

    assert code(client.get(trial.base)) == (404, "experiments.unknown")
    assert code(client.post(f"{trial.base}/restore", json={})) == (404, "experiments.unknown")
    client.post(f"/api/projects/{trial.project}/restore", json={})
    assert trial.shown()["id"] == trial.id


def test_lists_sort_and_filter_by_metrics_and_parameters(client: TestClient, project: str) -> None:
    for name, loss, lr in (("a", 0.5, 0.1), ("b", 0.1, "auto"), ("c", None, 0.01), ("d", 0.3, 0.1)):
        trial = Trial(client, project, name, status=f"run {name}")
        if loss is not None:
            trial.log("train/loss", [9, loss], "line")
        trial.log("parameters", {"lr": lr, "optimizer": "adam" if name in "ab" else "sgd"}, "table")

    def names(**query: Any) -> list[str]:
        answer = client.get(f"/api/projects/{project}/experiments", params=query)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert names() == ["a", "b", "c", "d"]
    assert names(order="-name") == ["d", "c", "b", "a"]
    assert names(order="metric:train/loss") == ["b", "d", "a", "c"]
    assert names(order="-metric:train/loss") == ["a", "d", "b", "c"]
    assert names(order="parameter:lr") == ["c", "a", "d", "b"]
    assert names(where="metric:train/loss<0.4") == ["b", "d"]
    assert names(where=["parameter:optimizer=adam", "parameter:lr>=0.1"]) == ["a"]
    assert names(where="parameter:optimizer!=adam") == ["c", "d"]
    assert names(status=["run a", "run d"]) == ["a", "d"]
    assert names(q="B") == ["b"]
    for order in ("metric:train/loss", "-metric:train/loss", "-updated", "status", "created"):
        seen, cursor = [], None
        while True:
            query = {"order": order, "limit": 1, **({"cursor": cursor} if cursor else {})}
            answer = client.get(f"/api/projects/{project}/experiments", params=query).json()
            seen += [item["name"] for item in answer["items"]]
            cursor = answer["next"]
            if cursor is None:
                break
        assert seen == names(order=order), order
    count = client.get(f"/api/projects/{project}/experiments/count", params={"where": "metric:train/loss<0.4"})
    assert count.json() == {"count": 2}


def test_lists_show_the_columns_that_are_chosen(client: TestClient, project: str) -> None:
    trial = Trial(client, project)
    trial.log("loss", [2, 1.5], "line")
    trial.log("both", {"a": [1], "b": [2]}, "line")
    trial.log("parameters", {"lr": 0.1, "x": 1}, "table")

    query = {"metric": ["loss", "both", "none"], "parameter": ["lr", "none"]}
    item = client.get(f"/api/projects/{project}/experiments", params=query).json()["items"][0]
    columns = client.get(f"/api/projects/{project}/experiments/columns").json()["items"]

    assert item["metrics"] == {"loss": 1.5, "both": {"a": 1, "b": 2}}
    assert item["parameters"] == {"lr": 0.1}
    assert {(c["kind"], c["name"]) for c in columns} == {
        ("metric", "loss"), ("metric", "both"), ("parameter", "lr"), ("parameter", "x"),
    }  # fmt: skip
    assert [c["name"] for c in client.get(f"/api/projects/{project}/experiments/columns?q=OS").json()["items"]] == [
        "loss"
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"order": "colour"},
        {"order": "metric:"},
        {"order": "name:x"},
        {"where": "loss<1"},
        {"where": "metric:loss<abc"},
        {"where": "metric:a'; DROP TABLE users"},
        {"cursor": "abc"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client: TestClient, project: str, query: dict[str, str]) -> None:
    assert client.get(f"/api/projects/{project}/experiments", params=query).status_code == 400


def test_a_comparison_puts_the_same_name_and_type_side_by_side(client: TestClient, project: str) -> None:
    first, second, third = (Trial(client, project, name) for name in "abc")
    for trial, loss in ((first, [1, 2]), (second, [3, 4])):
        trial.log("loss", loss, "line")
        trial.log("acc", loss[0] / 10, "value")
    third.log("loss", 5, "value")
    first.log("only", 1, "value")
    ids = [second.id, first.id, third.id]

    def ask(**given: Any) -> Any:
        return client.post(f"/api/projects/{project}/experiments/compare", json={"experiments": ids, **given})

    compared = ask().json()
    index = ask(data=False, names=["loss"]).json()
    near = ask(names=["loss"], **{"from": 0.2, "to": 0.8}).json()
    after = ask(names=["loss"], **{"from": 0.5}).json()

    assert [each["id"] for each in compared["experiments"]] == ids
    assert {(a["name"], a["type"]): [i["experiment_id"] for i in a["items"]] for a in compared["assets"]} == {
        ("acc", "value"): ids[:2],
        ("loss", "line"): ids[:2],
    }
    drawn = next(a for a in compared["assets"] if a["name"] == "loss")
    assert [item["asset"]["chart"][0]["y"] for item in drawn["items"]] == [[3, 4], [1, 2]]
    assert [item["asset"]["chart"][0]["x"] for item in near["assets"][0]["items"]] == [[0, 1], [0, 1]]
    assert [item["asset"]["chart"][0]["x"] for item in after["assets"][0]["items"]] == [[0, 1], [0, 1]]
    assert [(a["name"], a["items"][0]["asset"]["last"]) for a in index["assets"]] == [("loss", {"values": 4})]
    assert code(ask(experiments=[first.id])) == (422, "invalid")
    assert code(ask(experiments=[first.id, first.id])) == (400, "invalid")
    assert code(ask(experiments=[first.id, project])) == (404, "experiments.unknown")


def test_others_neither_see_nor_change_an_experiment(house: House, client: TestClient, trial: Trial) -> None:
    eve = a_person(house, client, "eve").client

    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "x"}),
        ("DELETE", "", None),
        ("GET", "/data", None),
        ("POST", "/data", {"name": "x", "data": 1}),
        ("POST", "/files/plan", {"files": [{"name": "a", "size": 1, "sha256": "0" * 64}]}),
        ("POST", "/publish", {}),
        ("GET", "/annotations", None),
    ):
        assert code(eve.request(method, trial.base + path, json=body)) == (404, "experiments.unknown"), path


def test_a_member_works_by_id_alone_and_a_viewer_only_looks(house: House, client: TestClient) -> None:
    bob, viv = a_person(house, client, "bob"), a_person(house, client, "viv")
    an_organization(house, "owner", "acme", {"bob": Role.MEMBER, "viv": Role.VIEWER})
    acme = TestClient(client.app, headers={**client.headers, "X-Picsellia-Organization": "acme"})
    trial = Trial(acme, acme.post("/api/projects", json={"project_name": "p"}).json()["project_id"])

    store(bob.client, trial.base, "config", b"x")
    assert bob.client.post(f"{trial.base}/data", json={"name": "v", "data": 1}).status_code == 201

    assert viv.client.get(f"{trial.base}/data/v").json()["data"] == 1
    assert viv.client.post(f"{trial.base}/data", json={"name": "v", "data": 2}).status_code == 403


def test_lists_need_few_statements_however_many_experiments(house: House, client: TestClient, project: str) -> None:
    import sqlalchemy as sa

    for n in range(12):
        Trial(client, project, f"e{n}").log("loss", [n], "line")
    seen: list[str] = []

    def note(*given: Any) -> None:
        seen.append(given[2])

    sa.event.listen(house.engine, "before_cursor_execute", note)
    shown = client.get(f"/api/projects/{project}/experiments?metric=loss").json()["items"]
    sa.event.remove(house.engine, "before_cursor_execute", note)

    assert len(shown) == 12

    assert len([each for each in seen if each.startswith("SELECT")]) <= 12
    assert not any("line_chunks" in each for each in seen)
