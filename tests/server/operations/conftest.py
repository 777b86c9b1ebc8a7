"""An installation with something in it, and an empty one to restore into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient

from factories import jpeg, upload
from picsellia_server.context import House
from picsellia_server.operations.place import Place, over
from picsellia_server.settings import Settings
from services import database


@pytest.fixture
def place(house: House) -> Place:
    """The installation of `client`."""
    return Place(settings=house.settings, engine=house.engine, storage=house.storage)


@pytest.fixture
def bare_url(database_url: str) -> Iterator[str]:
    """A database without a schema, which nobody else uses."""
    name = f"elsewhere_{uuid4().hex}"
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
        yield database.of(database_url, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def elsewhere(bare_url: str, tmp_path: Path) -> Iterator[Place]:
    """A second, empty installation."""
    settings = Settings(data=tmp_path / "elsewhere", database_url=bare_url, testing=True, fsync=False)
    with over(settings) as found:
        yield found


@pytest.fixture
def filled(client: TestClient, run_jobs: Callable[[], list[str]]) -> list[dict[str, Any]]:
    """Five pictures with tags and thumbnails, and a dataset of them with shapes."""
    files = {f"p{at} ü.jpg": jpeg(colour=(at * 20, 90, 40)) for at in range(5)}
    items = upload(client, files, tags=["harbour", "2026"])
    run_jobs()
    ids = [item["picture"]["picture_id"] for item in items]
    made = client.post("/api/datasets", json={"name": "boats", "description": "", "pictures": ids})
    assert made.status_code == 201, made.text
    shape = {"type": "rectangle", "label": "boat", "box": [1, 2, 10, 12]}
    body = {"annotations": [{"picture_id": ids[0], "shapes": [shape], "status": "accepted"}]}
    written = client.post(f"/api/versions/{made.json()['dataset_id']}/annotations", json=body)
    assert written.status_code in (200, 201), written.text
    return items
