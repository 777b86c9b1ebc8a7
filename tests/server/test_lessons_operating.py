"""What operators meet: a database that dies or is not there, a full disk. It says what to do, or mends itself."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from fastapi import Request
from psycopg.errors import DiskFull
from sqlalchemy.exc import OperationalError

from picsellia_server import cli, logs
from picsellia_server.db import postmaster
from picsellia_server.http.problems import told
from picsellia_server.operations.doctor import doctor
from picsellia_server.settings import Settings
from services.server import LiveServer


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command run in this process must not leave the log writing into a test's captured output."""
    monkeypatch.setattr(logs, "set_up", lambda _: None)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    made = LiveServer(data=tmp_path / "data").start()
    yield made
    made.stop()


def _make_project(server: LiveServer, name: str) -> int:
    headers = {"Authorization": f"Bearer {server.token}"}
    asked = {"project_name": name}
    return requests.post(f"{server.url}/api/projects", json=asked, headers=headers, timeout=60).status_code


@pytest.mark.slow
def test_a_database_that_is_killed_under_the_server_is_started_again(server: LiveServer) -> None:
    assert _make_project(server, "before") == 201
    cluster = server.data / "postgres" / "cluster"

    for round_ in range(2):
        killed = postmaster.running(cluster)
        assert killed is not None
        os.kill(killed.pid, signal.SIGKILL)
        statuses: list[int] = []
        end = time.monotonic() + 60
        while time.monotonic() < end and (not statuses or statuses[-1] != 201):
            statuses.append(_make_project(server, f"after {round_}.{len(statuses)}"))
            time.sleep(0.1)

        assert statuses[-1] == 201, server.log[-3000:]
        assert set(statuses) <= {201, 503}, "nothing is a fault of ours meanwhile"

    assert _make_project(server, "before") == 409, "what was acknowledged is there"
    assert server.log.count("database.started_again") == 2
    assert requests.get(f"{server.url}/readyz", timeout=60).status_code == 200


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("postgresql://u:hush@127.0.0.1:1/x", "The database does not answer", id="nobody-there"),
        pytest.param("postgresql://u:hu@sh:x/y:z@@/", "write an @, : or / in the password as", id="unquoted-password"),
        pytest.param("mysql://u:hush@host/x", "must begin with postgresql://", id="another-kind"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "migrate", "fsck", "gc", "backup"])
def test_a_database_that_cannot_be_had_is_a_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    url: str,
    said: str,
) -> None:
    monkeypatch.setenv("PICSELLIA_DATABASE_URL", url)
    further = {"serve": ["--port", "0"], "backup": [str(tmp_path / "b.tar")]}.get(command, [])

    status = cli.main([command, "--data", str(tmp_path / "data"), *further])

    told_so = capsys.readouterr().err
    assert status == 1
    assert said in told_so
    assert "Traceback" not in told_so
    assert "hu" not in told_so.replace("hush@127", "")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        pytest.param(errno.ENOSPC, "Make room", id="full"),
        pytest.param(errno.EDQUOT, "Make room", id="quota"),
        pytest.param(errno.EROFS, "the right to write there", id="read-only"),
        pytest.param(errno.EACCES, "the right to write there", id="forbidden"),
    ],
)
def test_a_disk_that_lets_a_command_down_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, said: str
) -> None:
    def fails(*_: object) -> int:
        raise OSError(number, os.strerror(number), "/data/file")

    monkeypatch.setattr(cli, "_settings", fails)

    assert cli.main(["settings"]) == 1
    written = capsys.readouterr().err
    assert said in written
    assert "/data/file" in written


def test_a_full_disk_under_the_database_is_no_passing_trouble() -> None:
    request = Request({"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""})

    status, code, sentence = told(request, OperationalError("INSERT", {}, DiskFull("could not extend file")))

    assert (status, code) == (507, "storage.full")
    assert "make room" in sentence


def test_the_doctor_sees_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """Also before the first start, and also as root, where nothing but the disk itself refuses."""
    findings = [str(finding) for finding in doctor(Settings(data=Path("/proc/1/nowhere/data")))]

    assert any("/proc/1" in finding and "cannot be written" in finding for finding in findings), findings
