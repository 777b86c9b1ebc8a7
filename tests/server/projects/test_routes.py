"""Projects through the REST API: the object, workers, attached versions, the trash; and bad input."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, an_organization, jpeg, upload
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.context import House
from picsellia_server.datasets import service as datasets
from picsellia_server.pictures.model import Chosen

PROJECT = {
    "project_id", "project_name", "description", "private", "contributors", "datasets", "organization", "owner",
    "experiments", "date_created", "last_update",
}  # fmt: skip


def a_project(client: TestClient, name: str = "harbours", **attributes: Any) -> dict[str, Any]:
    made = client.post("/api/projects", json={"project_name": name, **attributes})
    assert made.status_code == 201, made.text
    project: dict[str, Any] = made.json()
    return project


def a_version(house: House, who: Principal, client: TestClient, name: str = "Harbours") -> str:
    """A dataset of one picture; its version's id."""
    picture = upload(client, {f"{name}.jpg": jpeg()})[0]["picture"]["picture_id"]
    with house.writing(who) as ctx:
        return datasets.create(ctx, name, chosen=Chosen(ids=(picture,))).dataset_id


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


def test_a_new_project_has_its_creator_as_first_contributor(client: TestClient) -> None:
    made = a_project(client, description="d")

    assert set(made) == PROJECT
    assert made["contributors"] == ["owner"]
    assert (made["project_name"], made["description"], made["private"]) == ("harbours", "d", True)
    assert (made["datasets"], made["experiments"]) == ([], 0)
    assert (made["owner"], made["organization"]) == ({"username": "owner"}, {"name": "owner"})


def test_a_project_is_found_by_id_and_by_name(client: TestClient) -> None:
    made = a_project(client)

    assert client.get(f"/api/projects/{made['project_id']}").json() == made
    assert client.get("/api/projects/harbours").json() == made
    assert code(client.get("/api/projects/other")) == (404, "projects.unknown")


def test_of_eight_that_make_one_name_at_once_one_wins(client: TestClient) -> None:
    def make(_: int) -> int:
        status: int = client.post("/api/projects", json={"project_name": "p"}).status_code
        return status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(make, range(8)))

    assert sorted(statuses) == [201, *[409] * 7]


def test_update_renames_and_describes(client: TestClient) -> None:
    made = a_project(client)

    changed = client.patch(
        f"/api/projects/{made['project_id']}", json={"project_name": "ports", "description": "x", "private": False}
    ).json()

    assert (changed["project_name"], changed["description"], changed["private"]) == ("ports", "x", False)
    assert code(client.get("/api/projects/harbours")) == (404, "projects.unknown")


@pytest.mark.parametrize(
    ("changes", "status", "expected"),
    [
        pytest.param({"colour": 1}, 400, "'colour'", id="unknown"),
        pytest.param({"project_name": "taken"}, 409, "'taken'", id="taken"),
        pytest.param({"project_name": "by_name"}, 400, "meaning of its own", id="reserved"),
        pytest.param({"project_name": 3}, 400, "text", id="number-as-name"),
        pytest.param({"project_name": "a#b"}, 400, "/ ? #", id="hash"),
        pytest.param({"private": 1}, 400, "true or false", id="private"),
        pytest.param({"description": "x" * 1_001}, 400, "1,001", id="long"),
    ],
)
def test_what_cannot_be_set_is_refused_by_name(
    client: TestClient, changes: dict[str, Any], status: int, expected: str
) -> None:
    a_project(client, "taken")
    made = a_project(client)

    refused = client.patch(f"/api/projects/{made['project_id']}", json=changes)

    assert refused.status_code == status
    assert expected in refused.json()["detail"]
    assert client.get(f"/api/projects/{made['project_id']}").json() == made


