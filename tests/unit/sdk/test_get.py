"""Fetching one file: whole or not at all, resumed, checked."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

import pytest

from picsellia import _get
from picsellia._get import Getter, NotFetched, identical
from picsellia._wire import Wire
from picsellia.errors import NetworkError
from services.fake_http import Answer, Asked, FakeServer

BODY = os.urandom(100_000)
DIGEST = sha256(BODY).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.jpg"


def ranged(asked: Asked) -> Answer:
    start = int(asked.headers.get("Range", "bytes=0-")[6:].rstrip("-"))
    return Answer(206 if start else 200, BODY[start:])


def test_a_file_comes_whole(server: FakeServer, wire: Wire, path: Path) -> None:
    server.answer = ranged
    sizes: list[int] = []

    Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST, received=sizes.append)

    assert path.read_bytes() == BODY
    assert sum(sizes) == len(BODY)
    assert [each.name for each in path.parent.iterdir()] == ["a.jpg"]


def test_a_broken_transfer_goes_on_where_it_was(server: FakeServer, wire: Wire, path: Path) -> None:
    broken = iter([Answer(200, BODY, cut=30_000), Answer(206, BODY[30_000:], cut=1)])
    server.answer = lambda asked: next(broken, None) or ranged(asked)

    Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)

    assert path.read_bytes() == BODY
    assert [asked.headers.get("Range") for asked in server.asked] == [None, "bytes=30000-", "bytes=30001-"]


def test_a_store_that_knows_no_ranges_is_asked_for_all(server: FakeServer, wire: Wire, path: Path) -> None:
    answers = iter([Answer(200, BODY, cut=30_000), Answer(200, BODY)])
    server.answer = lambda asked: next(answers)

    Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)

    assert path.read_bytes() == BODY


def test_other_bytes_than_promised_never_appear(server: FakeServer, wire: Wire, path: Path) -> None:
    server.answer = lambda asked: Answer(200, b"x" * len(BODY))

    with pytest.raises(NotFetched, match="SHA-256"):
        Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)

    assert len(server.asked) == 2
    assert not list(path.parent.iterdir())


def test_a_file_that_is_there_is_replaced_only_by_a_whole_one(server: FakeServer, wire: Wire, path: Path) -> None:
    path.write_bytes(b"old")
    server.answer = lambda asked: Answer(200, BODY, cut=10)

    with pytest.raises(NetworkError):
        Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)

    assert path.read_bytes() == b"old"


def test_a_large_file_is_resumed_by_the_next_process(
    server: FakeServer, wire: Wire, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_get, "RESUMABLE", 1)
    server.answer = lambda asked: (
        Answer(200, BODY, cut=40_000) if "Range" not in asked.headers else Answer(hang_up=True)
    )
    with pytest.raises(NetworkError):
        Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)
    server.answer = ranged

    Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)

    assert server.asked[-1].headers["Range"] == "bytes=40000-"
    assert path.read_bytes() == BODY
    assert [each.name for each in path.parent.iterdir()] == ["a.jpg"]


def test_an_expired_address_is_renewed_once(server: FakeServer, wire: Wire, path: Path) -> None:
    server.answer = lambda asked: ranged(asked) if asked.path == "/new" else Answer(403, b"expired")

    Getter(wire).get(f"{server.url}/old", str(path), size=len(BODY), digest=DIGEST, renew=lambda: f"{server.url}/new")

    assert path.read_bytes() == BODY


@pytest.mark.parametrize("status", [403, 404, 410, 500])
def test_what_cannot_be_had_says_why(server: FakeServer, wire: Wire, path: Path, status: int) -> None:
    server.answer = lambda asked: Answer(status, b"no")

    with pytest.raises(NotFetched):
        Getter(wire).get(f"{server.url}/a", str(path), size=len(BODY), digest=DIGEST)

    assert not list(path.parent.iterdir())


def test_identical_means_every_byte(path: Path) -> None:
    path.write_bytes(BODY)

    assert identical(str(path), len(BODY), DIGEST)
    assert identical(str(path), len(BODY), None)
    assert not identical(str(path), len(BODY), "0" * 64)
    assert not identical(str(path), 3, DIGEST)
    assert not identical(str(path) + "x", len(BODY), DIGEST)
