"""What every store does alike: one suite for a local folder and for S3, over real HTTP."""

from __future__ import annotations

import hashlib
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from uuid import uuid4

import pytest
import requests

from picsellia_server.storage.keys import named
from picsellia_server.storage.port import (
    BlobMissing,
    KeyRefused,
    Part,
    PartsWrong,
    SignedRequest,
    Storage,
    UploadUnknown,
)
from services.corpus import ODD_NAMES, REFUSED_KEYS

MiB = 1 << 20
PART = 5 * MiB
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


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


# -- bytes of the server's own ----------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 85_000, 17 * MiB], ids=["empty", "one", "picture", "in-parts"])
def test_what_was_put_is_read_back_byte_for_byte(storage: Storage, size: int) -> None:
    key, data = a_key(), (b"0123456789abcdef" * (size // 16 + 1))[:size]

    stored = storage.put(key, [data[: size // 3], b"", data[size // 3 :]])

    assert (stored.size, stored.digest) == (size, sha(data))
    assert read(storage, key) == data
    assert storage.sizes([key, a_key()]) == {key: size}


@pytest.mark.parametrize("size", [10, 20 * MiB], ids=["small", "large"])
def test_a_source_that_breaks_leaves_nothing(storage: Storage, size: int) -> None:
    key = a_key()

    def broken() -> Iterator[bytes]:
        yield b"x" * size
        raise RuntimeError("the camera was unplugged")

    with pytest.raises(RuntimeError, match="unplugged"):
        storage.put(key, broken())

    assert storage.sizes([key]) == {}
    assert list(storage.listing()) == []
    assert storage.sweep(before=soon()) == 0


def test_putting_again_replaces_the_whole(storage: Storage) -> None:
    key = a_key()
    storage.put(key, [b"a long first version"])

    storage.put(key, [b"short"])

    assert read(storage, key) == b"short"


def test_a_reader_seeks_and_reads_only_what_is_asked(storage: Storage) -> None:
    key, data = a_key(), bytes(range(256)) * 4096
    storage.put(key, [data])

    with storage.open(key) as file:
        assert file.read(10) == data[:10]
        file.seek(-5, 2)
        assert file.read() == data[-5:]
        file.seek(300_000)
        assert file.read(700_000) == data[300_000:1_000_000]
        assert file.tell() == 1_000_000
        file.seek(0)
        assert file.read() == data
        assert file.read(1) == b""


def test_opening_what_is_not_there_says_so(storage: Storage) -> None:
    with pytest.raises(BlobMissing, match="no bytes"):
        storage.open(a_key())


def test_settled_blobs_are_there(storage: Storage) -> None:
    keys = [a_key(f"{n}.jpg") for n in range(20)]
    for key in keys:
        storage.put(key, [b"x"])

    storage.settle(keys)

    assert storage.sizes(keys) == dict.fromkeys(keys, 1)


def test_a_store_that_works_passes_its_check(storage: Storage) -> None:
    storage.check()

    assert list(storage.listing()) == []


# -- names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_an_odd_name_is_nothing_but_a_name(storage: Storage, name: str) -> None:
    key, data = a_key(name), name.encode()
    put = storage.sign_put(key, size=len(data), digest=sha(data), until=soon())

    assert send(put, data).status_code == 200

    assert [(item.key, item.size) for item in storage.listing()] == [(key, len(data))]
    assert read(storage, key) == data
    assert requests.get(url_of(storage, key, name=name), timeout=60).content == data
    storage.delete([key])
    assert storage.sizes([key]) == {}


@pytest.mark.parametrize("name", [*ODD_NAMES.values(), *REFUSED_KEYS.values()], ids=[*ODD_NAMES, *REFUSED_KEYS])
def test_any_file_name_gives_a_key_that_can_be_stored(storage: Storage, name: str) -> None:
    key = named(str(uuid4()), name)

    storage.put(key, [b"x"])

    assert storage.sizes([key]) == {key: 1}
    assert key.count("/") == 1


@pytest.mark.parametrize("key", REFUSED_KEYS.values(), ids=REFUSED_KEYS.keys())
def test_a_harmful_key_is_refused_everywhere(storage: Storage, key: str) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: storage.put(key, [b"x"]),
        lambda: storage.open(key),
        lambda: storage.sizes([key]),
        lambda: storage.delete([key]),
        lambda: storage.begin_parts(key, part_size=PART),
        lambda: storage.finish_parts(key, "0" * 32, [Part(number=1, etag="x")]),
        lambda: storage.abort_parts(key, "0" * 32),
        lambda: storage.sign_get(key, media_type="image/png", name="x", inline=True, until=soon()),
        lambda: storage.sign_put(key, size=1, digest=sha(b"x"), until=soon()),
        lambda: storage.sign_form(key, max_size=1, until=soon()),
        lambda: storage.sign_part(key, "0" * 32, 1, until=soon()),
    ]
    for attempt in attempts:
        with pytest.raises(KeyRefused):
            attempt()


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


def hang_up_in_the_middle(signed: SignedRequest, announced: int, sent: bytes) -> None:
    """Announce so many bytes, send fewer, and close the connection."""
    url = urlsplit(signed.url)
    headers = {**signed.headers, "Host": url.netloc, "Content-Length": str(announced)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
        connection.sendall(f"{signed.method} {url.path}?{url.query} HTTP/1.1\r\n{lines}\r\n".encode() + sent)
        time.sleep(0.3)


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


# -- parts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "contents",
    [
        pytest.param([b"a" * PART, b"b" * PART, b"rest"], id="three"),
        pytest.param([b"a" * PART, b""], id="empty-last"),
        pytest.param([b"small"], id="one-small"),
        pytest.param([b""], id="empty-file"),
    ],
)
def test_parts_make_a_whole(storage: Storage, contents: list[bytes]) -> None:
    key, whole = a_key("weights.pth"), b"".join(contents)
    upload, parts = upload_parts(storage, key, *contents)

    assert storage.sizes([key]) == {}
    stored = storage.finish_parts(key, upload, parts)

    assert stored.size == len(whole)
    assert stored.digest in (None, sha(whole))
    assert read(storage, key) == whole


def test_parts_may_come_in_any_order_and_again(storage: Storage) -> None:
    key = a_key()
    upload = storage.begin_parts(key, part_size=PART)
    etags = {}

    for number, content in [(2, b"end"), (1, b"x" * PART), (2, b"longer than"), (2, b"END")]:
        answer = send(storage.sign_part(key, upload, number, until=soon()), content)
        etags[number] = answer.headers["ETag"]
    storage.finish_parts(key, upload, [Part(number=n, etag=etags[n]) for n in (1, 2)])

    assert read(storage, key) == b"x" * PART + b"END"


def test_finishing_twice_is_done_once(storage: Storage) -> None:
    key = a_key()
    upload, parts = upload_parts(storage, key, b"x" * PART, b"y")

    first = storage.finish_parts(key, upload, parts)

    assert storage.finish_parts(key, upload, parts).size == first.size == PART + 1


def test_parts_that_do_not_fit_are_refused_and_can_be_mended(storage: Storage) -> None:
    key = a_key()
    upload, (one, two) = upload_parts(storage, key, b"x" * PART, b"y")
    wrong = Part(number=2, etag='"0123456789abcdef0123456789abcdef"')

    for parts in ([], [two], [two, one], [one, wrong], [one, two, Part(number=3, etag=two.etag)]):
        with pytest.raises(PartsWrong):
            storage.finish_parts(key, upload, parts)

    assert storage.sizes([key]) == {}
    assert storage.finish_parts(key, upload, [one, two]).size == PART + 1


def test_an_aborted_upload_is_unknown(storage: Storage) -> None:
    key = a_key()
    upload, parts = upload_parts(storage, key, b"x")
    late = storage.sign_part(key, upload, 1, until=soon())

    storage.abort_parts(key, upload)
    storage.abort_parts(key, upload)

    with pytest.raises(UploadUnknown):
        storage.finish_parts(key, upload, parts)
    assert 400 <= send(late, b"x").status_code < 500
    assert list(storage.listing()) == []


def test_an_upload_belongs_to_its_key(storage: Storage) -> None:
    upload, parts = upload_parts(storage, a_key(), b"x")

    with pytest.raises(UploadUnknown):
        storage.finish_parts(a_key(), upload, parts)


def test_a_part_that_broke_off_does_not_count(storage: Storage) -> None:
    key = a_key()
    upload = storage.begin_parts(key, part_size=PART)
    signed = storage.sign_part(key, upload, 1, until=soon())

    hang_up_in_the_middle(signed, PART, b"x" * 1000)
    time.sleep(0.5)

    with pytest.raises(PartsWrong):
        storage.finish_parts(key, upload, [Part(number=1, etag='"0123456789abcdef0123456789abcdef"')])


# -- many -------------------------------------------------------------------------------------------


def test_listing_gives_every_blob_with_its_size_and_prefix(storage: Storage) -> None:
    keys = {a_key(f"{n}.jpg"): n for n in range(30)}
    for key, size in keys.items():
        storage.put(key, [b"x" * size])

    found = list(storage.listing())

    assert {item.key: item.size for item in found} == keys
    assert len(found) == 30
    assert all(abs(item.modified - datetime.now(UTC)) < timedelta(minutes=2) for item in found)
    first = next(iter(keys))
    assert [item.key for item in storage.listing(first[:36])] == [first]


def test_deleting_takes_those_that_are_there(storage: Storage) -> None:
    keys = [a_key() for _ in range(5)]
    for key in keys:
        storage.put(key, [b"x"])

    storage.delete([*keys[:3], a_key()])
    storage.delete(keys[:3])
    storage.delete([])

    assert set(storage.sizes(keys)) == set(keys[3:])


def test_sweeping_removes_unfinished_uploads_and_no_blob(storage: Storage) -> None:
    done, key = a_key(), a_key()
    storage.put(done, [b"x"])
    upload, parts = upload_parts(storage, key, b"half")

    assert storage.sweep(before=datetime.now(UTC) - timedelta(hours=1)) == 0
    assert storage.sweep(before=soon()) == 1

    with pytest.raises(UploadUnknown):
        storage.finish_parts(key, upload, parts)
    assert storage.sizes([done]) == {done: 1}
