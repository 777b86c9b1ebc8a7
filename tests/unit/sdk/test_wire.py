"""Bytes over plain sockets: what servers may answer, and what connections may do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from picsellia._http import Connection
from picsellia._put import Window
from picsellia._retry import Backoff
from picsellia._wire import Wire
from picsellia.errors import InvalidQueryError, NetworkError
from services.fake_http import Answer, FakeServer


def test_credentials_stay_at_home(server: FakeServer, wire: Wire) -> None:
    wire.send("GET", f"{server.url}/a?sig=1", headers={}, backoff=Backoff()).close()

    assert server.asked[0].path == "/a?sig=1"
    assert "Authorization" not in server.asked[0].headers
    assert "X-Picsellia-Client" not in server.asked[0].headers


@pytest.mark.parametrize("chunked", [True, False])
def test_bodies_of_both_kinds_are_read_and_the_connection_kept(server: FakeServer, wire: Wire, chunked: bool) -> None:
    server.answer = lambda asked: Answer(200, b"0123456789" * 10_000, chunked=chunked)

    for _ in range(3):
        answer = wire.send("GET", f"{server.url}/a", headers={}, backoff=Backoff())
        assert answer.data == b"0123456789" * 10_000

    assert len({asked.connection for asked in server.asked}) == 1


def test_an_answer_without_a_body_keeps_the_connection(server: FakeServer, wire: Wire) -> None:
    server.answer = lambda asked: Answer(204)

    for method in ("PUT", "HEAD", "PUT"):
        assert wire.send(method, f"{server.url}/a", headers={}, backoff=Backoff()).data == b""

    assert len({asked.connection for asked in server.asked}) == 1


def test_a_connection_that_was_closed_while_idle_is_replaced_without_a_wait(
    server: FakeServer, wire: Wire, waits: list[float]
) -> None:
    server.answer = lambda asked: Answer(200, b"x", {"Connection": "keep-alive"}, cut=1)

    for _ in range(3):
        assert wire.send("GET", f"{server.url}/a", headers={}, backoff=Backoff()).data == b"x"
        time.sleep(0.02)

    assert not waits


def test_silence_is_retried_and_ends_in_an_error_naming_the_host(
    server: FakeServer, wire: Wire, waits: list[float]
) -> None:
    server.answer = lambda asked: Answer(hang_up=True)

    with pytest.raises(NetworkError, match=f"{server.url} after 6 tries"):
        wire.send("GET", f"{server.url}/a", headers={}, backoff=Backoff())

    assert len(waits) == 5


def test_a_store_that_is_busy_is_asked_again(server: FakeServer, wire: Wire, waits: list[float]) -> None:
    answers = iter([Answer(503, b"busy", {"Retry-After": "3"}), Answer(200, b"ok")])
    server.answer = lambda asked: next(answers)

    assert wire.send("PUT", f"{server.url}/a", headers={}, body=b"x", backoff=Backoff()).data == b"ok"
    assert waits[0] >= 3


def test_a_file_is_sent_from_its_descriptor_at_each_try(server: FakeServer, wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"..." + b"x" * 3_000_000 + b"...")
    answers = iter([Answer(hang_up=True), Answer(200)])
    server.answer = lambda asked: next(answers)

    wire.send(
        "PUT",
        f"{server.url}/a",
        headers={"Content-Length": "3000000"},
        body=lambda: Window(str(tmp_path / "a"), 3, 3_000_000),
        backoff=Backoff(),
    )

    assert [asked.body for asked in server.asked] == [b"x" * 3_000_000] * 2


def test_a_body_that_ends_too_early_is_an_error(server: FakeServer, wire: Wire) -> None:
    server.answer = lambda asked: Answer(200, b"x" * 100, cut=40)

    with pytest.raises(OSError, match="60 bytes too early"):
        _ = wire.send("GET", f"{server.url}/a", headers={}, backoff=Backoff()).data


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a/b", "/relative", "http://127.0.0.1:1/a b", "http:///a"])
def test_what_is_no_address_of_bytes_is_refused(wire: Wire, url: str) -> None:
    with pytest.raises(InvalidQueryError, match="which is none"):
        wire.send("GET", url, headers={}, backoff=Backoff(1))


def test_a_line_break_in_a_header_is_never_sent(server: FakeServer, wire: Wire) -> None:
    with pytest.raises(NetworkError):
        wire.send("PUT", f"{server.url}/a", headers={"A": "b\r\nHost: other"}, body=b"", backoff=Backoff(1))

    assert not server.asked


def test_a_proxy_of_the_environment_is_used(
    server: FakeServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    server.answer = lambda asked: Answer(200, b"by proxy")

    answer = Wire(connection).send("GET", "http://elsewhere.example/a", headers={}, backoff=Backoff(1))

    assert answer.data == b"by proxy"
    assert server.asked[0].path == "http://elsewhere.example/a"
