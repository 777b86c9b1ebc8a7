"""A live server, a person with a token, and an organization of their own for each test."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from picsellia.client import Client
from picsellia.datasets import Dataset
from picsellia.pictures import Picture
from services.server import LiveServer


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PICSELLIA_TOKEN", "PICSELLIA_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def organization(live_server: LiveServer) -> str:
    """The name of a new, empty organization."""
    name = f"org-{uuid.uuid4().hex[:12]}"
    Client(live_server.token, host=live_server.url).session.post("/api/organizations", {"name": name})
    return name


@pytest.fixture
def client(live_server: LiveServer, organization: str) -> Client:
    return Client(live_server.token, organization, live_server.url, interactive=False)


@pytest.fixture
def picture(client: Client) -> Picture:
    return client.datalake.picture


@pytest.fixture
def dataset(client: Client) -> Dataset:
    return client.datalake.dataset


Photos = Callable[..., Path]


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    """Makes pictures of distinct bytes: `photos("train/a.jpg", "val/a.jpg")` gives their folder."""
    made = 0

    def make(*names: str, folder: str = "photos", width: int = 64, height: int = 48) -> Path:
        nonlocal made
        for name in names:
            made += 1
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(picture_bytes(made, width, height, path.suffix))
        return tmp_path / folder

    return make


def picture_bytes(number: int, width: int = 64, height: int = 48, suffix: str = ".jpg") -> bytes:
    kind: Any = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tiff": "TIFF", ".gif": "GIF", ".bmp": "BMP"}[suffix]
    out = io.BytesIO()
    salt = uuid.uuid4().int
    Image.new("RGB", (width, height), (number % 256, salt % 256, salt // 256 % 256)).save(out, kind)
    return out.getvalue() + uuid.uuid4().bytes
