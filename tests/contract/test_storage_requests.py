"""The signed requests of every store, over real HTTP: GET, PUT and form POST alike."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from uuid import uuid4

import pytest
import requests

from picsellia_server.storage.port import (
    Storage,
)
from services.store_client import PART, MiB, a_key, hang_up_in_the_middle, read, send, sha, soon, url_of

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

# -- signed GET -------------------------------------------------------------------------------------


def test_a_download_has_its_length_and_is_never_compressed(storage: Storage) -> None:
    key, data = a_key("notes.txt"), b"the same line\n" * 10_000
    storage.put(key, [data])
    url = url_of(storage, key, "text/plain", "notes.txt")

    answer = requests.get(url, headers={"Accept-Encoding": "gzip, deflate, br"}, timeout=60)

    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(data))
    assert "Content-Encoding" not in answer.headers
    assert answer.content == data
    assert urlsplit(url).path.rpartition("/")[2] == "notes.txt"
    assert url.startswith(storage.origin + "/")


@pytest.mark.parametrize(
    ("media_type", "shown"),
    [
        pytest.param("image/jpeg", "image/jpeg", id="jpeg"),
        pytest.param("image/webp", "image/webp", id="webp"),
        pytest.param("image/svg+xml", "application/octet-stream", id="svg"),
        pytest.param("text/html", "application/octet-stream", id="html"),
        pytest.param("application/pdf", "application/octet-stream", id="pdf"),
        pytest.param("image/jpeg\r\nX-Evil: 1", "application/octet-stream", id="header-injection"),
    ],
)
def test_only_known_raster_images_are_shown(storage: Storage, media_type: str, shown: str) -> None:
    key = a_key("Käse.bin")
    storage.put(key, [b"<script>alert(1)</script>"])

    answer = requests.get(url_of(storage, key, media_type, 'Kä"se\r\n.bin'), timeout=60)

    kind, _, rest = answer.headers["Content-Disposition"].partition(";")
    assert answer.headers["Content-Type"] == shown
    assert kind == ("inline" if shown.startswith("image/") else "attachment")
    assert rest.strip() == "filename=\"K__se.bin\"; filename*=UTF-8''K%C3%A4%22se.bin"
    assert "X-Evil" not in answer.headers


def test_an_image_not_asked_for_inline_is_a_download(storage: Storage) -> None:
    key = a_key()
    storage.put(key, [b"x"])
    url = storage.sign_get(key, media_type="image/png", name="a.png", inline=False, until=soon())

    assert requests.get(url, timeout=60).headers["Content-Disposition"].startswith("attachment")


def test_a_part_of_a_blob_can_be_fetched(storage: Storage) -> None:
    key = a_key()
    storage.put(key, [bytes(range(100))])

    answer = requests.get(url_of(storage, key), headers={"Range": "bytes=10-19"}, timeout=60)

    assert (answer.status_code, answer.content) == (206, bytes(range(10, 20)))
    assert answer.headers["Content-Range"] == "bytes 10-19/100"


def test_an_address_is_the_same_for_an_hour(storage: Storage) -> None:
    key = a_key()
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=24)

    def signed(minutes: int) -> str:
        until = hour + timedelta(minutes=minutes)
        return storage.sign_get(key, media_type="image/png", name="a.png", inline=True, until=until)

    assert signed(1) == signed(30) == signed(60)
    assert signed(60) != signed(61)


def test_an_absent_blob_is_404_only_for_who_may_look(storage: Storage) -> None:
    url = url_of(storage, a_key())

    assert requests.get(url, timeout=60).status_code == 404
    assert requests.get(url.partition("?")[0], timeout=60).status_code in (403, 404)


# -- signatures -------------------------------------------------------------------------------------


def test_an_expired_address_is_refused(storage: Storage) -> None:
    key, data = a_key(), b"late"
    get = storage.sign_get(key, media_type="image/png", name="a.png", inline=True, until=LONG_AGO)
    put = storage.sign_put(key, size=4, digest=sha(data), until=LONG_AGO)
    part = storage.sign_part(key, storage.begin_parts(key, part_size=PART), 1, until=LONG_AGO)
    form = storage.sign_form(key, max_size=10, until=LONG_AGO)

    assert requests.get(get, timeout=60).status_code == 403
    assert send(put, data).status_code == 403
    assert send(part, data).status_code == 403
    assert requests.post(form.url, data=form.fields, files={"file": data}, timeout=60).status_code == 403
    assert storage.sizes([key]) == {}


def changed(url: str) -> Iterator[str]:
    """The URL with each of its parameters changed, emptied or left out, and with another path."""
    split = urlsplit(url)
    items = parse_qsl(split.query, keep_blank_values=True)
    for index, (name, value) in enumerate(items):
        last = "0" if value[-1:] != "0" else "1"
        for other in ([(name, value[:-1] + last)], [(name, "")], []):
            yield split._replace(query=urlencode(items[:index] + other + items[index + 1 :])).geturl()
    yield split._replace(path=split.path + "x").geturl()
    yield split._replace(path=split.path.replace(unquote(split.path).split("/")[-2], str(uuid4()))).geturl()


def test_a_changed_address_is_refused(storage: Storage) -> None:
    key, data = a_key(), b"genuine"
    storage.put(key, [data])
    get = url_of(storage, key, name="other.jpg")
    put = storage.sign_put(key, size=len(data), digest=sha(data), until=soon())

    assert requests.get(get, timeout=60).status_code == 200
    for url in changed(get):
        assert requests.get(url, timeout=60).status_code in (400, 403, 404), url

    for url in changed(put.url):
        answer = requests.put(url, data=b"altered", headers=dict(put.headers), timeout=60)
        assert answer.status_code in (400, 403, 404), url
    assert read(storage, key) == data


def test_an_address_is_good_for_one_verb(storage: Storage) -> None:
    key, data = a_key(), b"right"
    put = storage.sign_put(key, size=5, digest=sha(data), until=soon())
    storage.put(key, [data])

    assert requests.get(put.url, headers=dict(put.headers), timeout=60).status_code == 403
    assert requests.put(url_of(storage, key), data=data, timeout=60).status_code == 403
    assert requests.delete(put.url, headers=dict(put.headers), timeout=60).status_code in (403, 405)
    assert read(storage, key) == data


# -- signed PUT -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 85_000], ids=["empty", "picture"])
def test_the_promised_bytes_are_taken_and_repeating_is_harmless(storage: Storage, size: int) -> None:
    key, data = a_key(), b"p" * size
    put = storage.sign_put(key, size=size, digest=sha(data), until=soon())

    assert [send(put, data).status_code for _ in range(3)] == [200] * 3

    assert read(storage, key) == data
    assert len(list(storage.listing())) == 1


@pytest.mark.parametrize("data", [b"wrong", b"righ", b"rightt", b""], ids=["other", "short", "long", "none"])
def test_other_bytes_than_promised_are_refused(storage: Storage, data: bytes) -> None:
    key = a_key()
    put = storage.sign_put(key, size=5, digest=sha(b"right"), until=soon())

    answer = send(put, data)

    assert 400 <= answer.status_code < 500
    assert storage.sizes([key]) == {}
    assert list(storage.listing()) == []
    assert send(put, b"right").status_code == 200


def test_a_dropped_connection_leaves_nothing_and_can_be_repeated(storage: Storage) -> None:
    key, data = a_key(), b"d" * MiB
    put = storage.sign_put(key, size=MiB, digest=sha(data), until=soon())

    hang_up_in_the_middle(put, MiB, data[: MiB // 2])
    time.sleep(0.5)

    assert storage.sizes([key]) == {}
    assert list(storage.listing()) == []
    assert send(put, data).status_code == 200


# -- signed form ------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"x", b"\r\n--" * 1000, b"y" * 3 * MiB], ids=["empty", "one", "dashes", "3MiB"])
def test_a_form_post_is_answered_as_the_published_clients_want(storage: Storage, data: bytes) -> None:
    key = a_key("façade.png")
    form = storage.sign_form(key, max_size=4 * MiB, until=soon())

    answer = requests.post(form.url, data=form.fields, files={"file": ("/home/me/façade.png", data)}, timeout=60)

    assert (answer.status_code, answer.content) == (204, b"")
    assert read(storage, key) == data


def test_a_form_larger_than_allowed_is_refused(storage: Storage) -> None:
    key = a_key()
    form = storage.sign_form(key, max_size=1000, until=soon())

    answers = [
        requests.post(form.url, data=form.fields, files={"file": b"x" * size}, timeout=60) for size in (1001, MiB)
    ]

    assert all(400 <= answer.status_code < 500 for answer in answers)
    assert storage.sizes([key]) == {}
    assert list(storage.listing()) == []


def test_a_form_with_a_changed_field_is_refused(storage: Storage) -> None:
    key = a_key()
    form = storage.sign_form(key, max_size=1000, until=soon())

    for name in form.fields:
        for fields in ({**form.fields, name: "x"}, {k: v for k, v in form.fields.items() if k != name}):
            answer = requests.post(form.url, data=fields, files={"file": b"x"}, timeout=60)
            assert 400 <= answer.status_code < 500, (name, answer.text)
    assert list(storage.listing()) == []
