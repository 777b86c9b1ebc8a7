"""Rows 29 to 45 of the endpoint index: networks, projects, workers."""

from __future__ import annotations

from uuid import uuid4

import pytest

from factories import jpeg
from picsellia_server.operator import Issued
from wire_v2.conftest import Speaker

NETWORK = {
    "model_id",
    "serving_id",
    "organization",
    "owner",
    "network_name",
    "type",
    "framework",
    "tag",
    "private",
    "description",
    "readme_text",
    "files",
    "labels",
    "base_parameters",
    "thumb_object_name",
    "model_object_name",
    "checkpoint_object_name",
    "origin_checkpoint_objects",
}


def test_row_29_get_network_list(speak: Speaker, owner: Issued) -> None:
    speak.network("one")
    speak.network("two")

    found = speak.says(200, "GET", f"network/{owner.username}", form={"organization": "whatever"})["networks"]

    assert [each["network_name"] for each in found] == ["one", "two"]
    assert set(found[0]) == NETWORK


def test_row_30_post_network(speak: Speaker, owner: Issued) -> None:
    made = speak.says(201, "POST", "network/null", {"name": "retina", "type": "whatever people call it"})

    assert set(made) == NETWORK
    assert (made["network_name"], made["files"], made["labels"]) == ("retina", {}, {})
    assert (made["organization"], made["owner"]) == ({"name": owner.username}, {"username": owner.username})
    assert speak.says(201, "POST", "network/null", {"name": "untyped", "type": ""})["type"] == ""
    speak.says(400, "POST", "network/null", {"name": "retina", "type": "detection"})
    speak.says(400, "POST", "network/null", {"type": "detection"})


def test_row_31_get_network(speak: Speaker) -> None:
    made = speak.network()

    assert speak.says(200, "GET", f"network/null/{made}")["network_name"] == "retina"
    speak.says(404, "GET", f"network/null/{uuid4()}")


def test_row_32_get_network_by_name(speak: Speaker, owner: Issued) -> None:
    made = speak.network("two words")

    assert speak.says(200, "GET", f"network/by_name/{owner.username}/two words")["model_id"] == made
    speak.says(404, "GET", "network/by_name/null/absent")


def test_row_33_put_network(speak: Speaker) -> None:
    made = speak.network()
    first = speak.post(f"{made}/a.config", b"a: 1")
    latest = speak.put_parts(f"{made}/0/model.zip", [b"zip"])

    speak.says(201, "PUT", f"network/null/{made}", {"files": {"config": first}})
    changes = {"files": {"config": first, "model-latest": latest}, "labels": {"1": "boat"}, "model_id": made}
    changed = speak.says(201, "PUT", f"network/null/{made}", changes)

    assert changed["files"] == {"config": first, "model-latest": latest}
    assert changed["labels"] == {"1": "boat"}
    assert speak.fetch(latest) == b"zip"
    assert speak.says(201, "PUT", f"network/null/{made}", {"files": {"config": first}})["files"] == {"config": first}
    speak.says(400, "PUT", f"network/null/{made}", {"files": {"config": "never/uploaded"}})
    speak.says(400, "PUT", f"network/null/{made}", {"labels": ["boat"]})
    speak.says(400, "PUT", f"network/null/{made}", {"colour": "red"})
    speak.says(404, "PUT", f"network/null/{uuid4()}", {"labels": {}})


def test_row_33_storing_again_under_the_same_key_brings_the_new_bytes(speak: Speaker) -> None:
    made = speak.network()
    key = speak.post(f"{made}/a.config", b"one")
    speak.says(201, "PUT", f"network/null/{made}", {"files": {"config": key}})

    speak.post(key, b"two")
    speak.says(201, "PUT", f"network/null/{made}", {"files": {"config": key}})

    assert speak.fetch(key) == b"two"
    headers = {"Authorization": f"Token {speak.token}"}
    [file] = speak.http.get(f"/api/networks/{made}/files?urls=true", headers=headers).json()["items"]
    assert speak.http.get(file["url"]).content == b"two"


def test_row_33_a_thumbnail_is_a_picture_under_a_key(speak: Speaker) -> None:
    made = speak.network()
    key, text = f"{made}/thumb.jpg", f"{made}/thumb.txt"
    body = jpeg(80, 60)
    speak.post(key, body, models=False)
    speak.post(text, b"no picture", models=False)

    changed = speak.says(201, "PUT", f"network/null/{made}", {"thumb_object_name": key})

    assert changed["thumb_object_name"] == key
    assert speak.fetch(key, models=False) == body
    speak.says(400, "PUT", f"network/null/{made}", {"thumb_object_name": text})
    speak.says(400, "PUT", f"network/null/{made}", {"thumb_object_name": f"{made}/absent.jpg"})


