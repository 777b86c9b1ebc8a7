"""Signed addresses of one blob of the local store, at noon of one day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from picsellia_server.storage.local import LocalStorage

SECRET = b"a secret of thirty-two bytes ...."
KEY = "0d9c1c5e-5bd5-4b57-93d5-f3c7d5a1a111/photo.jpg"
DATA = bytes(range(256)) * 20
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

Request = Callable[..., httpx.Response]


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


def later(hours: float = 24) -> datetime:
    return NOON + timedelta(hours=hours)


def get_url(storage: LocalStorage, media_type: str = "image/jpeg", name: str = "photo.jpg") -> str:
    return storage.sign_get(KEY, media_type=media_type, name=name, inline=True, until=later())


def put_url(storage: LocalStorage, data: bytes, key: str = KEY) -> str:
    return storage.sign_put(key, size=len(data), digest=hashlib.sha256(data).hexdigest(), until=later()).url


def form_of(storage: LocalStorage, max_size: int = 10_000) -> dict[str, str]:
    return dict(storage.sign_form(KEY, max_size=max_size, until=later()).fields)
