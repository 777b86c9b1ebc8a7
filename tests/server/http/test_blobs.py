"""The local store's signed URLs, answer by answer: headers, ranges, conditions, refusals."""

from __future__ import annotations

import asyncio
import hashlib
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from picsellia_server.http.blobs import router
from picsellia_server.http.routing import listed
from picsellia_server.storage.local import LocalStorage
from picsellia_server.storage.port import Part
from services.blob_app import blob_app
from services.live import address, listener, serving

SECRET = b"a secret of thirty-two bytes ...."
KEY = "0d9c1c5e-5bd5-4b57-93d5-f3c7d5a1a111/photo.jpg"
DATA = bytes(range(256)) * 20
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

Request = Callable[..., httpx.Response]


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


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


def later(hours: float = 24) -> datetime:
    return NOON + timedelta(hours=hours)


def get_url(storage: LocalStorage, media_type: str = "image/jpeg", name: str = "photo.jpg") -> str:
    return storage.sign_get(KEY, media_type=media_type, name=name, inline=True, until=later())


def put_url(storage: LocalStorage, data: bytes, key: str = KEY) -> str:
    return storage.sign_put(key, size=len(data), digest=hashlib.sha256(data).hexdigest(), until=later()).url


def form_of(storage: LocalStorage, max_size: int = 10_000) -> dict[str, str]:
    return dict(storage.sign_form(KEY, max_size=max_size, until=later()).fields)


# -- downloads --------------------------------------------------------------------------------------


def test_every_download_is_sandboxed_private_and_cacheable_until_it_expires(
    storage: LocalStorage, ask: Request
) -> None:
    storage.put(KEY, [DATA])

    headers = ask("GET", get_url(storage)).headers

    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["cache-control"] == "private, max-age=86400, immutable, no-transform"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_looking_gives_the_same_headers_and_no_bytes(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    url = get_url(storage)

    full, head = ask("GET", url), ask("HEAD", url)

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(full.headers)
    assert head.headers["content-length"] == str(len(DATA))


@pytest.mark.parametrize(
    ("wanted", "status", "expected"),
    [
        pytest.param("bytes=0-9", 206, DATA[:10], id="first"),
        pytest.param("bytes=100-", 206, DATA[100:], id="rest"),
        pytest.param("bytes=-7", 206, DATA[-7:], id="last"),
        pytest.param("bytes=5000-99999", 206, DATA[5000:], id="over-the-end"),
        pytest.param("bytes=-99999", 206, DATA, id="more-than-all"),
        pytest.param("BYTES=1-1", 206, DATA[1:2], id="upper-case"),
        pytest.param("bytes=5120-", 416, b"", id="behind-the-end"),
        pytest.param("bytes=-0", 416, b"", id="nothing"),
        pytest.param("bytes=0-1,5-6", 200, DATA, id="several"),
        pytest.param("bytes=9-3", 200, DATA, id="backwards"),
        pytest.param("bytes=-", 200, DATA, id="empty"),
        pytest.param("items=0-9", 200, DATA, id="other-unit"),
        pytest.param("bytes=٣-٤", 200, DATA, id="other-digits"),
    ],
)
def test_ranges(storage: LocalStorage, ask: Request, wanted: str, status: int, expected: bytes) -> None:
    storage.put(KEY, [DATA])

    answer = ask("GET", get_url(storage), headers={"Range": wanted.encode()})

    assert (answer.status_code, answer.content) == (status, expected)
    assert answer.headers["content-length"] == str(len(expected))
    if status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(DATA)}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(start=st.integers(0, 6000), length=st.integers(1, 6000))
def test_any_range_is_what_slicing_gives(storage: LocalStorage, ask: Request, start: int, length: int) -> None:
    storage.put(KEY, [DATA])

    answer = ask("GET", get_url(storage), headers={"Range": f"bytes={start}-{start + length - 1}"})

    assert answer.content == DATA[start : start + length]
    assert answer.status_code == (206 if start < len(DATA) else 416)


