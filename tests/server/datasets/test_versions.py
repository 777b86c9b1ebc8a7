"""Datasets and their versions through the REST API: create, list, fetch, add, change, trash, share."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, an_organization
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.context import House
from picsellia_server.datasets import service
from picsellia_server.operator import Issued

from .conftest import a_dataset, fill_lake, names_in

VERSION = {
    "dataset_id", "dataset_name", "version", "size", "description", "private", "labels", "label_count",
    "objects", "dataset", "organization", "fingerprint", "created_at", "created_by",
}  # fmt: skip


def test_a_new_dataset_has_a_version_first_of_the_chosen_pictures(client: TestClient, lake: dict[str, str]) -> None:
    made = a_dataset(client, "Harbours", pictures=[lake["a.jpg"], lake["c.jpg"]], description="Boats\nand quays")

    assert set(made) == VERSION
    assert (made["dataset_name"], made["version"], made["size"]) == ("Harbours", "first", 2)
    assert (made["description"], made["private"]) == ("Boats\nand quays", True)
    assert names_in(client, made["dataset_id"]) == ["a.jpg", "c.jpg"]
    assert client.get("/api/datasets/Harbours/latest").json() == made
    assert client.get("/api/datasets/Harbours/first").json() == made
    assert client.get(f"/api/versions/{made['dataset_id']}").json() == made


def test_a_filter_chooses_all_that_match(client: TestClient, lake: dict[str, str]) -> None:
    made = a_dataset(client, "even", filter={"tags": ["even"], "q": "-tag:odd"})

    assert names_in(client, made["dataset_id"]) == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param({}, id="nothing-said"),
        pytest.param({"pictures": []}, id="an-empty-list"),
        pytest.param({"filter": {"tags": ["no such tag"]}}, id="a-filter-without-matches"),
    ],
)
def test_a_dataset_without_pictures_is_refused(client: TestClient, lake: dict[str, str], chosen: Any) -> None:
    answer = client.post("/api/datasets", json={"name": "x", **chosen})

    assert (answer.status_code, answer.json()["code"]) == (400, "datasets.no_pictures")
    assert client.get("/api/datasets").json()["items"] == []


def test_a_picture_that_is_not_in_the_lake_is_named(client: TestClient, lake: dict[str, str]) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"

    answer = client.post("/api/datasets", json={"name": "x", "pictures": [lake["a.jpg"], unknown]})

    assert answer.status_code == 404
    assert unknown in answer.json()["detail"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blank"),
        pytest.param("a/b", id="slash"),
        pytest.param("..", id="dots"),
        pytest.param("a\x00b", id="nul"),
        pytest.param("a\nb", id="line-end"),
        pytest.param("x" * 121, id="too-long"),
        pytest.param("x" * 10_000, id="10000-characters"),
        pytest.param("latest", id="reserved"),
        pytest.param("what?", id="question-mark"),
    ],
)
def test_a_bad_name_is_refused_with_the_reason(client: TestClient, lake: dict[str, str], name: str) -> None:
    made = a_dataset(client, "good")["dataset_id"]

    answers = [
        client.post("/api/datasets", json={"name": name, "filter": {}}),
        client.patch(f"/api/versions/{made}", json={"dataset_name": name}),
        client.patch(f"/api/versions/{made}", json={"version": name}),
    ]

    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert [item["dataset_name"] for item in client.get("/api/datasets").json()["items"]] == ["good"]


@pytest.mark.parametrize("text", [pytest.param("x" * 1_001, id="too-long"), pytest.param("a\x00", id="nul")])
def test_a_bad_description_is_refused(client: TestClient, lake: dict[str, str], text: str) -> None:
    answer = client.post("/api/datasets", json={"name": "x", "filter": {}, "description": text})

    assert (answer.status_code, answer.json()["code"]) == (400, "datasets.description")


@pytest.mark.parametrize("name", ["Häfen", "港", "Αρχή", "مرفأ", "x" * 120, "a:b @ c.d"])
def test_names_in_any_script_work(client: TestClient, lake: dict[str, str], name: str) -> None:
    made = a_dataset(client, name)

    assert client.get(f"/api/datasets/{name}/latest").json()["dataset_id"] == made["dataset_id"]


def test_names_are_kept_in_one_form_of_unicode(client: TestClient, lake: dict[str, str]) -> None:
    a_dataset(client, "Ha\u0308fen")

    answer = client.post("/api/datasets", json={"name": "H\u00e4fen", "filter": {}})

    assert answer.status_code == 409


def test_a_name_that_exists_is_a_conflict(client: TestClient, lake: dict[str, str]) -> None:
    a_dataset(client, "x")

    answer = client.post("/api/datasets", json={"name": "x", "filter": {}})

    assert (answer.status_code, answer.json()["code"]) == (409, "datasets.taken")
    a_dataset(client, "X")


def test_of_two_requests_for_one_name_one_wins(client: TestClient, lake: dict[str, str]) -> None:
    gate, statuses = threading.Barrier(4), []

    def ask() -> None:
        gate.wait()
        statuses.append(client.post("/api/datasets", json={"name": "x", "filter": {}}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [201, 409, 409, 409]
    assert len(client.get("/api/datasets").json()["items"]) == 1


def test_a_repeated_request_is_done_once(client: TestClient, lake: dict[str, str]) -> None:
    body, headers = {"name": "x", "filter": {}}, {"Idempotency-Key": "one"}

    first = client.post("/api/datasets", json=body, headers=headers)
    again = client.post("/api/datasets", json=body, headers=headers)
    other = client.post("/api/datasets", json={**body, "name": "y"}, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert other.status_code == 409


def test_pictures_are_added_once_and_the_known_ones_counted(client: TestClient, lake: dict[str, str]) -> None:
    version = a_dataset(client, "x", pictures=[lake["a.jpg"]])["dataset_id"]

    some = client.post(f"/api/versions/{version}/pictures", json={"pictures": [lake["a.jpg"], lake["b.jpg"]]}).json()
    rest = client.post(f"/api/versions/{version}/pictures", json={"filter": {}}).json()
    none = client.post(f"/api/versions/{version}/pictures", json={"pictures": []}).json()

    assert (some["added"], some["known"], some["version"]["size"]) == (1, 1, 2)
    assert (rest["added"], rest["known"], rest["version"]["size"]) == (4, 2, 6)
    assert (none["added"], none["known"], none["version"]["size"]) == (0, 0, 6)
    assert names_in(client, version) == ["a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg", "f.jpg"]


def test_many_adding_the_same_pictures_at_once_double_nothing(client: TestClient, lake: dict[str, str]) -> None:
    version = a_dataset(client, "x", pictures=[lake["a.jpg"]])["dataset_id"]
    orders = [list(lake.values()), list(reversed(lake.values()))] * 4
    added = []

    def ask(pictures: list[str]) -> None:
        answer = client.post(f"/api/versions/{version}/pictures", json={"pictures": pictures})
        assert answer.status_code == 200, answer.text
        added.append(answer.json()["added"])

    threads = [threading.Thread(target=ask, args=[order]) for order in orders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(added) == 5
    assert client.get(f"/api/versions/{version}").json()["size"] == 6


def test_pages_of_pictures_in_either_shape_are_the_whole(client: TestClient, lake: dict[str, str]) -> None:
    version = a_dataset(client, "x")["dataset_id"]
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/api/versions/{version}/pictures?limit=4&cursor={cursor}").json()
        found += [item["external_url"] for item in page["items"]]
        cursor = page["next"]

    rows = client.get(f"/api/versions/{version}/pictures?shape=rows&limit=10000").json()

    assert found == sorted(lake)
    assert [row[rows["columns"].index("external_url")] for row in rows["rows"]] == sorted(lake)
    assert names_in(client, version, "?name=E.J") == ["e.jpg"]
    assert client.get(f"/api/versions/{version}/pictures?cursor=x").status_code == 400


def test_versions_are_listed_page_by_page_in_any_order(client: TestClient, lake: dict[str, str]) -> None:
    for name in ["b", "c", "a"]:
        a_dataset(client, name)

    def walk(order: str) -> str:
        found, cursor = "", ""
        while cursor is not None:
            page = client.get(f"/api/datasets?order={order}&limit=2&cursor={cursor}").json()
            found += "".join(item["dataset_name"] for item in page["items"])
            cursor = page["next"]
        return found

    assert {order: walk(order) for order in ("created", "-created", "name", "-name")} == {
        "created": "bca",
        "-created": "acb",
        "name": "abc",
        "-name": "cba",
    }


def test_a_list_can_be_of_one_dataset_or_of_the_newest_versions(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    a_dataset(client, "Harbour")
    a_dataset(client, "quay")
    with house.writing(who) as ctx:
        service.copy_version(ctx, "Harbour", "second")

    def listed(query: str) -> list[str]:
        items = client.get(f"/api/datasets?{query}").json()["items"]
        return [f"{item['dataset_name']}/{item['version']}" for item in items]

    assert listed("name=Harbour") == ["Harbour/first", "Harbour/second"]
    assert listed("newest=true") == ["quay/first", "Harbour/second"]
    assert listed("q=ARB") == ["Harbour/first", "Harbour/second"]
    assert listed("q=%25") == []


def test_a_dataset_is_renamed_described_and_shared(client: TestClient, lake: dict[str, str]) -> None:
    version = a_dataset(client, "x")["dataset_id"]

    changed = client.patch(
        f"/api/versions/{version}",
        json={"dataset_name": "y", "version": "night", "description": "dark", "private": False},
    ).json()

    assert (changed["dataset_name"], changed["version"]) == ("y", "night")
    assert (changed["description"], changed["private"]) == ("dark", False)
    assert client.get("/api/datasets/x/latest").status_code == 404
    assert client.get("/api/datasets/y/night").json()["dataset_id"] == version
    assert client.patch(f"/api/versions/{version}", json={}).json() == changed
    assert client.patch(f"/api/versions/{version}", json={"size": 3}).status_code == 422


def test_renaming_to_a_name_that_is_taken_changes_nothing(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    version = a_dataset(client, "x")["dataset_id"]
    a_dataset(client, "y")
    with house.writing(who) as ctx:
        service.copy_version(ctx, "x", "second")

    dataset = client.patch(f"/api/versions/{version}", json={"dataset_name": "y", "description": "z"})
    named = client.patch(f"/api/versions/{version}", json={"version": "second", "description": "z"})

    assert (dataset.status_code, dataset.json()["code"]) == (409, "datasets.taken")
    assert (named.status_code, named.json()["code"]) == (409, "datasets.version_taken")
    assert client.get(f"/api/versions/{version}").json()["description"] == ""


def test_a_trashed_version_is_gone_until_it_is_restored(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    first = a_dataset(client, "x")["dataset_id"]
    with house.writing(who) as ctx:
        second = service.copy_version(ctx, "x", "second").version.id

    assert client.delete(f"/api/versions/{second}").status_code == 200

    assert client.get("/api/datasets/x/latest").json()["dataset_id"] == first
    assert client.get(f"/api/versions/{second}").status_code == 404
    assert client.get(f"/api/versions/{second}/pictures").status_code == 404
    assert client.delete(f"/api/versions/{second}").status_code == 404
    trashed = client.get("/api/versions/trash").json()["items"]
    assert [(item["version"]["dataset_id"], item["trashed_by"]) for item in trashed] == [(second, who.username)]

    assert client.post(f"/api/versions/{second}/restore", json={}).json()["dataset_id"] == second
    assert client.get("/api/datasets/x/latest").json()["dataset_id"] == second
    assert client.get("/api/versions/trash").json()["items"] == []


def test_with_its_last_version_a_dataset_gives_its_name_back(client: TestClient, lake: dict[str, str]) -> None:
    old = a_dataset(client, "x")["dataset_id"]
    client.delete(f"/api/versions/{old}")
    new = a_dataset(client, "x", pictures=[lake["a.jpg"]])["dataset_id"]

    taken = client.post(f"/api/versions/{old}/restore", json={})
    other = client.post(f"/api/versions/{old}/restore", json={"dataset_name": "x, as it was"})

    assert (taken.status_code, taken.json()["code"]) == (409, "datasets.taken")
    assert other.json()["dataset_name"] == "x, as it was"
    assert client.get("/api/datasets/x/latest").json()["dataset_id"] == new


def test_a_version_name_taken_meanwhile_asks_for_another_at_restoring(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    a_dataset(client, "x")
    with house.writing(who) as ctx:
        old = service.copy_version(ctx, "x", "night").version.id
    client.delete(f"/api/versions/{old}")
    with house.writing(who) as ctx:
        service.copy_version(ctx, "x", "night")

    assert client.post(f"/api/versions/{old}/restore", json={}).status_code == 409
    assert client.post(f"/api/versions/{old}/restore", json={"version": "dusk"}).json()["version"] == "dusk"


def test_the_trash_is_emptied_after_its_days_and_keeps_the_pictures(
    house: House, who: Principal, client: TestClient, lake: dict[str, str]
) -> None:
    a_dataset(client, "kept")
    gone = a_dataset(client, "gone")["dataset_id"]
    client.delete(f"/api/versions/{gone}")
    with house.writing(who) as ctx:
        assert service.sweep(ctx) == 0
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE dataset_versions SET trashed_at = trashed_at - interval '31 days'")

    with house.writing(who) as ctx:
        assert service.sweep(ctx) == 1

    assert client.post(f"/api/versions/{gone}/restore", json={}).status_code == 404
    assert client.get("/api/pictures/count").json() == {"count": 6}
    with house.engine.begin() as connection:
        names = connection.exec_driver_sql("SELECT name FROM datasets").scalars().all()
    assert names == ["kept"]


def test_private_datasets_are_not_there_for_other_organizations(
    house: House, client: TestClient, lake: dict[str, str], owner: Issued
) -> None:
    version = a_dataset(client, "x")["dataset_id"]
    other = a_person(house, client, "other").client

    paths = ["", "/pictures", "/labels", "/manifest", f"/pictures/{lake['a.jpg']}/url", f"/diff/{version}"]
    found = [other.get(f"/api/versions/{version}{path}").status_code for path in paths]

    assert found == [404] * len(paths)
    assert other.get("/api/datasets/x/latest").status_code == 404
    assert other.get(f"/api/datasets/x/latest?owner={owner.username}").status_code == 404
    assert other.get("/api/datasets?shelf=hub").json()["items"] == []
    assert other.patch(f"/api/versions/{version}", json={"private": False}).status_code == 404
    assert other.delete(f"/api/versions/{version}").status_code == 404


def test_shared_datasets_are_seen_by_everybody_and_changed_by_nobody_else(
    house: House, client: TestClient, lake: dict[str, str], owner: Issued
) -> None:
    made = a_dataset(client, "x", private=False)
    version = made["dataset_id"]
    label = client.post(f"/api/versions/{version}/labels", json={"labels": [{"name": "boat", "type": "rectangle"}]})
    label_id = label.json()["items"][0]["label"]["id"]
    other = a_person(house, client, "other").client

    seen = other.get(f"/api/datasets/x/latest?owner={owner.username}").json()
    assert seen["dataset_id"] == version
    assert [item["dataset_id"] for item in other.get("/api/datasets?shelf=hub").json()["items"]] == [version]
    assert other.get("/api/datasets").json()["items"] == []
    assert client.get("/api/datasets?shelf=hub").json()["items"] == []
    assert len(names_in(other, version)) == 6
    manifest = other.get(f"/api/versions/{version}/manifest").json()["items"]
    assert other.get(manifest[0]["url"]).status_code == 200
    assert other.get(f"/api/versions/{version}/pictures/{lake['a.jpg']}/url").status_code == 200
    assert other.get(f"/api/pictures/{lake['a.jpg']}").status_code == 404

    refused = [
        other.patch(f"/api/versions/{version}", json={"private": True}),
        other.delete(f"/api/versions/{version}"),
        other.post(f"/api/versions/{version}/pictures", json={"filter": {}}),
        other.post(f"/api/versions/{version}/labels", json={"labels": [{"name": "x", "type": "polygon"}]}),
        other.put(f"/api/versions/{version}/labels/order", json={"labels": [label_id]}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in refused} == {(403, "datasets.not_yours")}
    assert other.patch(f"/api/labels/{label_id}", json={"name": "x"}).status_code == 404
    assert other.delete(f"/api/labels/{label_id}").status_code == 404
    assert client.get(f"/api/versions/{version}").json()["size"] == 6


def test_pictures_of_a_shared_version_lead_to_no_others(house: House, client: TestClient) -> None:
    ids = fill_lake(client, ["in.jpg", "out.jpg"])
    version = a_dataset(client, "x", private=False, pictures=[ids["in.jpg"]])["dataset_id"]
    other = a_person(house, client, "other").client

    assert other.get(f"/api/versions/{version}/pictures/{ids['out.jpg']}/url").status_code == 404
    assert other.get(f"/api/versions/{version}/pictures/{ids['out.jpg']}/thumbnail/320").status_code == 404
    body = {"name": "mine", "pictures": [ids["in.jpg"]]}
    assert other.post("/api/datasets", json=body).status_code == 404


def test_a_viewer_sees_and_does_not_change(house: House, client: TestClient, owner: Issued) -> None:
    friend = a_person(house, client, "friend")
    an_organization(house, owner.username, "acme", {"friend": Role.VIEWER})
    client.headers["X-Picsellia-Organization"] = "acme"
    fill_lake(client, ["a.jpg"])
    version = a_dataset(client, "x")["dataset_id"]

    assert friend.client.get(f"/api/versions/{version}").status_code == 200
    assert friend.client.delete(f"/api/versions/{version}").status_code == 403
    assert friend.acting_in("friend").get(f"/api/versions/{version}").status_code == 404


@pytest.mark.parametrize("version", ["nope", "%00", "00000000-0000-4000-8000-000000000000", "x" * 5_000])
def test_an_id_that_is_none_is_an_answer_and_no_failure(client: TestClient, version: str) -> None:
    for path in ("", "/pictures", "/manifest", "/labels"):
        assert client.get(f"/api/versions/{version}{path}").status_code in (400, 404)
