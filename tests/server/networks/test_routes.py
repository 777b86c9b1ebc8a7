"""Networks through the REST API: the object, its files, the hub, the trash; and bad input."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person, an_organization, encoded, jpeg
from picsellia_server.accounts.model import Principal, Role
from picsellia_server.blobs import service as blobs
from picsellia_server.context import House
from storing import bring, file_body, store

NETWORK = {
    "organization", "model_id", "serving_id", "owner", "tag", "private", "network_name", "description",
    "model_object_name", "checkpoint_object_name", "origin_checkpoint_objects", "type", "files", "labels",
    "base_parameters", "readme_text", "thumb_object_name", "thumb_url", "framework", "date_created", "last_update",
}  # fmt: skip


def a_network(client: TestClient, name: str = "boats", **attributes: Any) -> dict[str, Any]:
    made = client.post("/api/networks", json={"name": name, "type": "detection", **attributes})
    assert made.status_code == 201, made.text
    network: dict[str, Any] = made.json()
    return network


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


def test_a_new_network_is_the_object_of_the_reference(client: TestClient) -> None:
    made = a_network(client, framework="pytorch", tag=["base", "d2"], labels={"1": "boat", "2": "quay"})

    assert set(made) == NETWORK
    assert made["organization"] == {"name": "owner"}
    assert made["owner"] == {"username": "owner"}
    assert made["serving_id"] == made["model_id"]
    assert (made["files"], made["base_parameters"], made["origin_checkpoint_objects"]) == ({}, {}, {})
    assert (made["private"], made["tag"], made["framework"]) == (True, ["base", "d2"], "pytorch")
    assert (made["thumb_object_name"], made["thumb_url"]) == ("", None)
    assert made["labels"] == {"1": "boat", "2": "quay"}
    assert made["date_created"].endswith("Z")
    assert len(made["date_created"]) == 27


def test_a_network_is_found_by_id_and_by_name(client: TestClient) -> None:
    made = a_network(client)

    assert client.get(f"/api/networks/{made['model_id']}").json() == made
    assert client.get("/api/networks/boats").json() == made
    assert client.get("/api/networks/hub/owner/boats").json() == made
    assert code(client.get("/api/networks/other")) == (404, "networks.unknown")


def test_a_taken_name_is_a_conflict_and_free_again_after_the_trash(client: TestClient) -> None:
    made = a_network(client)

    again = client.post("/api/networks", json={"name": "boats", "type": "detection"})
    client.delete(f"/api/networks/{made['model_id']}")
    other = a_network(client)
    restored = client.post(f"/api/networks/{made['model_id']}/restore", json={})

    assert code(again) == (409, "networks.taken")
    assert other["model_id"] != made["model_id"]
    assert code(restored) == (409, "networks.taken")
    renamed = client.post(f"/api/networks/{made['model_id']}/restore", json={"name": "old boats"})
    assert renamed.json()["network_name"] == "old boats"


def test_of_eight_that_make_one_name_at_once_one_wins(client: TestClient) -> None:
    def make(_: int) -> int:
        status: int = client.post("/api/networks", json={"name": "boats", "type": "detection"}).status_code
        return status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(make, range(8)))

    assert sorted(statuses) == [201, *[409] * 7]


def test_renaming_onto_a_live_name_is_a_conflict(client: TestClient) -> None:
    a_network(client, "a")
    other = a_network(client, "b")

    refused = client.patch(f"/api/networks/{other['model_id']}", json={"network_name": "a"})

    assert code(refused) == (409, "networks.taken")
    assert client.get(f"/api/networks/{other['model_id']}").json()["network_name"] == "b"


def test_update_sets_any_attribute_in_one_request(client: TestClient) -> None:
    made = a_network(client)
    changes = {
        "network_name": "bateaux", "description": "d", "type": "segmentation", "framework": "tensorflow2",
        "tag": ["x"], "private": False, "labels": {"1": "a", "90": "b"}, "base_parameters": {"z": 1, "a": [0.5, None]},
        "readme_text": "# Hi", "model_object_name": "m", "checkpoint_object_name": "c",
        "origin_checkpoint_objects": {"k": "v"},
    }  # fmt: skip

    changed = client.patch(f"/api/networks/{made['model_id']}", json=changes).json()

    assert {key: changed[key] for key in changes} == changes
    assert list(changed["base_parameters"]) == ["z", "a"]
    assert changed["last_update"] > made["last_update"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"colour": "red"}, "'colour'", id="unknown-attribute"),
        pytest.param({"model_id": "x"}, "'model_id'", id="fixed-attribute"),
        pytest.param({"labels": {"0": "a", "1": "b"}}, "start at 1", id="labels-from-0"),
        pytest.param({"labels": {"one": "a"}}, "'one'", id="label-without-index"),
        pytest.param({"labels": {"1": 7}}, "label 1", id="label-without-text"),
        pytest.param({"labels": ["a"]}, "map", id="labels-as-a-list"),
        pytest.param({"readme_text": "x" * 10_000_000}, "10,000,000 bytes", id="readme-of-10-mb"),
        pytest.param({"description": "x" * 1_001}, "1,001 characters", id="long-description"),
        pytest.param({"network_name": "a/b"}, "/ ? #", id="slash-in-the-name"),
        pytest.param({"network_name": "hub"}, "meaning of its own", id="reserved-name"),
        pytest.param({"private": "yes"}, "true", id="private-as-text"),
        pytest.param({"files": {"config": "nowhere"}}, "store()", id="file-from-nowhere"),
        pytest.param({"thumb_object_name": "elsewhere.png"}, "update_thumb()", id="thumbnail-from-nowhere"),
        pytest.param({"base_parameters": [1]}, "base_parameters", id="parameters-as-a-list"),
    ],
)
def test_what_cannot_be_set_is_refused_by_name_and_nothing_changes(
    client: TestClient, changes: dict[str, Any], expected: str
) -> None:
    made = a_network(client)

    refused = client.patch(f"/api/networks/{made['model_id']}", json={"framework": "pytorch", **changes})

    assert refused.status_code == 400
    assert expected in refused.json()["detail"]
    assert client.get(f"/api/networks/{made['model_id']}").json() == made


def test_labels_with_gaps_are_kept_in_the_order_they_came(client: TestClient) -> None:
    labels = {"1": "person", "86": "vase", "3": "car", "90": "toothbrush"}

    made = a_network(client, labels=labels)

    assert list(client.get(f"/api/networks/{made['model_id']}").json()["labels"].items()) == list(labels.items())


def test_a_stored_file_comes_back_byte_for_byte_under_the_reference_key(client: TestClient) -> None:
    made = a_network(client)
    base = f"/api/networks/{made['model_id']}"

    config = store(client, base, "config", b"lr: 0.1", file_name="sub/pipeline.config")
    model = store(client, base, "model-latest", b"zip", file_name="saved_model.zip")

    assert config["object_name"] == f"{made['model_id']}/pipeline.config"
    assert model["object_name"] == f"{made['model_id']}/0/saved_model.zip"
    files = client.get(base).json()["files"]
    assert files == {"config": config["object_name"], "model-latest": model["object_name"]}
    url = client.get(f"{base}/files/config").json()["url"]
    assert client.get(url).content == b"lr: 0.1"
    assert [item["large"] for item in client.get(f"{base}/files?urls=true").json()["items"]] == [False, False]


def test_storing_a_name_again_replaces_the_file(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"
    store(client, base, "config", b"one", file_name="a.yaml")

    again = store(client, base, "config", b"two", file_name="b.yaml")

    assert client.get(f"{base}/files").json()["items"] == [again]
    assert client.get(client.get(f"{base}/files/config").json()["url"]).content == b"two"


def test_names_of_files_may_hold_anything_but_control_characters(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"

    for name in ("a/b:c@d.e", "poids é 模型", "x" * 120):
        assert store(client, base, name, name.encode())["name"] == name

    refused = client.post(f"{base}/files/plan", json={"files": [file_body("a\x00b", b"x")]}).json()["items"][0]
    assert (refused["status"], refused["code"]) == ("refused", "name.refused")


def test_an_empty_file_is_a_file(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"

    stored = store(client, base, "empty", b"")

    assert stored["size"] == 0
    assert client.get(client.get(f"{base}/files/empty").json()["url"]).content == b""


def test_a_file_of_5_mib_is_large_and_may_come_in_parts(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"
    body = bytes(range(256)) * (5 << 12)

    assert store(client, base, "weights", body, file_name="w.pt")["large"] is True


def test_registering_bytes_that_never_came_is_refused(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"

    refused = client.post(f"{base}/files", json={"files": [file_body("config", b"never sent")]})

    assert code(refused) == (409, "blobs.bytes_missing")
    assert client.get(f"{base}/files").json()["items"] == []


def test_files_can_be_renamed_and_dropped_by_update(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"
    key = store(client, base, "config", b"1", file_name="c.yaml")["object_name"]
    store(client, base, "other", b"2")

    changed = client.patch(base, json={"files": {"settings": key}}).json()

    assert changed["files"] == {"settings": key}
    assert client.delete(f"{base}/files/settings").status_code == 200
    assert code(client.delete(f"{base}/files/settings")) == (404, "networks.file_unknown")


def test_the_thumbnail_is_a_picture_and_shown_by_its_url(client: TestClient) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"
    body = encoded("PNG")
    file = bring(client, base, file_body("effdet.png", body), body)

    changed = client.put(f"{base}/thumbnail", json=file).json()

    assert changed["thumb_object_name"] == f"{changed['model_id']}/effdet.png"
    shown = client.get(changed["thumb_url"])
    assert (shown.headers["content-type"], shown.content) == ("image/png", body)
    assert client.patch(base, json={"thumb_object_name": ""}).json()["thumb_url"] is None


@pytest.mark.parametrize(
    "body", [b"not a picture", b"\x89PNG\r\n\x1a\n broken", jpeg()[:300]], ids=["text", "broken", "truncated"]
)
def test_a_thumbnail_that_is_no_picture_is_refused(client: TestClient, body: bytes) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"
    file = bring(client, base, file_body("t.png", body), body)

    refused = client.put(f"{base}/thumbnail", json=file)

    assert code(refused) == (400, "networks.thumbnail")
    assert client.get(base).json()["thumb_object_name"] == ""


def test_the_hub_shows_public_networks_of_all_to_use_and_not_to_change(house: House, client: TestClient) -> None:
    public = a_network(client, "public", private=False)
    private = a_network(client, "private")
    base = f"/api/networks/{public['model_id']}"
    store(client, base, "config", b"shared")
    eve = a_person(house, client, "eve").client

    assert [item["network_name"] for item in eve.get("/api/networks/hub").json()["items"]] == ["public"]
    assert eve.get("/api/networks").json()["items"] == []
    assert eve.get(base).json()["files"] == {"config": f"{public['model_id']}/config"}
    assert eve.get(eve.get(f"{base}/files/config").json()["url"]).content == b"shared"
    assert eve.get("/api/networks/hub/owner/public").status_code == 200
    assert code(eve.get("/api/networks/hub/owner/private")) == (404, "networks.unknown")
    assert code(eve.get(f"/api/networks/{private['model_id']}")) == (404, "networks.unknown")
    assert code(eve.patch(base, json={"description": "mine"})) == (403, "networks.not_yours")
    assert code(eve.delete(base)) == (403, "networks.not_yours")
    assert code(eve.delete(f"{base}/files/config")) == (403, "networks.not_yours")


def test_a_member_works_on_a_network_by_its_id_without_naming_the_organization(
    house: House, client: TestClient
) -> None:
    bob = a_person(house, client, "bob")
    an_organization(house, "owner", "acme", {"bob": Role.MEMBER})
    made = a_network(TestClient(client.app, headers={**client.headers, "X-Picsellia-Organization": "acme"}))

    asset = store(bob.client, f"/api/networks/{made['model_id']}", "config", b"bytes")

    assert asset["object_name"] == f"{made['model_id']}/config"


def test_lists_are_paged_filtered_and_ordered(client: TestClient) -> None:
    for name, tags in (("b", ["x"]), ("a", ["x", "y"]), ("c", [])):
        a_network(client, name, tag=tags)

    def names(query: str) -> list[str]:
        return [item["network_name"] for item in client.get(f"/api/networks?{query}").json()["items"]]

    assert names("") == ["b", "a", "c"]
    assert names("order=name") == ["a", "b", "c"]
    assert names("tag=x&tag=y") == ["a"]
    assert names("q=C") == ["c"]
    first = client.get("/api/networks?order=-name&limit=2").json()
    assert [i["network_name"] for i in first["items"]] == ["c", "b"]
    assert names(f"order=-name&limit=2&cursor={first['next']}") == ["a"]
    assert first["items"][0]["readme_text"] is None


def test_the_trash_lists_what_was_deleted_and_by_whom(client: TestClient) -> None:
    made = a_network(client)
    client.delete(f"/api/networks/{made['model_id']}")

    entry = client.get("/api/networks/trash").json()["items"][0]

    assert entry["network"]["model_id"] == made["model_id"]
    assert entry["trashed_by"] == "owner"
    assert code(client.get(f"/api/networks/{made['model_id']}")) == (404, "networks.unknown")
    assert client.get("/api/networks/hub").json()["items"] == []


def test_bytes_of_a_network_are_never_swept_while_it_lives(house: House, client: TestClient, who: Principal) -> None:
    base = f"/api/networks/{a_network(client)['model_id']}"
    store(client, base, "config", b"keep me")
    body = encoded("PNG")
    client.put(f"{base}/thumbnail", json=bring(client, base, file_body("t.png", body), body))

    with house.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE blobs SET created_at = created_at - interval '1 day'")
    with house.writing(who) as ctx:
        blobs.sweep(ctx)
        blobs.bury(ctx)

    assert client.get(client.get(f"{base}/files/config").json()["url"]).content == b"keep me"
    assert client.get(client.get(base).json()["thumb_url"]).content == body


def test_the_same_request_again_makes_one_network(client: TestClient) -> None:
    headers = {"Idempotency-Key": "once"}
    body = {"name": "boats", "type": "detection"}

    first = client.post("/api/networks", json=body, headers=headers)
    again = client.post("/api/networks", json=body, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()


def test_what_is_done_is_recorded(client: TestClient) -> None:
    made = a_network(client)
    client.patch(f"/api/networks/{made['model_id']}", json={"description": "d"})
    client.delete(f"/api/networks/{made['model_id']}")

    verbs = [event["verb"] for event in client.get("/api/events").json()]

    assert verbs[:3] == ["network.trashed", "network.updated", "network.created"]
