"""What the local store sends: headers, ranges, conditions, harmless names."""

from __future__ import annotations

import os
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from picsellia_server.storage.local import LocalStorage
from services.blob_requests import DATA, KEY, Request, get_url, later


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

    # A file goes out at the edge, a look through the routes.
    full, head = ask("GET", url), ask("HEAD", url)

    assert (head.status_code, head.content) == (200, b"")
    assert full.headers.pop("x-request-id") != head.headers.pop("x-request-id")
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


def test_a_quoted_key_is_one_key(storage: LocalStorage, ask: Request) -> None:
    key = "a/100%25 %2F?#;&=+.jpg"
    storage.put(key, [b"x"])
    url = storage.sign_get(key, media_type="image/png", name="a.png", inline=True, until=later())

    assert quote("100%25 %2F?#;&=+.jpg") in url
    assert ask("GET", url).content == b"x"
