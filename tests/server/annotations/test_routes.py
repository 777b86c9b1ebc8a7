"""Annotations through the REST API: shapes as JSON, errors that name them, who may do what."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, an_organization, jpeg, upload
from picsellia_server.accounts.model import Role
from picsellia_server.context import House
from picsellia_server.operator import Issued

BOX = {"label": "boat", "type": "rectangle", "box": [1, 2, 30, 40.5]}
RING = {"label": "quay", "type": "polygon", "rings": [[0, 0, 40, 0, 40, 40]]}
MASK = {"label": "water", "type": "mask", "rle": {"size": [48, 64], "counts": [0, 2, 48 * 64 - 2]}, "iscrowd": True}


@pytest.fixture
def pictures(client: TestClient) -> list[str]:
    files = {f"{number}.jpg": jpeg(colour=(number, 9, 9)) for number in range(3)}
    return [item["picture"]["picture_id"] for item in upload(client, files)]


@pytest.fixture
def path(client: TestClient, pictures: list[str]) -> str:
    made = client.post("/api/datasets", json={"name": "harbours", "pictures": pictures, "private": False})
    return f"/api/versions/{made.json()['dataset_id']}"


def put(client: TestClient, path: str, picture: str, *shapes: Any, **more: Any) -> Any:
    annotation = {"picture_id": picture, "shapes": list(shapes), **more}
    return client.post(f"{path}/annotations", json={"annotations": [annotation]})


def test_shapes_go_in_and_come_out(client: TestClient, path: str, pictures: list[str]) -> None:
    done = put(client, path, pictures[0], BOX, RING, MASK, {"label": "calm", "type": "classification"})
    found = client.get(f"{path}/pictures/{pictures[0]}/annotation").json()

    assert done.status_code == 200, done.text
    assert (done.json()["written"], done.json()["shapes"]) == (1, 4)
    assert [shape["box"] for shape in found["shapes"]] == [[1, 2, 30, 40.5], [0, 0, 40, 40], [0, 0, 1, 2], None]
    assert found["shapes"][1]["rings"] == RING["rings"]
    assert found["shapes"][2]["rle"] == MASK["rle"]
    assert found["shapes"][2]["iscrowd"] is True
    assert (found["status"], found["author"], found["objects"]) == ("pending", "owner", 4)


@pytest.mark.parametrize(
    ("shape", "status"),
    [
        pytest.param({**BOX, "box": [1, 2, -3, 4]}, 400, id="negative"),
        pytest.param({**BOX, "box": [100, 2, 3, 4]}, 400, id="outside"),
        pytest.param({**BOX, "box": None}, 400, id="no-box"),
        pytest.param({**RING, "rings": [[0, 0, 1, 1]]}, 400, id="two-points"),
        pytest.param({**RING, "rings": [[0, 0, 1, 1, 2]]}, 400, id="odd"),
        pytest.param({**MASK, "rle": {"size": [48, 64], "counts": [1]}}, 400, id="short-mask"),
        pytest.param({**BOX, "label": "a\u0000b"}, 400, id="nul"),
        pytest.param({**BOX, "type": "circle"}, 422, id="unknown-type"),
        pytest.param({**BOX, "bax": 1}, 422, id="misspelt"),
    ],
)
def test_a_wrong_shape_is_named(
    client: TestClient, path: str, pictures: list[str], shape: dict[str, Any], status: int
) -> None:
    answer = put(client, path, pictures[0], BOX, shape)

    assert answer.status_code == status, answer.text
    if status == 400:
        assert (answer.json()["code"], answer.json()["shape"]) == ("annotations.shape", 1)
    assert client.get(f"{path}/statistics").json()["annotated"] == 0


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "1e400", '"\\ud800"'])
def test_what_is_no_number_or_no_text_is_refused(
    client: TestClient, path: str, pictures: list[str], literal: str
) -> None:
    body = (
        f'{{"annotations": [{{"picture_id": "{pictures[0]}", "shapes": '
        f'[{{"label": "a", "type": "rectangle", "box": [{literal}, 2, 3, 4]}}, '
        f'{{"label": {literal}, "type": "rectangle", "box": [1, 2, 3, 4], "given": {{"x": {literal}}}}}]}}]}}'
    )

    answer = client.post(f"{path}/annotations", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422), answer.text


def test_given_that_is_no_json_is_refused(client: TestClient, path: str, pictures: list[str]) -> None:
    body = (
        f'{{"annotations": [{{"picture_id": "{pictures[0]}", "shapes": '
        f'[{{"label": "a", "type": "rectangle", "box": [1, 2, 3, 4], "given": {{"x": "\\ud800"}}}}]}}]}}'
    )

    answer = client.post(f"{path}/annotations", content=body, headers={"Content-Type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "annotations.refused")


def test_a_save_over_somebody_elses_is_a_conflict(client: TestClient, path: str, pictures: list[str]) -> None:
    put(client, path, pictures[0], BOX, base=0)
    seen = client.get(f"{path}/pictures/{pictures[0]}/annotation").json()["revision"]
    put(client, path, pictures[0], RING)

    answer = put(client, path, pictures[0], BOX, BOX, base=seen)

    assert (answer.status_code, answer.json()["code"]) == (409, "annotations.moved_on")


def test_a_change_is_undone_by_its_id(client: TestClient, path: str, pictures: list[str]) -> None:
    change = put(client, path, pictures[0], BOX).json()["change"]

    undone = client.post(f"{path}/changes/{change}/undo")
    listed = client.get(f"{path}/changes").json()["items"]
    gone = client.get(f"{path}/pictures/{pictures[0]}/annotation")

    assert undone.json()["deleted"] == 1
    assert [(each["verb"], each["undone"]) for each in listed] == [("undone", False), ("written", True)]
    assert (gone.status_code, gone.json()["code"]) == (404, "annotations.none")
    assert client.post(f"{path}/changes/{change}/undo").status_code == 409
    assert client.post(f"{path}/changes/{pictures[0]}/undo").status_code == 404


def test_reviews_say_all_or_whom(client: TestClient, path: str, pictures: list[str]) -> None:
    put(client, path, pictures[0], BOX)

    vague = client.post(f"{path}/review", json={"status": "accepted"})
    done = client.post(f"{path}/review", json={"status": "accepted", "all": True})

    assert vague.status_code == 422
    assert (done.json()["written"], done.json()["unchanged"]) == (1, 2)


def test_lists_come_as_rows_as_well(client: TestClient, path: str, pictures: list[str]) -> None:
    put(client, path, pictures[1], BOX, BOX)
    label = client.get(f"{path}/labels").json()["items"][0]["id"]

    page = client.get(f"{path}/annotations", params={"shape": "rows", "limit": 2}).json()
    rest = client.get(f"{path}/annotations", params={"shape": "rows", "limit": 2, "cursor": page["next"]}).json()
    found = client.get(f"{path}/annotations", params={"label": label, "shapes": True}).json()["items"]

    rows = [dict(zip(page["columns"], row, strict=True)) for row in (*page["rows"], *rest["rows"])]
    assert [row["picture_id"] for row in rows] == pictures
    assert [row["labels"] for row in rows] == [{}, {label: 2}, {}]
    assert [(each["picture_id"], len(each["shapes"])) for each in found] == [(pictures[1], 2)]
    assert client.get(f"{path}/annotations/count", params={"label": label}).json() == {"count": 1}


def test_an_annotator_annotates_but_does_not_import(
    house: House, client: TestClient, owner: Issued, path: str, pictures: list[str]
) -> None:
    ann = a_person(house, client, "ann")
    an_organization(house, owner.username, "acme", {"ann": Role.ANNOTATOR})
    theirs = TestClient(
        client.app,
        headers={"Authorization": f"Bearer {owner.token}", "X-Picsellia-Organization": "acme"},
        raise_server_exceptions=False,
    )
    mine = [item["picture"]["picture_id"] for item in upload(theirs, {"x.jpg": jpeg()})]
    version = theirs.post("/api/datasets", json={"name": "d", "pictures": mine}).json()["dataset_id"]
    asking = ann.acting_in("acme")

    assert put(asking, f"/api/versions/{version}", mine[0], BOX).status_code == 200
    assert asking.post(f"/api/versions/{version}/imports", json={"name": "a", "sha256": "0" * 64}).status_code == 403


def test_others_see_a_public_version_and_change_nothing(
    house: House, client: TestClient, path: str, pictures: list[str]
) -> None:
    put(client, path, pictures[0], BOX)
    bob = a_person(house, client, "bob").client

    assert bob.get(f"{path}/annotations").status_code == 200
    assert len(bob.get(f"{path}/export").json()["annotations"]) == 1
    assert bob.get(f"{path}/diff/{path.rsplit('/', 1)[1]}/annotations").json()["items"] == []
    refused = put(bob, path, pictures[0], RING)
    assert (refused.status_code, refused.json()["code"]) == (403, "datasets.not_yours")


def test_the_trash_has_routes_of_its_own(client: TestClient, path: str, pictures: list[str]) -> None:
    put(client, path, pictures[0], BOX)

    gone = client.post("/api/pictures/trash", json={"pictures": pictures[:1]}).json()
    listed = client.get("/api/pictures/trash").json()["items"]
    back = client.post("/api/pictures/restore", json={"trash_id": gone["trash_id"]}).json()

    assert gone["versions"] == [{"dataset": "harbours", "version": "first", "pictures": 1}]
    assert [(each["picture"]["picture_id"], each["trashed_by"]) for each in listed] == [(pictures[0], "owner")]
    assert (back["restored"], back["merged"]) == (1, 0)
    assert client.get(f"{path}/pictures/{pictures[0]}/annotation").status_code == 200
    assert client.post("/api/pictures/restore", json={"trash_id": gone["trash_id"]}).status_code == 404


def test_the_past_of_a_picture_is_shown(client: TestClient, path: str, pictures: list[str]) -> None:
    put(client, path, pictures[0], BOX)
    second = put(client, path, pictures[0], RING).json()["change"]

    past = client.get(f"{path}/pictures/{pictures[0]}/history").json()["items"]
    reverted = client.post(f"{path}/pictures/{pictures[0]}/history/{second}/restore")

    assert [(each["verb"], each["by"], each["objects"]) for each in past] == [("written", "owner", 1)] * 2
    assert reverted.json()["written"] == 1
    shapes = client.get(f"{path}/pictures/{pictures[0]}/annotation").json()["shapes"]
    assert shapes[0]["label"] == "boat"
