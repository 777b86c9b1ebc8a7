"""A fake server and a connection to it; nothing of the machine's own settings is seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from picsellia import _retry
from picsellia._config import Target
from picsellia._http import Connection
from picsellia._wire import Wire
from services.fake_http import FakeServer, fake_server


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PICSELLIA_TOKEN", "PICSELLIA_HOST", "http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between tries, which then take no time."""
    found: list[float] = []
    monkeypatch.setattr(_retry.Backoff.__init__, "__kwdefaults__", {"sleep": found.append})
    return found


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as made:
        yield made


@pytest.fixture
def connection(server: FakeServer, waits: list[float]) -> Connection:
    return Connection(Target(server.url, "t0ken"), interactive=False)


@pytest.fixture
def wire(connection: Connection) -> Wire:
    return Wire(connection)