def test_what_a_browser_has_is_not_sent_again(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    url = get_url(storage)
    etag = ask("GET", url).headers["etag"]

    for condition in (etag, f'"other", W/{etag}', "*"):
        answer = ask("GET", url, headers={"If-None-Match": condition})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert ask("GET", url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_range_of_another_version_gives_the_whole(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    url = get_url(storage)
    etag = ask("GET", url).headers["etag"]

    same = ask("GET", url, headers={"Range": "bytes=0-0", "If-Range": etag})
    other = ask("GET", url, headers={"Range": "bytes=0-0", "If-Range": '"other"'})

    assert (same.status_code, same.content) == (206, DATA[:1])
    assert (other.status_code, other.content) == (200, DATA)


def test_an_empty_and_a_large_blob_arrive_whole(storage: LocalStorage, ask: Request) -> None:
    for data in (b"", os.urandom((5 << 20) + 3)):
        storage.put(KEY, [data])
        answer = ask("GET", get_url(storage))
        assert answer.content == data
        assert answer.headers["content-length"] == str(len(data))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("photo.jpg", 'filename="photo.jpg"', id="plain"),
        pytest.param("Käse 1.jpg", "filename=\"K_se 1.jpg\"; filename*=UTF-8''K%C3%A4se%201.jpg", id="unicode"),
        pytest.param('a".html', "filename=\"a_.html\"; filename*=UTF-8''a%22.html", id="quote"),
        pytest.param("a\r\nSet-Cookie: x=1", 'filename="aSet-Cookie: x=1"', id="line-end"),
        pytest.param("../../etc/passwd", 'filename="passwd"', id="path"),
        pytest.param("..\\..\\evil.exe", 'filename="evil.exe"', id="windows-path"),
        pytest.param("..", 'filename="file"', id="dots"),
        pytest.param("", 'filename="file"', id="empty"),
        pytest.param("gpj.\u202eexe", 'filename="gpj.exe"', id="right-to-left-override"),
    ],
)
def test_the_file_name_is_harmless(storage: LocalStorage, ask: Request, name: str, expected: str) -> None:
    storage.put(KEY, [DATA])

    answer = ask("GET", get_url(storage, "application/zip", name))

    assert answer.headers["content-disposition"] == f"attachment; {expected}"


# -- refusals ---------------------------------------------------------------------------------------


def test_expiry_is_looked_at(storage: LocalStorage, ask: Request, clock: Clock) -> None:
    storage.put(KEY, [DATA])
    get, put, form = get_url(storage), put_url(storage, DATA), form_of(storage)

    clock.now = later(23.99)
    assert ask("GET", get).status_code == 200
    assert ask("PUT", put, content=DATA).status_code == 200

    clock.now = later(24)
    for answer in (
        ask("GET", get),
        ask("PUT", put, content=DATA),
        ask("POST", "http://test/blobs/upload", data=form, files={"file": b"x"}),
    ):
        assert answer.status_code == 403
        assert answer.json()["code"] == "storage.signature_expired"
        assert "Ask for a new one" in answer.json()["detail"]


def test_no_parameter_can_be_changed_left_out_doubled_or_added(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    url = urlsplit(get_url(storage, name="other.jpg"))
    items = parse_qsl(url.query)
    others = [
        items[:i] + other + items[i + 1 :] for i, it in enumerate(items) for other in ([], [it, it], [(it[0], "1")])
    ]

    for changed in [*others, [*items, ("name", "x")], [*items, ("x", "")], []]:
        answer = ask("GET", url._replace(query=urlencode(changed)).geturl())
        assert answer.status_code == 403, changed
        assert answer.json()["code"] == "storage.signature_refused"


def test_a_signature_of_another_installation_is_worth_nothing(
    tmp_path: Path, storage: LocalStorage, ask: Request
) -> None:
    storage.put(KEY, [DATA])
    stranger = LocalStorage(tmp_path / "other", secret=b"z" * 32, public_url="http://test", clock=lambda: NOON)

    assert ask("GET", get_url(stranger)).status_code == 403
    assert ask("PUT", put_url(stranger, DATA), content=DATA).status_code == 403
    assert ask("POST", "http://test/blobs/upload", data=form_of(stranger), files={"file": b"x"}).status_code == 403


def test_a_signature_for_one_use_is_refused_for_the_others(storage: LocalStorage, ask: Request) -> None:
    storage.put(KEY, [DATA])
    get, put, form = get_url(storage), put_url(storage, DATA), form_of(storage)
    upload = storage.begin_parts(KEY, part_size=10)
    part = storage.sign_part(KEY, upload, 1, until=later()).url
    as_query = urlencode({name: value for name, value in form.items() if name != "key"})

    assert ask("PUT", get, content=DATA).status_code == 403
    assert ask("GET", put).status_code == 403
    assert ask("GET", part).status_code == 403
    assert ask("PUT", part.replace("part=1", "part=2"), content=b"x").status_code == 403
    assert ask("PUT", f"http://test/blobs/{KEY}?{as_query}", content=b"x").status_code == 403


TRAVERSALS = [
    "../canary",
    "..%2fcanary",
    "%2e%2e/canary",
    "%2e%2e%2fcanary",
    "%252e%252e%252fcanary",
    "..%5ccanary",
    "..;/canary",
    "a/../../canary",
    "a/%2e%2e/%2e%2e/canary",
    "%c0%ae%c0%ae/canary",
    "%00/canary",
    "//canary",
    "/etc/passwd",
    "file:///etc/passwd",
    "%5c%5chost%5cshare",
    "~root/.profile",
    "tmp/x",
    "00/photo.jpg",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_reaches_outside_the_store(tmp_path: Path, storage: LocalStorage, ask: Request, path: str) -> None:
    (tmp_path / "canary").write_text("the canary sings")
    before = sorted(tmp_path.rglob("*"))
    signed = urlsplit(get_url(storage)).query

    for query in (signed, ""):
        for method in ("GET", "HEAD", "PUT"):
            answer = ask(method, f"http://test/blobs/{path}?{query}", content=b"x")
            assert answer.status_code in (403, 404, 405)
            assert b"canary sings" not in answer.content
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("key", ["../canary", "/etc/passwd", "a/../../canary", "..", "a\x00b", "", "tmp/x"])
def test_no_form_key_reaches_outside_the_store(tmp_path: Path, storage: LocalStorage, ask: Request, key: str) -> None:
    before = sorted(tmp_path.rglob("*"))

    answer = ask("POST", "http://test/blobs/upload", data={**form_of(storage), "key": key}, files={"file": b"x"})

    assert answer.status_code == 403
    assert sorted(tmp_path.rglob("*")) == before


def test_an_absent_blob_is_404_with_a_sentence(storage: LocalStorage, ask: Request) -> None:
    answer = ask("GET", get_url(storage))

    assert answer.status_code == 404
    assert answer.json()["code"] == "storage.missing"


def test_every_route_says_that_the_signature_is_the_credential() -> None:
    assert {(method, permission.value) for method, _, permission in listed(list(router.routes))} == {
        ("GET", "signed"),
        ("HEAD", "signed"),
        ("PUT", "signed"),
        ("POST", "signed"),
    }


# -- uploads ----------------------------------------------------------------------------------------


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


# -- a real server ----------------------------------------------------------------------------------


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


def test_a_quoted_key_is_one_key(storage: LocalStorage, ask: Request) -> None:
    key = "a/100%25 %2F?#;&=+.jpg"
    storage.put(key, [b"x"])
    url = storage.sign_get(key, media_type="image/png", name="a.png", inline=True, until=later())

    assert quote("100%25 %2F?#;&=+.jpg") in url
    assert ask("GET", url).content == b"x"
