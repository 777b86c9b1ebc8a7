"""From an experiment to a network and back to its origin."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import a_person
from making import a_network, a_version
from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from storing import store

from .conftest import Trial


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


def test_publishing_makes_a_network_of_files_labels_and_parameters(client: TestClient, trial: Trial) -> None:
    trial.log("labelmap", {"1": "boat", "2": "quay"}, "labelmap")
    trial.log("parameters", {"steps": 5, "annotation_type": "polygon"}, "table")
    store(client, trial.base, "model-latest", b"zip", file_name="m.zip")
    store(client, trial.base, "config", b"lr", file_name="c.yaml")

    network = client.post(f"{trial.base}/publish", json={"name": "boats-v1"}).json()

    model = network["model_id"]
    assert network["network_name"] == "boats-v1"
    assert network["labels"] == {"1": "boat", "2": "quay"}
    assert network["base_parameters"] == {"steps": 5, "annotation_type": "polygon"}
    assert network["files"] == {"model-latest": f"{model}/0/m.zip", "config": f"{model}/c.yaml"}
    assert (network["type"], network["private"], network["organization"]) == ("segmentation", True, {"name": "owner"})
    client.delete(trial.base)
    assert client.get(client.get(f"/api/networks/{model}/files/config").json()["url"]).content == b"lr"


def test_without_a_name_the_network_takes_the_experiments(client: TestClient, trial: Trial) -> None:
    network = client.post(f"{trial.base}/publish", json={}).json()

    assert network["network_name"] == "exp"
    assert (network["files"], network["labels"], network["base_parameters"]) == ({}, {}, {})
    assert code(client.post(f"{trial.base}/publish", json={})) == (409, "networks.taken")


def test_a_published_network_starts_the_next_experiment(client: TestClient, trial: Trial) -> None:
    store(client, trial.base, "weights", b"w", file_name="w.npz")
    client.post(f"{trial.base}/publish", json={"name": "net", "type": "classification"})

    second = Trial(client, trial.project, "second", source="owner/net")

    assert client.get(client.get(f"{second.base}/files/weights").json()["url"]).content == b"w"


@pytest.mark.parametrize("labels", [{"0": "car", "1": "bus"}, {"one": "car"}, {"1": 5}])
def test_a_label_map_that_no_network_can_have_is_refused_and_nothing_is_made(
    client: TestClient, trial: Trial, labels: dict[str, Any]
) -> None:
    trial.log("labelmap", labels, "labelmap")

    refused = client.post(f"{trial.base}/publish", json={"name": "net"})

    assert code(refused) == (400, "networks.labels")
    assert client.get("/api/networks").json()["items"] == []


def test_the_origin_of_a_network_is_asked_of_experiments(
    house: House, who: Principal, client: TestClient, project: str
) -> None:
    version = a_version(house, who, client)
    trial = Trial(client, project, "exp", dataset="Harbours/first")
    network = client.post(f"{trial.base}/publish", json={"name": "net"}).json()["model_id"]
    client.patch(f"/api/networks/{network}", json={"private": False})
    eve = a_person(house, client, "eve").client

    origin = client.get(f"/api/networks/{network}/origin").json()
    seen = eve.get(f"/api/networks/{network}/origin").json()

    assert origin["experiment"] == {"id": trial.id, "name": "exp"}
    assert origin["project"] == {"id": project, "name": "harbours"}
    assert origin["dataset"] == {"id": version, "name": "Harbours/first"}
    assert origin["published_by"] == "owner"
    assert (seen["experiment"], seen["project"]) == ({"id": None, "name": "exp"}, None)
    made = a_network(client, "by hand")["model_id"]
    assert code(client.get(f"/api/networks/{made}/origin")) == (404, "experiments.not_published")
    assert client.get(f"/api/networks/{made}/origin?or_null=true").json() is None
