"""What every store does alike, a local folder and S3: bytes in and out, names, many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import requests

from picsellia_server.storage.keys import named
from picsellia_server.storage.port import (
    BlobMissing,
    KeyRefused,
    Part,
    Storage,
    UploadUnknown,
)
from services.corpus import ODD_NAMES, REFUSED_KEYS
from services.store_client import PART, MiB, a_key, read, send, sha, soon, upload_parts, url_of

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
    assert "/" not in key


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
