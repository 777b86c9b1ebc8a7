"""What the local store takes: exactly the promised bytes; and clients that hang up."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import Part
from services.blob_app import blob_app
from services.blob_requests import DATA, KEY, NOON, SECRET, Request, form_of, later, put_url
from services.live import address, listener, serving


def test_an_upload_is_refused_by_its_length_before_its_bytes(storage: LocalStorage, ask: Request) -> None:
    read = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield b"x" * 10

    answer = ask("PUT", put_url(storage, DATA), content=body(), headers={"Content-Length": "10"})

    assert answer.status_code == 400
    assert answer.json()["code"] == "storage.mismatch"
    assert "5,120 bytes were promised" in answer.json()["detail"]


@pytest.mark.parametrize("data", [DATA[:-1], DATA + b"x", DATA * 1000, b"x" * len(DATA)])
def test_an_upload_without_a_length_is_counted(storage: LocalStorage, ask: Request, data: bytes) -> None:
    async def body() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 1000):
            yield data[start : start + 1000]

    answer = ask("PUT", put_url(storage, DATA), content=body())

    assert answer.status_code == 400
    assert answer.json()["code"] == "storage.mismatch"
    assert list(storage.listing()) == []


def test_an_upload_is_answered_with_its_hash(storage: LocalStorage, ask: Request) -> None:
    answer = ask("PUT", put_url(storage, DATA), content=DATA)

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == f'"{hashlib.sha256(DATA).hexdigest()}"'


def test_a_form_for_a_key_that_is_taken_changes_nothing(storage: LocalStorage, ask: Request) -> None:
    form = form_of(storage)

    def post(data: bytes) -> httpx.Response:
        return ask("POST", "http://test/blobs/upload", data=form, files={"file": data})

    assert post(b"first").status_code == 204
    assert post(b"first").status_code == 204
    refused = post(b"second")

    assert (refused.status_code, refused.json()["code"]) == (409, "storage.taken")
    assert storage.open(KEY).read() == b"first"


def test_a_part_larger_than_a_part_is_refused(storage: LocalStorage, ask: Request) -> None:
    upload = storage.begin_parts(KEY, part_size=1000)

    answer = ask("PUT", storage.sign_part(KEY, upload, 1, until=later()).url, content=DATA)

    assert answer.status_code == 400
    assert answer.json()["code"] == "storage.mismatch"


@pytest.mark.parametrize("number", [0, -1, 10_001])
def test_part_numbers_are_those_of_s3(storage: LocalStorage, ask: Request, number: int) -> None:
    upload = storage.begin_parts(KEY, part_size=1000)

    answer = ask("PUT", storage.sign_part(KEY, upload, number, until=later()).url, content=b"x")

    assert (answer.status_code, answer.json()["code"]) == (400, "storage.parts_wrong")


def test_parts_sent_by_http_make_a_whole(storage: LocalStorage, ask: Request) -> None:
    upload = storage.begin_parts(KEY, part_size=1000)
    parts = []
    for number, start in enumerate(range(0, len(DATA), 1000), start=1):
        url = storage.sign_part(KEY, upload, number, until=later()).url
        answer = ask("PUT", url, content=DATA[start : start + 1000])
        assert answer.headers["etag"].startswith('"')
        parts.append(Part(number=number, etag=answer.headers["etag"]))

    stored = storage.finish_parts(KEY, upload, parts)

    assert (stored.size, stored.digest) == (len(DATA), hashlib.sha256(DATA).hexdigest())


def test_no_room_is_said_before_the_bytes(tmp_path: Path) -> None:
    full = LocalStorage(tmp_path, secret=SECRET, public_url="http://test", reserve=1 << 60, clock=lambda: NOON)
    app = blob_app(full)

    async def run() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.put(put_url(full, DATA), content=DATA)

    answer = asyncio.run(run())

    assert (answer.status_code, answer.json()["code"]) == (507, "storage.full")


def open_files_below(folder: Path) -> int:
    targets = [link.readlink() for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return sum(target.is_relative_to(folder) for target in targets)


def wait_until_closed(folder: Path) -> None:
    deadline = time.monotonic() + 10
    while open_files_below(folder):
        assert time.monotonic() < deadline, "the file is still open"
        time.sleep(0.02)


def test_a_client_that_hangs_up_is_noticed_whichever_way_the_bytes_go(tmp_path: Path) -> None:
    bound = listener()
    storage = LocalStorage(tmp_path, secret=SECRET, public_url=address(bound), fsync=False)
    until = datetime.now(UTC) + timedelta(hours=1)
    with (tmp_path / "sparse").open("wb") as sparse:
        sparse.truncate(8 << 30)
    storage.put(KEY, [b"x"])
    key_file = next(path for path in tmp_path.glob("??/*"))
    (tmp_path / "sparse").replace(key_file)
    get = urlsplit(storage.sign_get(KEY, media_type="image/png", name="a", inline=True, until=until))
    put = urlsplit(storage.sign_put("a/b", size=1 << 20, digest="0" * 64, until=until).url)

    with serving(blob_app(storage), bound):
        with socket.create_connection((get.hostname, get.port)) as connection:
            connection.sendall(f"GET {get.path}?{get.query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert connection.recv(12) == b"HTTP/1.1 200"
            assert open_files_below(tmp_path) == 1
        wait_until_closed(tmp_path)

        with socket.create_connection((put.hostname, put.port)) as connection:
            head = f"PUT {put.path}?{put.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {1 << 20}\r\n\r\n"
            connection.sendall(head.encode() + b"y" * 300_000)
            time.sleep(0.2)
            assert open_files_below(tmp_path) == 1
        wait_until_closed(tmp_path)

    assert [path for path in (tmp_path / "tmp").iterdir() if path.is_file()] == []
    assert storage.sizes(["a/b"]) == {}
