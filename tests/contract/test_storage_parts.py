"""Multipart uploads of every store, over real HTTP."""

from __future__ import annotations

import time

import pytest

from picsellia_server.storage.port import (
    Part,
    PartsWrong,
    Storage,
    UploadUnknown,
)
from services.store_client import PART, a_key, hang_up_in_the_middle, read, send, sha, soon, upload_parts

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
