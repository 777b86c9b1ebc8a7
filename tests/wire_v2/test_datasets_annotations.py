"""Rows 14 to 28 of the endpoint index: datasets, labels, annotations."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from factories import jpeg
from wire_v2.conftest import CALM, POLYGON, RECTANGLE, Speaker


def api(speak: Speaker, path: str) -> Any:
    return speak.http.get(path, headers={"Authorization": f"Token {speak.token}"}).json()


def test_row_14_get_dataset(speak: Speaker) -> None:
    assert speak.says(200, "GET", "dataset/none") == {"datasets": []}
    first = speak.dataset(pictures=2)
    speak.says(201, "PUT", "dataset/none/new_version", {"name": "Harbours", "version": "night", "pictures": []})

    found = speak.says(200, "GET", "dataset/none")["datasets"]

    assert [(each["dataset_name"], each["version"], each["size"]) for each in found] == [
        ("Harbours", "first", 2),
        ("Harbours", "night", 2),
    ]
    assert set(found[0]) == {"dataset_id", "dataset_name", "version", "size", "description", "private"}
    assert found[0]["dataset_id"] == first


def test_row_15_put_dataset(speak: Speaker) -> None:
    pictures = [speak.picture("a.jpg"), {"picture_id": speak.picture("b.jpg"), "tag": "stale"}]
    body = {"dataset_name": "Harbours", "description": "boats", "private": True, "pictures": [*pictures, str(uuid4())]}

    made = speak.says(201, "PUT", "dataset/none", body)

    assert made["pk"] == made["dataset"]["dataset_id"]
    assert (made["dataset"]["version"], made["dataset"]["size"]) == ("first", 2)
    speak.says(400, "PUT", "dataset/none", body)
    speak.says(400, "PUT", "dataset/none", {**body, "dataset_name": "Empty", "pictures": []})
    speak.says(400, "PUT", "dataset/none", {**body, "dataset_name": "by/name"})
    speak.says(400, "PUT", "dataset/none", {**body, "private": "yes", "dataset_name": "Other"})


def test_row_16_post_dataset(speak: Speaker) -> None:
    first, more = speak.dataset(pictures=1), speak.picture("more.jpg")
    night = speak.says(201, "PUT", "dataset/none/new_version", {"name": "Harbours", "version": "night", "pictures": []})

    by_id = {"name": "", "version": "latest", "pictures": [more, more], "pk": first}
    added = speak.says(201, "POST", "dataset/none", by_id)
    again = speak.says(201, "POST", "dataset/none", by_id)
    named = speak.says(
        201, "POST", "dataset/none", {"name": "Harbours", "version": "latest", "pictures": [more], "pk": first}
    )

    assert (added["success"], again["success"]) == ("1 picture added", "0 pictures added")
    assert named["pk"] == night["pk"]
    speak.says(400, "POST", "dataset/none", {"name": "", "version": "latest", "pictures": [more], "pk": ""})
    speak.says(404, "POST", "dataset/none", {"name": "Nothing", "version": "latest", "pictures": [more], "pk": ""})


def test_row_17_put_dataset_new_version(speak: Speaker) -> None:
    first = speak.dataset(pictures=2)
    speak.says(201, "PUT", f"annotation/new/{first}/Harbours-0.jpg", {"data": [RECTANGLE]})
    body = {"name": "Harbours", "version": "night", "pictures": [speak.picture("c.jpg")], "from_version": "latest"}

    made = speak.says(201, "PUT", "dataset/none/new_version", body)

    assert made["pk"] == made["dataset"]["dataset_id"] != first
    assert made["dataset"]["size"] == 3
    assert len(speak.says(200, "GET", f"annotation/{made['pk']}")["annotations"]) == 1
    speak.says(400, "PUT", "dataset/none/new_version", body)
    speak.says(404, "PUT", "dataset/none/new_version", {**body, "version": "x", "from_version": "absent"})
    speak.says(404, "PUT", "dataset/none/new_version", {**body, "name": "Absent"})


def test_row_18_get_dataset_by_name(speak: Speaker) -> None:
    first = speak.dataset()
    night = speak.says(201, "PUT", "dataset/none/new_version", {"name": "Harbours", "version": "night", "pictures": []})

    assert speak.says(200, "GET", "dataset/none/Harbours/first")["dataset"]["dataset_id"] == first
    assert speak.says(200, "GET", "dataset/none/Harbours/latest")["dataset"]["dataset_id"] == night["pk"]
    speak.says(404, "GET", "dataset/none/Harbours/absent")
    speak.says(404, "GET", "dataset/none/absent/latest")


def test_row_19_delete_dataset(speak: Speaker) -> None:
    first = speak.dataset()
    project = speak.project()
    experiment = speak.experiment(project, dataset="Harbours/first")

    said = speak.says(201, "DELETE", "dataset/none/Harbours/latest")

    assert said == {"success": "dataset Harbours/first deleted"}
    assert speak.says(200, "GET", f"experiment/{project}/{experiment}")["experiment"]["dataset"] is None
    assert speak.says(200, "GET", "project/null")["projects"][0]["datasets"] == []
    assert len(speak.says(200, "GET", "datalake/none")["pictures"]) == 2
    speak.says(404, "GET", f"picture/{first}")
    speak.says(404, "DELETE", "dataset/none/Harbours/latest")


def test_row_20_get_dataset_download(speak: Speaker) -> None:
    body = jpeg(64, 48, colour=(9, 9, 9))
    ids = [speak.picture("a.jpg", body=body), speak.picture("a.jpg")]
    speak.says(201, "PUT", "dataset/none", {"dataset_name": "Harbours", "pictures": ids})

    images = speak.says(200, "GET", "dataset/None/Harbours/first/download")["images"]

    assert len({each["external_picture_url"] for each in images}) == 2  # equal names would overwrite one another
    got = speak.http.get(images[0]["signed_url"])
    assert got.content == body
    assert int(got.headers["content-length"]) == len(body)


def test_row_21_post_dataset_update_stats(speak: Speaker) -> None:
    first = speak.dataset()

    speak.says(
        200, "POST", f"dataset/{first}/update_stats", {"repartition": {"x": 1}, "nb_annotations": 8, "nb_objects": 1}
    )

    assert api(speak, f"/api/versions/{first}/statistics")["objects"] == 0
    speak.says(404, "POST", f"dataset/{uuid4()}/update_stats", {})


def test_row_22_put_label(speak: Speaker) -> None:
    first = speak.dataset()

    speak.says(201, "PUT", f"label/{first}/boat/detection")
    speak.says(200, "PUT", f"label/{first}/boat/rectangle")
    speak.says(201, "PUT", f"label/{first}/boat/segmentation")
    speak.says(200, "PUT", f"label/{first}/boat/polygon")
    speak.says(201, "PUT", f"label/{first}/sea/calm water/classification")

    labels = [(each["name"], each["type"]) for each in api(speak, f"/api/versions/{first}/labels")["items"]]
    assert labels == [("boat", "rectangle"), ("boat", "polygon"), ("sea/calm water", "classification")]
    speak.says(400, "PUT", f"label/{first}/boat/None")
    speak.says(404, "PUT", f"label/{uuid4()}/boat/polygon")


def test_row_23_get_annotation(speak: Speaker) -> None:
    first = speak.dataset(pictures=5)
    for at in range(5):
        speak.says(201, "PUT", f"annotation/new/{first}/Harbours-{at}.jpg", {"data": [RECTANGLE], "duration": at})

    whole = speak.says(200, "GET", f"annotation/{first}")
    page = speak.says(200, "GET", f"annotation/{first}?limit=2&offset=4&snapshot=False")
    beyond = speak.says(200, "GET", f"annotation/{first}?limit=2&offset=8&snapshot=False")

    assert [each["external_picture_url"] for each in whole["annotations"]] == [f"Harbours-{at}.jpg" for at in range(5)]
    assert [each["time_spent"] for each in page["annotations"]] == [4]
    assert (page["nb_pages"], beyond) == (3, {"annotations": [], "nb_pages": 3})
    assert page["annotations"][0]["annotations"] == [RECTANGLE]
    speak.says(400, "GET", f"annotation/{first}?limit=0&offset=0")
    speak.says(400, "GET", f"annotation/{first}?limit=two&offset=0")


def test_row_23_without_annotations_there_is_one_page(speak: Speaker) -> None:
    first = speak.dataset()

    assert speak.says(200, "GET", f"annotation/{first}?limit=200&offset=0") == {"annotations": [], "nb_pages": 1}
    assert speak.says(200, "GET", f"annotation/{first}")["annotations"] == []


def test_row_23_a_snapshot_is_a_file_to_download(speak: Speaker) -> None:
    first = speak.dataset(pictures=2)
    speak.says(201, "PUT", f"annotation/new/{first}/Harbours-1.jpg", {"data": [CALM]})

    found = speak.says(200, "GET", f"annotation/{first}?limit=1&offset=0&snapshot=True")

    document = json.loads(speak.http.get(found["url"]).content)
    assert found["object_name"] == "Harbours-first.json"
    assert document["total_assets"] == 2
    assert document["annotations"][0]["annotations"] == [CALM]


def test_row_24_put_annotation(speak: Speaker) -> None:
    first = speak.dataset(pictures=2)
    picture = speak.says(200, "GET", f"picture/{first}")["pictures"][1]["picture_id"]

    said = speak.says(
        201, "PUT", f"annotation/{first}/{picture}", {"data": [RECTANGLE, POLYGON, CALM], "nb_instances": 3}
    )
    speak.says(201, "PUT", f"annotation/{first}/Harbours-0.jpg", {"data": [CALM]})

    entries = speak.says(200, "GET", f"annotation/{first}")["annotations"]
    assert said == {"message": "saved"}
    assert [entry["nb_labels"] for entry in entries] == [1, 3]
    assert entries[1]["annotations"] == [RECTANGLE, POLYGON, CALM]
    assert entries[1]["internal_picture_id"] == picture
    speak.says(404, "PUT", f"annotation/{first}/{uuid4()}", {"data": []})
    speak.says(400, "PUT", f"annotation/{first}/{picture}", {})


def test_row_25_put_annotation_new(speak: Speaker) -> None:
    ids = [
        speak.picture("in/what?#1.jpg"),
        speak.picture("plain.jpg"),
        speak.picture("plain.jpg", body=jpeg(colour=(1, 1, 1))),
    ]
    first = speak.says(201, "PUT", "dataset/none", {"dataset_name": "Odd", "pictures": ids})["pk"]

    speak.says(201, "PUT", f"annotation/new/{first}/in/what", {"picture_id": "in/what?#1.jpg", "data": [CALM]})
    speak.says(201, "PUT", f"annotation/new/{first}/plain.jpg", {"data": [CALM]})
    speak.says(
        201, "PUT", f"annotation/new/{first}/plain.jpg", {"data": [RECTANGLE], "nb_instances": 1, "duration": 1840}
    )

    entries = speak.says(200, "GET", f"annotation/{first}")["annotations"]
    assert [(entry["internal_picture_id"], entry["time_spent"]) for entry in entries] == [(ids[0], 0), (ids[2], 1840)]
    assert entries[1]["annotations"] == [RECTANGLE]
    speak.says(404, "PUT", f"annotation/new/{first}/absent.jpg", {"data": []})


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param({"type": "circle", "label": "boat"}, id="type"),
        pytest.param({"type": "rectangle", "rectangle": RECTANGLE["rectangle"]}, id="no label"),
        pytest.param({"type": "rectangle", "label": "boat"}, id="no geometry"),
        pytest.param({"type": "rectangle", "label": "boat", "rectangle": {"top": 1, "left": 1, "width": 5}}, id="side"),
        pytest.param(
            {"type": "polygon", "label": "quay", "polygon": {"geometry": [{"x": 0, "y": 0}, {"x": 1, "y": 1}]}},
            id="points",
        ),
        pytest.param("boat", id="no object"),
    ],
)
def test_row_25_malformed_objects_are_refused_and_nothing_is_changed(speak: Speaker, shape: Any) -> None:
    first = speak.dataset(pictures=1)
    path = f"annotation/new/{first}/Harbours-0.jpg"
    speak.says(201, "PUT", path, {"data": [CALM]})

    speak.says(400, "PUT", path, {"data": [RECTANGLE, shape]})

    assert speak.says(200, "GET", f"annotation/{first}")["annotations"][0]["annotations"] == [CALM]


def test_row_25_an_annotation_is_pending_until_somebody_accepts_it(speak: Speaker) -> None:
    project, first = speak.project(), speak.dataset(pictures=1)
    experiment = speak.experiment(project, dataset="Harbours/first")
    speak.says(201, "PUT", f"annotation/new/{first}/Harbours-0.jpg", {"data": [CALM]})

    before = speak.says(200, "GET", f"experiment/{experiment}/dl_annotations/accepted")
    review = {"all": True, "status": "accepted"}
    speak.http.post(f"/api/versions/{first}/review", json=review, headers={"Authorization": f"Token {speak.token}"})
    after = speak.says(200, "GET", f"experiment/{experiment}/dl_annotations/accepted")

    assert (before["annotations"], len(before["images"])) == ([], 1)
    assert len(after["annotations"]) == 1


def test_row_26_get_annotation_new(speak: Speaker) -> None:
    first = speak.dataset(pictures=2)
    speak.says(201, "PUT", f"annotation/new/{first}/Harbours-1.jpg", {"data": [POLYGON]})

    [found] = speak.says(200, "GET", f"annotation/new/{first}/Harbours-1.jpg")["annotations"]

    assert found["annotations"] == [POLYGON]
    assert speak.says(200, "GET", f"annotation/new/{first}/Harbours-0.jpg") == {"annotations": []}
    speak.says(404, "GET", f"annotation/new/{first}/absent.jpg")


def test_row_27_delete_annotation(speak: Speaker) -> None:
    first = speak.dataset(pictures=3)
    for at in range(2):
        speak.says(201, "PUT", f"annotation/new/{first}/Harbours-{at}.jpg", {"data": [CALM]})

    assert speak.says(200, "DELETE", f"annotation/{first}") == {"success": "2 annotations removed"}
    assert speak.says(200, "DELETE", f"annotation/{first}") == {"success": "0 annotations removed"}
    assert speak.says(200, "GET", f"annotation/{first}")["annotations"] == []


def test_row_28_delete_annotation_of_a_picture(speak: Speaker) -> None:
    first = speak.dataset(pictures=2)
    for at in range(2):
        speak.says(201, "PUT", f"annotation/new/{first}/Harbours-{at}.jpg", {"data": [CALM]})
    picture = speak.says(200, "GET", f"picture/{first}")["pictures"][0]["picture_id"]

    assert speak.says(200, "DELETE", f"annotation/{first}/{picture}") == {"success": "1 annotation removed"}

    assert len(speak.says(200, "GET", f"annotation/{first}")["annotations"]) == 1
    speak.says(404, "DELETE", f"annotation/{first}/{uuid4()}")
    speak.says(404, "DELETE", f"annotation/{first}/Harbours-0.jpg")