def test_row_34_put_network_by_name(speak: Speaker) -> None:
    speak.network()

    changed = speak.says(201, "PUT", "network/by_name/null/retina", {"description": "eyes", "tag": ["boats"]})

    assert (changed["description"], changed["tag"]) == ("eyes", ["boats"])


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_rows_33_35_label_maps_may_begin_at_0_as_they_always_could(speak: Speaker, method: str) -> None:
    made = speak.network()

    changed = speak.says(201, method, f"network/null/{made}", {"labels": {"0": "car", "1": "bird"}})

    assert changed.get("network", changed)["labels"] == {"0": "car", "1": "bird"}
    speak.says(400, method, f"network/null/{made}", {"labels": {"-1": "car"}})


def test_row_35_patch_network(speak: Speaker) -> None:
    made = speak.network()
    speak.network("taken")

    changed = speak.says(201, "PATCH", f"network/null/{made}", {"model_id": made, "network_name": "renamed"})

    assert set(changed["network"]) == NETWORK
    assert changed["network"]["network_name"] == "renamed"
    speak.says(400, "PATCH", f"network/null/{made}", {"network_name": "taken"})


def test_row_36_delete_network(speak: Speaker) -> None:
    made = speak.network()
    speak.network("other")

    assert speak.says(200, "DELETE", f"network/null/{made}") == {"success": "network deleted"}
    assert speak.says(200, "DELETE", "network/by_name/null/other") == {"success": "network deleted"}
    assert speak.says(200, "GET", "network/null")["networks"] == []
    speak.says(404, "DELETE", f"network/null/{made}")


def test_row_37_post_network_without_a_body_deploys(speak: Speaker) -> None:
    made = speak.network()

    assert "serving" in speak.says(400, "POST", f"network/{made}")["error"]
    speak.says(404, "POST", f"network/{uuid4()}")


def test_row_38_get_project(speak: Speaker, owner: Issued) -> None:
    speak.project()

    [found] = speak.says(200, "GET", f"project/{owner.username}")["projects"]

    assert set(found) == {"project_id", "project_name", "description", "contributors", "datasets", "private"}
    assert found["contributors"] == [owner.username]


def test_row_39_put_project(speak: Speaker) -> None:
    made = speak.says(
        201, "PUT", "project/null", {"project_name": "harbours", "description": "boats", "private": False}
    )

    assert (made["project_name"], made["description"], made["private"]) == ("harbours", "boats", False)
    speak.says(400, "PUT", "project/null", {"project_name": "harbours"})
    speak.says(400, "PUT", "project/null", {})
    speak.says(400, "PUT", "project/null", {"project_name": "by/name"})
    speak.says(400, "PUT", "project/null", {"project_name": "other", "colour": "red"})
    assert len(speak.says(200, "GET", "project/null")["projects"]) == 1


def test_row_40_delete_project_of_4_7_deletes_nothing(speak: Speaker) -> None:
    speak.project()

    answer = speak.says(200, "DELETE", "project/null")

    assert answer["success"] == "nothing deleted"
    assert [each["project_name"] for each in answer["projects"]] == ["harbours"]
    assert len(speak.says(200, "GET", "project/null")["projects"]) == 1


def test_row_41_get_project_by_name(speak: Speaker) -> None:
    made = speak.project("two words")

    assert speak.says(200, "GET", "project/by_name/null/two words")["project_id"] == made
    speak.says(404, "GET", "project/by_name/null/absent")


def test_row_42_patch_project_by_name(speak: Speaker) -> None:
    made = speak.project()

    changed = speak.says(201, "PATCH", "project/by_name/null/harbours", {"project_name": "ports", "description": "d"})

    assert (changed["project"]["project_id"], changed["project"]["project_name"]) == (made, "ports")
    speak.says(404, "PATCH", "project/by_name/null/harbours", {"description": "d"})


def test_row_43_delete_project_by_name(speak: Speaker) -> None:
    made = speak.project()
    experiment = speak.experiment(made)
    speak.dataset()

    assert speak.says(200, "DELETE", "project/by_name/null/harbours") == {"success": "project deleted"}

    speak.says(404, "GET", f"experiment/{made}")
    speak.says(404, "GET", f"experiment/None/{experiment}")
    assert len(speak.says(200, "GET", "dataset/none")["datasets"]) == 1


def test_row_44_post_project_attach_dataset(speak: Speaker) -> None:
    made = speak.project()
    speak.dataset()

    for _ in range(2):
        body = {"dataset_name": "Harbours", "version": "first"}
        assert speak.says(200, "POST", f"project/attach_dataset/{made}", body) == {"success": "dataset attached"}

    assert speak.says(200, "GET", "project/null")["projects"][0]["datasets"] == ["Harbours/first"]
    speak.says(404, "POST", f"project/attach_dataset/{made}", {"dataset_name": "Absent", "version": "first"})
    speak.says(404, "POST", f"project/attach_dataset/{uuid4()}", {"dataset_name": "Harbours", "version": "first"})


def test_row_45_get_worker(speak: Speaker, owner: Issued) -> None:
    made = speak.project()

    [found] = speak.says(200, "GET", f"worker/{made}")["workers"]

    assert found["username"] == owner.username
    assert speak.says(200, "GET", "worker/by_project_name/harbours") == {"workers": [found]}
    speak.says(404, "GET", f"worker/{uuid4()}")
    speak.says(404, "GET", "worker/by_project_name/absent")
