"""What operators look at: alive, ready, metrics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from fastapi.testclient import TestClient

from picsellia_server.context import House


def test_a_server_whose_parts_answer_is_alive_and_ready(anonymous: TestClient) -> None:
    assert anonymous.get("/healthz").json()["status"] == "alive"
    assert anonymous.get("/readyz").json() == {"status": "ready", "parts": {"database": "ok", "storage": "ok"}}


def test_without_its_database_it_is_alive_and_not_ready(anonymous: TestClient, app: Any, house: House) -> None:
    app.state.house = replace(house, engine=sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none"))

    answer = anonymous.get("/readyz")

    assert anonymous.get("/healthz").status_code == 200
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"].startswith("OperationalError")
    assert answer.json()["parts"]["storage"] == "ok"


def test_without_its_database_requests_are_told_to_come_again(client: TestClient, app: Any, house: House) -> None:
    app.state.house = replace(house, engine=sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:9/none"))

    answer = client.get("/api/pictures")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "1"
    assert "try again" in answer.json()["detail"]


def test_metrics_count_requests_by_route_and_hold_no_names(client: TestClient) -> None:
    client.get("/api/pictures/00000000-0000-4000-8000-000000000000")

    text = client.get("/metrics").text

    assert 'route="/api/pictures/{picture_id}",status="404"' in text
    assert "picsellia_jobs" in text
    assert "00000000-0000-4000" not in text
