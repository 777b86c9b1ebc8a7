"""A project and an experiment to try things on."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


class Trial:
    """One experiment by its REST address, and short words for what tests do with it."""

    def __init__(self, client: TestClient, project: str, name: str = "exp", **given: Any) -> None:
        made = client.post(f"/api/projects/{project}/experiments", json={"name": name, **given})
        assert made.status_code == 201, made.text
        self.client = client
        self.project = project
        self.made: dict[str, Any] = made.json()
        self.id: str = self.made["id"]
        self.base = f"/api/experiments/{self.id}"

    def log(self, name: str, data: Any, type: str | None = None, **more: Any) -> dict[str, Any]:
        response = self.client.post(f"{self.base}/data", json={"name": name, "data": data, "type": type, **more})
        assert response.status_code == 201, response.text
        report: dict[str, Any] = response.json()
        return report

    def refused(self, name: Any, data: Any, type: str | None = None, **more: Any) -> dict[str, Any]:
        response = self.client.post(f"{self.base}/data", json={"name": name, "data": data, "type": type, **more})
        assert response.status_code in (400, 413, 422), response.text
        problem: dict[str, Any] = response.json()
        return problem

    def data(self, name: str) -> Any:
        response = self.client.get(f"{self.base}/data/{name}")
        assert response.status_code == 200, response.text
        return response.json()["data"]

    def shown(self, **query: Any) -> dict[str, Any]:
        response = self.client.get(self.base, params=query)
        assert response.status_code == 200, response.text
        experiment: dict[str, Any] = response.json()
        return experiment


@pytest.fixture
def project(client: TestClient) -> str:
    made = client.post("/api/projects", json={"project_name": "harbours"})
    assert made.status_code == 201, made.text
    project_id: str = made.json()["project_id"]
    return project_id


@pytest.fixture
def trial(client: TestClient, project: str) -> Trial:
    return Trial(client, project)
