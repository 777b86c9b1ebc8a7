"""What a training reads of the attached dataset: annotations in three forms, pictures by signed address."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import jpeg
from making import a_version
from picsellia_server.accounts.model import Principal
from picsellia_server.context import House

from .conftest import Trial


def code(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code")


@pytest.fixture
def annotated(house: House, who: Principal, client: TestClient, project: str) -> Trial:
    """An experiment over two pictures, of which the first has a box that was accepted."""
    version = a_version(house, who, client, "Harbours", pictures=2)
    base = f"/api/versions/{version}"
    labels = [{"name": "boat", "type": "rectangle"}]
    assert client.post(f"{base}/labels", json={"labels": labels}).status_code < 300
    pictures = client.get(f"{base}/pictures").json()["items"]
    first = pictures[0]["picture_id"]
    shapes = [{"type": "rectangle", "label": "boat", "box": [10, 20, 30, 15]}]
    item = {"picture_id": first, "shapes": shapes, "status": "accepted"}
    wrote = client.post(f"{base}/annotations", json={"annotations": [item]})
    assert wrote.status_code < 300, wrote.text
    return Trial(client, project, dataset="Harbours/first")


def test_the_hybrid_serves_readers_of_both_forms(client: TestClient, annotated: Trial) -> None:
    answer = client.get(f"{annotated.base}/annotations")

    document = answer.json()
    assert answer.headers["content-type"].startswith("application/json")
    assert [category["name"] for category in document["categories"]] == ["boat"]
    assert len(document["images"]) == 2
    image = document["images"][0]
    assert client.get(image["signed_url"]).content in (jpeg(colour=(n, 0, 7)) for n in range(2))
    (record,) = document["annotations"]
    assert record["internal_picture_id"] in {each["internal_picture_id"] for each in document["images"]}
    assert record["bbox"] == [10, 20, 30, 15]
    assert record["annotations"][0]["rectangle"] == {"top": 20, "left": 10, "width": 30, "height": 15}


@pytest.mark.parametrize(("type", "records"), [("all", 1), ("accepted", 1), ("refused", 0)])
def test_a_status_narrows_the_annotations_and_keeps_all_images(
    client: TestClient, annotated: Trial, type: str, records: int
) -> None:
    for format in ("hybrid", "coco", "picsellia"):
        document = client.get(f"{annotated.base}/annotations?type={type}&format={format}").json()

        assert (len(document["annotations"]), len(document["images"])) == (records, 2), format


def test_without_a_dataset_it_is_said_before_any_byte(client: TestClient, trial: Trial) -> None:
    refused = client.get(f"{trial.base}/annotations")

    assert code(refused) == (409, "experiments.no_dataset")
    assert "dataset='name/version'" in refused.json()["detail"]


def test_a_trashed_version_is_not_found(client: TestClient, annotated: Trial) -> None:
    version = annotated.made["dataset"]["dataset_id"]
    assert client.delete(f"/api/versions/{version}").status_code < 300

    assert code(client.get(f"{annotated.base}/annotations")) == (404, "datasets.version_unknown")
    assert annotated.shown()["dataset"]["trashed"] is True


@pytest.mark.parametrize("query", ["type=nothing", "format=yolo", "format=voc"])
def test_an_unknown_choice_is_refused(client: TestClient, annotated: Trial, query: str) -> None:
    assert code(client.get(f"{annotated.base}/annotations?{query}")) == (400, "invalid")
