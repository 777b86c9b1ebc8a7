"""What a client of either store does: keys, signed requests sent over real HTTP, connections that break."""

from __future__ import annotations

import hashlib
import socket
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from picsellia_server.storage.port import Part, SignedRequest, Storage

MiB = 1 << 20
PART = 5 * MiB


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)


def a_key(name: str = "photo.jpg") -> str:
    return f"{uuid4()}/{name}"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def send(signed: SignedRequest, data: bytes) -> requests.Response:
    return requests.request(signed.method, signed.url, data=data, headers=dict(signed.headers), timeout=60)


def read(storage: Storage, key: str) -> bytes:
    with storage.open(key) as file:
        return file.read()


def url_of(storage: Storage, key: str, media_type: str = "image/jpeg", name: str = "photo.jpg") -> str:
    return storage.sign_get(key, media_type=media_type, name=name, inline=True, until=soon())


def upload_parts(storage: Storage, key: str, *contents: bytes) -> tuple[str, list[Part]]:
    upload = storage.begin_parts(key, part_size=PART)
    parts = []
    for number, content in enumerate(contents, start=1):
        answer = send(storage.sign_part(key, upload, number, until=soon()), content)
        assert answer.status_code == 200, answer.text
        parts.append(Part(number=number, etag=answer.headers["ETag"]))
    return upload, parts


def hang_up_in_the_middle(signed: SignedRequest, announced: int, sent: bytes) -> None:
    """Announce so many bytes, send fewer, and close the connection."""
    url = urlsplit(signed.url)
    headers = {**signed.headers, "Host": url.netloc, "Content-Length": str(announced)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
        connection.sendall(f"{signed.method} {url.path}?{url.query} HTTP/1.1\r\n{lines}\r\n".encode() + sent)
        time.sleep(0.3)
