"""Labels of a version: made, renamed, put in order, deleted and restored."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from picsellia_server.datasets import service

from .conftest import a_dataset

LABEL = {
    "id", "name", "type", "position", "source_id", "supercategory", "colour", "objects", "annotations",
}  # fmt: skip


@pytest.fixture
def version(client: TestClient, lake: dict[str, str]) -> str:
    return str(a_dataset(client, "x")["dataset_id"])


def make(client: TestClient, version: str, *names: str, type: str = "rectangle") -> list[dict[str, Any]]:
    body = {"labels": [{"name": name, "type": type} for name in names]}
    answer = client.post(f"/api/versions/{version}/labels", json=body)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def shown(client: TestClient, version: str, query: str = "") -> list[str]:
    return [label["name"] for label in client.get(f"/api/versions/{version}/labels{query}").json()["items"]]


def counted(house: House, who: Principal, client: TestClient, version: str, **counts: tuple[int, int]) -> None:
    """Counts objects and pictures in, as the annotations do."""
    with house.engine.begin() as connection:
        rows = {row.name: row.id for row in connection.exec_driver_sql("SELECT name, id FROM labels")}
    with house.writing(who) as ctx:
        service.count_labels(ctx, {rows[name]: count for name, count in counts.items()})


def test_labels_come_in_the_order_in_which_they_were_made(client: TestClient, version: str) -> None:
    made = make(client, version, "boat", "quay", "crane")

    assert set(made[0]["label"]) == LABEL
    assert [item["existed"] for item in made] == [False, False, False]
    found = client.get(f"/api/versions/{version}/labels").json()["items"]
    assert found == [item["label"] for item in made]
    assert [(label["position"], label["colour"]) for label in found] == [(0, 0), (1, 1), (2, 2)]
    assert client.get(f"/api/versions/{version}").json()["labels"] == found


def test_a_label_that_exists_is_no_error_and_says_so(client: TestClient, version: str) -> None:
    first = make(client, version, "boat")[0]

    again = make(client, version, "boat", "quay", "quay")

    assert [item["existed"] for item in again] == [True, False, False]
    assert again[0]["label"] == first["label"]
    assert again[1] == again[2]
    assert shown(client, version) == ["boat", "quay"]


@pytest.mark.parametrize(
    ("given", "type"),
    [
        ("rectangle", "rectangle"),
        ("detection", "rectangle"),
        ("polygon", "polygon"),
        ("segmentation", "polygon"),
        ("Classification", "classification"),
        ("mask", "mask"),
    ],
)
def test_the_task_stands_for_the_shape(client: TestClient, version: str, given: str, type: str) -> None:
    assert make(client, version, "boat", type=given)[0]["label"]["type"] == type


def test_one_name_may_have_several_types(client: TestClient, version: str) -> None:
    make(client, version, "boat", type="rectangle")
    make(client, version, "boat", type="polygon")

    assert shown(client, version) == ["boat", "boat"]


def test_a_type_that_is_none_is_refused_with_those_there_are(client: TestClient, version: str) -> None:
    answer = client.post(f"/api/versions/{version}/labels", json={"labels": [{"name": "a", "type": "line"}]})

    assert answer.status_code == 422
    assert "segmentation" in answer.json()["detail"]


@pytest.mark.parametrize("name", ["", "a\x00", "x" * 121, "x" * 10_000, "a\tb"])
def test_a_bad_name_is_refused_and_stops_its_whole_request(client: TestClient, version: str, name: str) -> None:
    body = {"labels": [{"name": "good", "type": "polygon"}, {"name": name, "type": "polygon"}]}

    assert client.post(f"/api/versions/{version}/labels", json=body).status_code == 400
    assert shown(client, version) == []


def test_names_with_slashes_and_in_any_script_work(client: TestClient, version: str) -> None:
    names = ["vehicle/boat", "船", "Äpfel", "e\u0301te\u0301"]

    make(client, version, *names)

    assert shown(client, version) == [*names[:3], "été"]


def test_categories_of_a_coco_file_are_kept(client: TestClient, version: str) -> None:
    wanted = {"name": "boat", "type": "polygon", "source_id": 0, "supercategory": "vehicle"}

    label = client.post(f"/api/versions/{version}/labels", json={"labels": [wanted]}).json()["items"][0]["label"]

    assert {key: label[key] for key in wanted} == wanted


def test_many_making_labels_at_once_give_each_a_place_of_its_own(client: TestClient, version: str) -> None:
    def ask(start: int) -> None:
        make(client, version, *(f"label {number % 12}" for number in range(start, start + 8)))

    threads = [threading.Thread(target=ask, args=[start]) for start in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = client.get(f"/api/versions/{version}/labels").json()["items"]
    assert sorted(label["name"] for label in found) == sorted(f"label {number}" for number in range(12))
    assert [label["position"] for label in found] == list(range(12))


def test_a_label_is_renamed_and_keeps_its_place(client: TestClient, version: str) -> None:
    boat = make(client, version, "boat", "quay")[0]["label"]

    changed = client.patch(f"/api/labels/{boat['id']}", json={"name": "ship", "supercategory": "vehicle"}).json()

    assert changed == {**boat, "name": "ship", "supercategory": "vehicle"}
    assert shown(client, version) == ["ship", "quay"]


def test_a_name_of_another_label_is_not_taken(client: TestClient, version: str) -> None:
    boat = make(client, version, "boat", "quay")[0]["label"]

    answer = client.patch(f"/api/labels/{boat['id']}", json={"name": "quay"})

    assert (answer.status_code, answer.json()["code"]) == (409, "datasets.label_taken")
    assert client.patch(f"/api/labels/{boat['id']}", json={"name": "boat"}).status_code == 200


def test_an_order_has_to_name_every_label_once(client: TestClient, version: str) -> None:
    ids = [item["label"]["id"] for item in make(client, version, "a", "b", "c")]
    url = f"/api/versions/{version}/labels/order"

    assert client.put(url, json={"labels": [ids[2], ids[0], ids[1]]}).status_code == 200
    assert shown(client, version) == ["c", "a", "b"]
    for wrong in (ids[:2], [*ids, ids[0]], [ids[0], ids[0], ids[1]]):
        answer = client.put(url, json={"labels": wrong})
        assert (answer.status_code, answer.json()["code"]) == (400, "datasets.label_order")
    assert shown(client, version) == ["c", "a", "b"]


def test_a_deleted_label_comes_back_to_its_place(client: TestClient, version: str) -> None:
    ids = [item["label"]["id"] for item in make(client, version, "a", "b", "c")]

    assert client.delete(f"/api/labels/{ids[1]}").status_code == 200

    assert shown(client, version) == ["a", "c"]
    assert [label["position"] for label in client.get(f"/api/versions/{version}/labels").json()["items"]] == [0, 1]
    assert shown(client, version, "?trashed=true") == ["b"]
    assert client.delete(f"/api/labels/{ids[1]}").status_code == 404
    assert client.patch(f"/api/labels/{ids[1]}", json={"name": "x"}).status_code == 404
    client.post(f"/api/labels/{ids[1]}/restore")
    assert shown(client, version) == ["a", "b", "c"]


def test_a_label_made_anew_takes_the_name_of_a_deleted_one(client: TestClient, version: str) -> None:
    old = make(client, version, "a")[0]["label"]
    client.delete(f"/api/labels/{old['id']}")

    new = make(client, version, "a")[0]

    assert (new["existed"], new["label"]["id"] != old["id"], new["label"]["colour"]) == (False, True, 1)
    assert client.post(f"/api/labels/{old['id']}/restore").status_code == 409


def test_a_used_label_is_deleted_only_when_told(house: House, who: Principal, client: TestClient, version: str) -> None:
    label = make(client, version, "boat")[0]["label"]["id"]
    counted(house, who, client, version, boat=(7, 3))

    refused = client.delete(f"/api/labels/{label}")

    assert (refused.status_code, refused.json()["code"]) == (409, "datasets.label_used")
    assert (refused.json()["objects"], refused.json()["pictures"]) == (7, 3)
    assert client.delete(f"/api/labels/{label}?used=true").status_code == 200
    back = client.post(f"/api/labels/{label}/restore").json()
    assert (back["objects"], back["annotations"]) == (7, 3)


@pytest.mark.parametrize("change", ["rename", "delete", "restore"])
def test_changing_a_used_label_makes_the_fingerprint_unknown(
    house: House, who: Principal, client: TestClient, version: str, change: str
) -> None:
    used, free = (item["label"]["id"] for item in make(client, version, "used", "free"))
    counted(house, who, client, version, used=(1, 1))

    def change_it(label: str) -> str | None:
        answers = {
            "rename": lambda: [client.patch(f"/api/labels/{label}", json={"name": f"other {label}"})],
            "delete": lambda: [client.delete(f"/api/labels/{label}?used=true")],
            "restore": lambda: [client.delete(f"/api/labels/{label}?used=true"), known(),
                                client.post(f"/api/labels/{label}/restore")],
        }[change]()  # fmt: skip
        assert all(answer is None or answer.status_code == 200 for answer in answers)
        found: str | None = client.get(f"/api/versions/{version}").json()["fingerprint"]
        return found

    def known() -> str | None:
        with house.writing(who) as ctx:
            for row in service.without_fingerprint(ctx, limit=10):
                service.set_fingerprint(ctx, row, 5)
        return None

    assert change_it(free) is not None
    assert change_it(used) is None
    known()
    assert client.get(f"/api/versions/{version}").json()["fingerprint"] is not None


def test_a_list_shows_the_labels_with_most_objects(
    house: House, who: Principal, client: TestClient, version: str
) -> None:
    make(client, version, *(f"l{number}" for number in range(60)))
    counted(house, who, client, version, l7=(5, 2), l59=(9, 1), l3=(1, 1))

    card = client.get("/api/datasets").json()["items"][0]

    assert [label["name"] for label in card["labels"]][:4] == ["l59", "l7", "l3", "l0"]
    assert (len(card["labels"]), card["label_count"], card["objects"]) == (50, 60, 15)


def test_the_trash_of_labels_is_emptied_after_its_days(
    house: House, who: Principal, client: TestClient, version: str
) -> None:
    label = make(client, version, "a")[0]["label"]["id"]
    client.delete(f"/api/labels/{label}")
    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE labels SET trashed_at = trashed_at - interval '31 days'")

    with house.writing(who) as ctx:
        assert service.sweep(ctx) == 1

    assert client.post(f"/api/labels/{label}/restore").status_code == 404
