"""Requests: credentials, retries, errors."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from picsellia._config import Target
from picsellia._connected import check_versions, connect
from picsellia._http import Connection
from picsellia.errors import (
    ApiLimitError,
    InvalidQueryError,
    NetworkError,
    PicselliaError,
    ProcessingError,
    ResourceNotFoundError,
)
from services.fake_http import Answer, Asked, FakeServer, as_json, problem


def test_a_request_says_who_asks_and_with_what(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: as_json({"a": 1})
    connection.organization = "org-id"

    assert connection.get("/api/x", {"b": 2}) == {"a": 1}

    headers = server.asked[0].headers
    assert server.asked[0].path == "/api/x?b=2"
    assert headers["Authorization"] == "Token t0ken"
    assert headers["X-Picsellia-Organization"] == "org-id"
    assert headers["X-Picsellia-Client"].startswith("picsellia-python/")
    assert "Idempotency-Key" not in headers


def test_connections_are_kept(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: as_json({})

    for _ in range(5):
        connection.get("/api/x")

    assert len({asked.connection for asked in server.asked}) == 1


def test_a_change_is_repeated_with_the_same_key_and_body(
    server: FakeServer, connection: Connection, waits: list[float]
) -> None:
    answers = iter([Answer(hang_up=True), Answer(503), Answer(502), as_json({"done": True})])
    server.answer = lambda asked: next(answers)

    assert connection.post("/api/x", {"a": 1}) == {"done": True}

    assert len(server.asked) == 4
    assert len({asked.headers["Idempotency-Key"] for asked in server.asked}) == 1
    assert len({asked.body for asked in server.asked}) == 1
    assert waits == sorted(waits) or len(waits) == 3


def test_two_changes_have_two_keys(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: as_json({})

    connection.post("/api/x")
    connection.post("/api/x")

    assert server.asked[0].headers["Idempotency-Key"] != server.asked[1].headers["Idempotency-Key"]


def test_waiting_is_as_long_as_the_server_asks(server: FakeServer, connection: Connection, waits: list[float]) -> None:
    answers = iter([Answer(429, headers={"Retry-After": "7"}), as_json({})])
    server.answer = lambda asked: next(answers)

    connection.get("/api/x")

    assert 7 <= waits[0] < 8


def test_too_many_requests_end_in_an_error(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: problem(429, "rate_limited", "Slow down.")

    with pytest.raises(ApiLimitError, match="Slow down"):
        connection.get("/api/x")

    assert len(server.asked) == 6


@pytest.mark.parametrize("status", [400, 404, 409, 500])
def test_what_the_server_has_decided_is_not_repeated(server: FakeServer, connection: Connection, status: int) -> None:
    server.answer = lambda asked: problem(status, "c", "No.")

    with pytest.raises(PicselliaError, match=r"No\. \(request r-1\)"):
        connection.post("/api/x")

    assert len(server.asked) == 1


def test_nobody_there_is_a_network_error_naming_the_host(waits: list[float]) -> None:
    connection = Connection(Target("http://127.0.0.1:9", "t"))

    with pytest.raises(NetworkError, match=r"http://127\.0\.0\.1:9 after 6 tries: connection refused"):
        connection.get("/api/x")

    assert len(waits) == 5


def test_a_redirect_is_not_followed_with_credentials(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: Answer(302, headers={"Location": "http://127.0.0.1:9/elsewhere"})

    with pytest.raises(NetworkError, match="elsewhere"):
        connection.get("/api/x")

    assert len(server.asked) == 1


def test_an_entry_of_netrc_does_not_replace_the_token(
    server: FakeServer, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login other password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    server.answer = lambda asked: as_json({})

    connection.get("/api/x")

    assert server.asked[0].headers["Authorization"] == "Token t0ken"


def test_cookies_are_neither_kept_nor_sent(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: Answer(200, b"{}", {"Set-Cookie": "a=b; Path=/"})

    connection.get("/api/x")
    connection.get("/api/x")

    assert "Cookie" not in server.asked[1].headers


def test_an_answer_that_is_no_json_is_an_error(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: Answer(200, b"<html>")

    with pytest.raises(ProcessingError, match="no JSON"):
        connection.get("/api/x")


def test_a_value_that_json_cannot_hold_is_refused_before_it_is_sent(server: FakeServer, connection: Connection) -> None:
    with pytest.raises(InvalidQueryError, match="cannot be sent as JSON"):
        connection.post("/api/x", {"a": object()})

    assert not server.asked


def test_a_child_process_has_connections_of_its_own(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: as_json({"pid": 1})
    connection.get("/api/x")

    child = os.fork()
    if not child:
        try:
            connection.get("/api/child")
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    connection.get("/api/x")

    mine = {asked.connection for asked in server.of("GET", "/api/x")}
    assert len(mine) == 1
    assert {asked.connection for asked in server.of("GET", "/api/child")}.isdisjoint(mine)


def test_a_connection_can_be_pickled(server: FakeServer, connection: Connection) -> None:
    server.answer = lambda asked: as_json({"a": 1})
    connection.get("/api/x")

    assert pickle.loads(pickle.dumps(connection)).get("/api/x") == {"a": 1}


# Starting


def _welcome(asked: Asked) -> Answer:
    organization = {"id": "1b6f", "name": "öko"}
    versions = {"server": "0.1.0", "sdk": "0.1.0", "min_sdk": "0.1.0", "wheel": "/sdk/wheel/x.whl"}
    return as_json({"username": "ada", "organization": organization, **versions})


def test_a_start_greets_and_keeps_the_organizations_id(server: FakeServer, capsys: pytest.CaptureFixture[str]) -> None:
    server.answer = _welcome

    connection = connect("t", "öko", server.url, interactive=False)

    assert capsys.readouterr().out == "Hi ada, welcome back.\n"
    assert server.asked[0].path == "/api/ping?organization=%C3%B6ko"
    assert (connection.organization, connection.organization_name) == ("1b6f", "öko")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(404, b"not here"), id="404"),
        pytest.param(as_json(["x"]), id="other-json"),
        pytest.param(problem(404, "no_such_route", "x"), id="no-route"),
    ],
)
def test_another_program_at_the_address_is_told_apart(server: FakeServer, answer: Answer) -> None:
    server.answer = lambda asked: answer

    with pytest.raises(ResourceNotFoundError, match="no Picsellia server at"):
        connect("t", None, server.url, interactive=False)


def test_an_sdk_that_is_too_old_says_how_to_upgrade() -> None:
    welcome = {"server": "2.0.0", "min_sdk": "1.10.0", "wheel": "/sdk/wheel/picsellia-2.0.0-py3-none-any.whl"}

    with pytest.raises(PicselliaError, match=r"pip install --upgrade http://a/sdk/wheel/picsellia-2\.0\.0") as error:
        check_versions(welcome, "http://a", own="1.9.9")

    assert "SDK (1.9.9) is too old" in str(error.value)


def test_a_server_that_is_too_old_is_its_operators_matter() -> None:
    with pytest.raises(PicselliaError, match="Its operator must upgrade it"):
        check_versions({"server": "0.0.9", "min_sdk": "0.0.1"}, "http://a", own="0.1.0")
