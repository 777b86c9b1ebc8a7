"""Networks and projects from Python, against a live server: each method's shape, key by key."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from picsellia.client import Client
from picsellia.errors import ForbiddenError, InvalidQueryError, ResourceNotFoundError
from services.server import LiveServer

UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
NETWORK = {
    "organization", "model_id", "serving_id", "tag", "private", "network_name", "description", "model_object_name",
    "checkpoint_object_name", "origin_checkpoint_objects", "type", "files", "thumb_object_name", "framework", "owner",
    "labels", "base_parameters", "readme_text",
}  # fmt: skip


def test_a_new_network_reads_as_the_references_object(client: Client) -> None:
    network = client.network.create("boats", "detection")

    assert network is client.network
    assert set(network.keys()) >= NETWORK
    assert UUID4.fullmatch(network["model_id"])
    assert network["serving_id"] == network["model_id"]
    assert network["organization"] == {"name": client.organization}
    assert network["owner"] == {"username": client.username}
    assert (network["network_name"], network["type"], network["files"], network["labels"]) == (
        "boats",
        "detection",
        {},
        {},
    )
    assert "network_name" in network
    assert dict(network) == network.to_dict() == {key: network[key] for key in network}
    assert len(network) == len(list(network))
    assert bool(Client.Network(session=client.session))


def test_a_network_is_found_by_name_and_by_id_and_listed(client: Client) -> None:
    made = client.network.create("boats", "detection").id

    by_name = Client.Network(session=client.session).get("boats")
    by_id = Client.Network(session=client.session).get(made)
    listed = client.network.list()

    assert by_name.id == by_id.id == made
    assert [each["network_name"] for each in listed] == ["boats"]
    assert set(listed[0]) >= NETWORK
    with pytest.raises(ResourceNotFoundError, match="'ships'"):
        client.network.get("ships")


def test_any_attribute_is_updated_and_an_unknown_one_refused_by_name(client: Client) -> None:
    network = client.network.create("boats", "detection")

    changed = network.update(description="A new description", tag=["a", "b"], framework="pytorch", private=False)

    assert changed is network
    assert (network["description"], network["tag"], network["private"]) == ("A new description", ["a", "b"], False)
    with pytest.raises(InvalidQueryError, match="'colour'"):
        network.update(colour="red")
    with pytest.raises(InvalidQueryError, match="get or create"):
        Client.Network(session=client.session).update(description="x")


def test_labels_start_at_one(client: Client) -> None:
    network = client.network.create("boats", "detection")

    assert network.labels({1: "boat", "2": "quay"}) is None  # type: ignore[func-returns-value]
    assert network["labels"] == {"1": "boat", "2": "quay"}
    with pytest.raises(InvalidQueryError):
        network.labels({"0": "boat"})
    with pytest.raises(InvalidQueryError):
        network.labels(["boat"])  # type: ignore[arg-type]


def test_files_of_any_kind_are_stored_and_come_back_the_same(client: Client, tmp_path: Path) -> None:
    network = client.network.create("boats", "detection")
    (tmp_path / "empty.cfg").touch()
    (tmp_path / "v1.2" / "deep" / "er").mkdir(parents=True)
    (tmp_path / "v1.2" / "deep" / "er" / "a.txt").write_text("deep")
    large = os.urandom(6 << 20)
    (tmp_path / "w.bin").write_bytes(large)

    assert network.store("config", str(tmp_path / "empty.cfg")) == f"{network.id}/empty.cfg"
    assert network.store("model-latest", str(tmp_path / "v1.2"), zip=True) == f"{network.id}/0/v1.zip"
    network.store("weights", str(tmp_path / "w.bin"))

    assert set(network["files"]) == {"config", "model-latest", "weights"}
    assert Path(network.download("weights", str(tmp_path / "out"))).read_bytes() == large
    with zipfile.ZipFile(network.download("model-latest", str(tmp_path / "out"))) as archive:
        assert archive.read("deep/er/a.txt") == b"deep"
    with pytest.raises(InvalidQueryError, match="zip=True"):
        network.store("folder", str(tmp_path / "v1.2"))
    with pytest.raises(InvalidQueryError, match="no file"):
        network.store("nothing", str(tmp_path / "none"))
    with pytest.raises(ResourceNotFoundError):
        network.download("none")


def test_a_thumbnail_is_a_picture(client: Client, tmp_path: Path, photos: object) -> None:
    network = client.network.create("boats", "detection")
    (tmp_path / "readme.txt").write_text("no picture")
    picture = photos("thumb.png")  # type: ignore[operator]

    assert network.update_thumb(str(picture / "thumb.png"))["thumb_object_name"] == f"{network.id}/thumb.png"
    with pytest.raises(InvalidQueryError, match="thumbnail"):
        network.update_thumb(str(tmp_path / "readme.txt"))


@pytest.mark.parametrize("name", ["", "a/b", "what?", "..", "latest", "x" * 121, "a\nb"])
def test_a_name_that_makes_no_sense_is_refused(client: Client, name: str) -> None:
    with pytest.raises(InvalidQueryError):
        client.network.create(name, "detection")
    with pytest.raises(InvalidQueryError):
        client.project.create(name)


def test_a_readme_of_ten_megabytes_is_refused_with_what_to_do(client: Client) -> None:
    network = client.network.create("boats", "detection")

    with pytest.raises(InvalidQueryError, match="Store longer documents as a file"):
        network.update(readme_text="x" * 10_000_000)


def test_the_hub_shows_what_is_public_and_nobody_else_changes_it(live_server: LiveServer, client: Client) -> None:
    network = client.network.create("shared-boats", "detection").update(private=False)
    other = Client(live_server.token, live_server.username, live_server.url)

    assert network.id in [each["model_id"] for each in other.network.list("hub")]
    found = other.network.get(f"{client.organization}/shared-boats")
    assert found.id == network.id
    with pytest.raises(ForbiddenError, match="not change"):
        other.network.update(description="mine now")
    network.update(private=True)
    assert network.id not in [each["model_id"] for each in other.network.list("hub")]


def test_a_deleted_network_is_gone_and_its_name_free(client: Client) -> None:
    client.network.create("boats", "detection")

    assert client.network.delete() is True
    assert client.network.list() == []
    client.network.create("boats", "detection")


def test_a_project_reads_as_its_object_and_its_id_is_its_token(client: Client) -> None:
    project = client.project.create("harbours", description="Ships")

    assert set(project.keys()) >= {"project_id", "project_name", "description", "private", "contributors", "datasets"}
    assert UUID4.fullmatch(project["project_id"])
    assert project.id == project.project_token == project["project_id"]
    assert (project["contributors"], project["datasets"]) == ([client.username], [])
    assert Client.Project(session=client.session).get("harbours").id == project.id
    assert Client.Project(session=client.session).get(project.id)["project_name"] == "harbours"
    assert [each["project_name"] for each in client.project.list()] == ["harbours"]


def test_a_project_is_renamed_and_deleted(client: Client) -> None:
    project = client.project.create("harbours")

    assert project.update(name="ports")["project_name"] == "ports"
    with pytest.raises(InvalidQueryError, match="'colour'"):
        project.update(colour="red")
    with pytest.raises(ResourceNotFoundError):
        Client.Project(session=client.session).get("harbours")
    assert project.delete() is True
    assert client.project.list() == []


def test_a_dataset_is_attached_once(client: Client, photos: object) -> None:
    project = client.project.create("harbours")
    client.datalake.picture.upload(str(photos("a.jpg")))  # type: ignore[operator]
    client.datalake.dataset.create("boats", pictures=client.datalake.picture.fetch())

    project.attach_dataset("boats/first").attach_dataset("boats/first")

    assert project["datasets"] == ["boats/first"]
    with pytest.raises(ResourceNotFoundError, match="'nothing'"):
        project.attach_dataset("nothing/first")
