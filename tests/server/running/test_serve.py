"""`picsellia-server` as people run it: a process that is started, asked, stopped and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from picsellia_server.db import postmaster
from picsellia_server.db.embedded import Embedded
from picsellia_server.db.engine import make_engine
from picsellia_server.jobs.queue import defer
from services.server import LiveServer

SOURCE = str(Path(__file__).parents[3] / "src")
pytestmark = pytest.mark.slow

Make = Callable[..., LiveServer]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[LiveServer] = []

    def build(**options: object) -> LiveServer:
        made.append(LiveServer(data=tmp_path / "data", **options))  # type: ignore[arg-type]
        return made[-1]

    yield build
    for each in made:
        if each.process is not None and each.process.poll() is None:
            each.stop()
    left = postmaster.running(tmp_path / "data" / "postgres" / "cluster")
    if left is not None:
        left.stop()


def command(*words: str, data: Path, given: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PICSELLIA_")}
    return subprocess.run(
        [sys.executable, "-m", "picsellia_server", *words, "--data", str(data)],
        env={**environment, "PYTHONPATH": SOURCE, "PICSELLIA_TESTING": "1", **variables},
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
    )


def ping(server: LiveServer, token: str | None = None) -> requests.Response:
    return requests.get(
        f"{server.url}/api/ping", headers={"Authorization": f"Bearer {token or server.token}"}, timeout=10
    )


def test_it_answers_with_the_owner_that_was_asked_for(make: Make) -> None:
    server = make(username="grace").start()

    answer = ping(server)

    assert answer.status_code == 200
    assert answer.json()["username"] == "grace"


def test_an_owner_that_nobody_named_is_made_up_and_shown_at_the_first_start_only(make: Make, tmp_path: Path) -> None:
    server = make()
    server.username = server.password = server.token = ""
    server.start()
    shown = dict(line.split() for line in server.log.splitlines() if line.startswith("  ") and len(line.split()) == 2)
    server.stop()

    assert shown["User"] == "owner"
    assert len(shown["Password"]) >= 12
    server.start()
    assert ping(server, shown["Token"]).status_code == 200
    assert server.log.count(shown["Token"]) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda each: each.name)
def test_a_signal_stops_all_of_it_within_seconds(make: Make, number: signal.Signals) -> None:
    server = make().start()
    assert server.process is not None
    database = postmaster.running(server.data / "postgres" / "cluster")
    assert database is not None

    started = time.monotonic()
    server.process.send_signal(number)

    assert server.process.wait(20) == 0
    assert time.monotonic() - started < 8
    assert not database.alive
    assert not (server.data / "address").exists()


def test_a_signal_to_the_whole_group_as_ctrl_c_sends_it_stops_in_order(make: Make) -> None:
    server = make().start()
    assert server.process is not None

    os.killpg(server.process.pid, signal.SIGINT)

    assert server.process.wait(20) == 0
    assert "database system was not properly shut down" not in (server.data / "postgres" / "server.log").read_text()


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.6, 0.9, 1.3])
def test_a_signal_while_it_starts_leaves_nothing_running(make: Make, seconds: float, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": SOURCE, "PICSELLIA_TESTING": "1"}
    data = tmp_path / "data"
    words = [sys.executable, "-m", "picsellia_server", "serve", "--data", str(data), "--port", "0"]
    process = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    time.sleep(seconds)
    process.terminate()
    _, said = process.communicate(timeout=30)

    # Before Python has come to our code, the signal ends the process itself.
    assert process.returncode in (0, -signal.SIGTERM), said
    assert postmaster.running(data / "postgres" / "cluster") is None
    make().start().stop()


def test_after_a_kill_the_next_start_works_and_finds_everything(make: Make) -> None:
    server = make().start()
    for _ in range(3):
        server.kill()
        server.start()
        assert ping(server).status_code == 200


def test_after_a_kill_of_server_and_database_the_next_start_works(make: Make) -> None:
    server = make().start()
    server.kill()
    database = postmaster.running(server.data / "postgres" / "cluster")
    assert database is not None
    os.kill(database.pid, signal.SIGKILL)

    server.start()

    assert ping(server).status_code == 200


def test_a_second_server_on_the_same_folder_is_told_who_has_it(make: Make) -> None:
    server = make().start()
    assert server.process is not None

    second = command("serve", "--port", "0", data=server.data)

    assert second.returncode == 1
    assert f"process {server.process.pid}" in second.stderr
    assert ping(server).status_code == 200


def test_a_port_in_use_is_said_in_one_sentence_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        done = command("serve", "--port", str(other.getsockname()[1]), data=tmp_path / "data")

    assert done.returncode == 1
    assert "another program has it" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        pytest.param(("serve", "--host", "nowhere.invalid"), {}, "is not an address", id="host"),
        pytest.param(
            ("serve",), {"PICSELLIA_WORKERS": "many"}, "PICSELLIA_WORKERS must be a whole number", id="number"
        ),
        pytest.param(("serve",), {"PICSELLIA_LOG_LEVEL": "loud"}, "must be one of", id="level"),
        pytest.param(("user", "token", "nobody"), {}, "nobody", id="user"),
    ],
)
def test_a_mistake_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], variables: dict[str, str], sentence: str
) -> None:
    done = command(*words, data=tmp_path / "data", **variables)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_users_are_added_signed_in_and_disabled_beside_a_running_server(make: Make) -> None:
    server = make().start()

    added = command("user", "add", "ada", "--stdin", data=server.data, given="a long password\n")
    token = command("user", "token", "ada", "--days", "3", data=server.data).stdout.split()[-1]

    assert added.returncode == 0, added.stderr
    assert "a long password" not in added.stdout
    assert ping(server, token).json()["username"] == "ada"
    assert command("user", "disable", "ada", data=server.data).returncode == 0
    assert ping(server, token).status_code == 401
    assert command("user", "enable", "ada", data=server.data).returncode == 0
    assert ping(server, token).status_code == 200


def test_users_are_added_without_a_server_and_nothing_stays_running(tmp_path: Path) -> None:
    done = command("user", "add", "ada", data=tmp_path / "data")

    assert done.returncode == 0, done.stderr
    assert "Password" in done.stdout
    assert postmaster.running(tmp_path / "data" / "postgres" / "cluster") is None


def test_a_worker_runs_beside_a_server_that_has_none(make: Make) -> None:
    server = make(settings={"PICSELLIA_WORKERS": "0"}).start()
    environment = {**os.environ, "PYTHONPATH": SOURCE, "PICSELLIA_TESTING": "1"}
    words = [sys.executable, "-m", "picsellia_server", "worker", "--data", str(server.data)]
    worker = subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        engine = make_engine(Embedded(server.data).url, size=1)
        with engine.begin() as connection:
            defer(connection, "jobs.sweep", {})
        done = sa.text("SELECT status FROM procrastinate_jobs WHERE task_name = 'jobs.sweep' ORDER BY id DESC LIMIT 1")
        end = time.monotonic() + 60
        status = ""
        while status != "succeeded" and time.monotonic() < end:
            time.sleep(0.1)
            with engine.connect() as connection:
                status = str(connection.scalar(done))
        assert status == "succeeded"
    finally:
        worker.terminate()
        _, said = worker.communicate(timeout=20)

    assert worker.returncode == 0, said
    assert ping(server).status_code == 200


def test_settings_are_explained_and_secrets_not_shown(tmp_path: Path) -> None:
    done = command("settings", data=tmp_path / "data", PICSELLIA_OWNER_TOKEN="s3cret-token")

    assert "PICSELLIA_TRASH_DAYS=30" in done.stdout
    assert "s3cret-token" not in done.stdout
    assert not (tmp_path / "data").exists()
