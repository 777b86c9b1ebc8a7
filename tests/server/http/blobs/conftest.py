"""A local store whose clock stands at noon, and an app that serves its signed addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import httpx
import pytest

from picsellia_server.storage.local import LocalStorage
from services.blob_app import blob_app
from services.blob_requests import SECRET, Clock, Request


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def storage(tmp_path: Path, clock: Clock) -> LocalStorage:
    return LocalStorage(tmp_path / "store", secret=SECRET, public_url="http://test", fsync=False, clock=clock)


@pytest.fixture
def ask(storage: LocalStorage) -> Request:
    """Make one request of the app, with the path exactly as it is given."""
    app = blob_app(storage)

    def request(method: str, url: str, **options: Any) -> httpx.Response:
        async def run() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
                return await client.request(method, url, **options)

        work: Coroutine[Any, Any, httpx.Response] = run()
        return asyncio.run(work)

    return request