def test_a_dataset_version_is_attached_once_however_it_is_named(
    house: House, who: Principal, client: TestClient
) -> None:
    version = a_version(house, who, client)
    base = f"/api/projects/{a_project(client)['project_id']}/datasets"

    for name in ("Harbours/first", "Harbours/latest", "Harbours", version, "owner/Harbours/first"):
        attached = client.post(base, json={"dataset": name})
        assert attached.json()["datasets"] == ["Harbours/first"], name

    assert [item["dataset_id"] for item in client.get(base).json()["items"]] == [version]
    assert client.request("DELETE", base, params={"dataset": "Harbours/first"}).json()["datasets"] == []
    assert client.request("DELETE", base, params={"dataset": "Harbours/first"}).status_code == 200


@pytest.mark.parametrize("name", ["nothing", "Harbours/nothing", "/", "a/b/c/d", "", "\x00"])
def test_attaching_what_is_not_there_is_not_found(house: House, who: Principal, client: TestClient, name: str) -> None:
    a_version(house, who, client)
    project = a_project(client)["project_id"]

    refused = client.post(f"/api/projects/{project}/datasets", json={"dataset": name})

    assert refused.status_code == 404
    assert refused.json()["code"].startswith("datasets.")


def test_a_trashed_version_is_no_longer_shown(house: House, who: Principal, client: TestClient) -> None:
    version = a_version(house, who, client)
    project = a_project(client)["project_id"]
    client.post(f"/api/projects/{project}/datasets", json={"dataset": version})

    with house.writing(who) as ctx:
        datasets.trash(ctx, version)

    assert client.get(f"/api/projects/{project}").json()["datasets"] == []


def test_workers_are_members_of_the_organization(house: House, client: TestClient) -> None:
    bob = a_person(house, client, "bob")
    an_organization(house, "owner", "acme", {"bob": Role.MEMBER})
    a_person(house, client, "eve")
    project = a_project(TestClient(client.app, headers={**client.headers, "X-Picsellia-Organization": "acme"}))
    base = f"/api/projects/{project['project_id']}/workers"

    added = bob.client.put(f"{base}/bob", json={}).json()["items"]

    assert [worker["username"] for worker in added] == ["owner", "bob"]
    assert set(added[0]) == {"id", "username"}
    assert code(bob.client.put(f"{base}/eve", json={})) == (404, "projects.worker_unknown")
    assert [w["username"] for w in bob.client.delete(f"{base}/owner").json()["items"]] == ["bob"]


def test_a_trashed_project_is_hidden_and_comes_back(client: TestClient) -> None:
    made = a_project(client)
    base = f"/api/projects/{made['project_id']}"
    client.delete(base)

    assert code(client.get(base)) == (404, "projects.unknown")
    assert client.get("/api/projects").json()["items"] == []
    assert client.get("/api/projects/trash").json()["items"][0]["trashed_by"] == "owner"
    a_project(client)
    assert code(client.post(f"{base}/restore", json={})) == (409, "projects.taken")
    assert client.post(f"{base}/restore", json={"name": "older"}).json()["project_name"] == "older"


def test_lists_are_paged_searched_and_ordered(client: TestClient) -> None:
    for name in ("b", "a", "c"):
        a_project(client, name, description=f"about {name}")

    def names(query: str) -> list[str]:
        return [item["project_name"] for item in client.get(f"/api/projects?{query}").json()["items"]]

    assert names("") == ["b", "a", "c"]
    assert names("order=name") == ["a", "b", "c"]
    assert names("q=about c") == ["c"]
    first = client.get("/api/projects?order=-created&limit=2").json()
    assert names(f"order=-created&limit=2&cursor={first['next']}") == ["b"]


def test_others_do_not_see_a_project(house: House, client: TestClient) -> None:
    project = a_project(client, private=False)["project_id"]
    eve = a_person(house, client, "eve").client

    assert code(eve.get(f"/api/projects/{project}")) == (404, "projects.unknown")
    assert code(eve.delete(f"/api/projects/{project}")) == (404, "projects.unknown")
