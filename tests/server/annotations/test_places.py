"""Anchors and neighbours in a version's list, and the versions that hold a picture."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import jpeg, upload


@pytest.fixture
def version(client: TestClient) -> str:
    """101 pictures; every fifth one has a box."""
    files = {f"{i:03}.jpg": jpeg(20, 20, colour=(i, 7, 9)) for i in range(101)}
    ids = [item["picture"]["picture_id"] for item in upload(client, files)]
    made = client.post("/api/datasets", json={"name": "trees", "pictures": ids}).json()
    box: dict[str, Any] = {"type": "rectangle", "label": "oak", "box": [1, 2, 3, 4]}
    body = {"annotations": [{"picture_id": picture, "shapes": [box]} for picture in ids[::5]]}
    written = client.post(f"/api/versions/{made['dataset_id']}/annotations", json=body)
    assert written.status_code == 200, written.text
    return str(made["dataset_id"])


def listed(client: TestClient, version: str, query: str = "") -> list[str]:
    page = client.get(f"/api/versions/{version}/annotations?limit=1000{query}").json()
    return [item["picture_id"] for item in page["items"]]


def test_segments_that_start_at_anchors_join_to_the_whole_list(client: TestClient, version: str) -> None:
    cursors = client.get(f"/api/versions/{version}/annotations/anchors?every=100").json()["cursors"]

    pages = [
        client.get(f"/api/versions/{version}/annotations?limit=100&cursor={cursor}").json()["items"]
        for cursor in ["", *cursors]
    ]

    assert len(cursors) == 1
    assert [item["picture_id"] for page in pages for item in page] == listed(client, version)


@pytest.mark.parametrize("query", ["", "&annotated=true", "&annotated=false", "&status=pending"])
def test_walking_from_neighbour_to_neighbour_visits_what_the_filter_picks(
    client: TestClient, version: str, query: str
) -> None:
    ids = listed(client, version, query)[:4]

    around = [client.get(f"/api/versions/{version}/pictures/{each}/neighbours?{query[1:]}").json() for each in ids]

    assert [each["previous"] for each in around] == [None, *ids[:-1]]
    assert [each["next"] for each in around][:-1] == ids[1:]


def test_a_stranger_has_no_neighbours(client: TestClient, version: str) -> None:
    stranger = upload(client, {"z.jpg": jpeg(30, 30)})[0]["picture"]["picture_id"]

    assert client.get(f"/api/versions/{version}/pictures/{stranger}/neighbours").status_code == 404


def test_a_picture_names_the_versions_that_hold_it(client: TestClient, version: str) -> None:
    first, second = listed(client, version)[:2]

    held = client.get(f"/api/pictures/{first}/versions").json()

    assert [(each["dataset_name"], each["version"], each["status"], each["objects"]) for each in held] == [
        ("trees", "first", "pending", 1)
    ]
    assert client.get(f"/api/pictures/{second}/versions").json()[0]["status"] is None
    client.delete(f"/api/versions/{version}")
    assert client.get(f"/api/pictures/{first}/versions").json() == []


def test_a_picture_is_looked_at_with_its_shapes_or_with_none(client: TestClient, version: str) -> None:
    first, second = listed(client, version)[:2]

    annotated = client.get(f"/api/versions/{version}/pictures/{first}/look").json()
    bare = client.get(f"/api/versions/{version}/pictures/{second}/look").json()

    assert (annotated["status"], [shape["label"] for shape in annotated["shapes"]]) == ("pending", ["oak"])
    assert (bare["status"], bare["shapes"], bare["width"]) == (None, [], 20)
