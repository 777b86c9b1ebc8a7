"""A lake of small pictures, and ways to speak of its datasets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient

from factories import described, jpeg, upload

Fill = Callable[..., dict[str, str]]


def fill_lake(client: TestClient, names: Sequence[str], *, tags: Sequence[str] = ()) -> dict[str, str]:
    """Pictures of these names over one blob; their ids by name."""
    body = jpeg()
    made = upload(client, {names[0]: body}, tags=tags)
    for start in range(1, len(names), 500):
        files = [described(name, body) for name in names[start : start + 500]]
        answer = client.post("/api/pictures", json={"files": files, "tags": list(tags)})
        assert answer.status_code == 201, answer.text
        made += answer.json()["items"]
    return {item["picture"]["external_url"]: item["picture"]["picture_id"] for item in made}


@pytest.fixture
def lake(client: TestClient) -> dict[str, str]:
    """Six pictures, by name: `a.jpg` to `d.jpg` tagged `even`, `e.jpg` and `f.jpg` tagged `odd`."""
    found = fill_lake(client, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"], tags=["even"])
    return {**found, **fill_lake(client, ["e.jpg", "f.jpg"], tags=["odd"])}


def a_dataset(client: TestClient, name: str, **given: Any) -> dict[str, Any]:
    """A dataset of the whole lake, or of what is `given`."""
    if "pictures" not in given and "filter" not in given:
        given["filter"] = {}
    answer = client.post("/api/datasets", json={"name": name, **given})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def names_in(client: TestClient, version: str, query: str = "") -> list[str]:
    answer = client.get(f"/api/versions/{version}/pictures{query}")
    assert answer.status_code == 200, answer.text
    return [item["external_url"] for item in answer.json()["items"]]
