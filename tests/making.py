"""Makes networks and dataset versions that experiments start from."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from factories import jpeg, upload
from picsellia_server.accounts.model import Principal
from picsellia_server.context import House
from picsellia_server.datasets import service as datasets
from picsellia_server.pictures.model import Chosen


def a_network(client: TestClient, name: str = "boats", **attributes: Any) -> dict[str, Any]:
    made = client.post("/api/networks", json={"name": name, "type": "detection", **attributes})
    assert made.status_code == 201, made.text
    network: dict[str, Any] = made.json()
    return network


def a_version(house: House, who: Principal, client: TestClient, name: str = "Harbours", *, pictures: int = 1) -> str:
    """A dataset of new pictures; the id of its version `first`."""
    files = {f"{name}-{n}.jpg": jpeg(colour=(n % 256, n // 256, 7)) for n in range(pictures)}
    ids = tuple(item["picture"]["picture_id"] for item in upload(client, files))
    with house.writing(who) as ctx:
        return datasets.create(ctx, name, chosen=Chosen(ids=ids)).dataset_id
