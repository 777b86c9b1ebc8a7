"""Logging and recording against a live server: exact and in order, whatever happens to either side."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from picsellia.client import Client
from picsellia.errors import InvalidQueryError, ResourceNotFoundError
from picsellia.experiments import Experiment
from services.server import LiveServer

SOURCE = str(Path(__file__).parents[2] / "src")
NAMES = 10


@pytest.fixture
def experiment(client: Client) -> Experiment:
    project = client.project.create("harbours")
    return client.experiment.create("one", project_token=project.id)


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server that may be killed."""
    server = LiveServer(data=tmp_path / "server").start()
    yield server
    server.stop()


def a_script(folder: Path, body: str) -> str:
    path = folder / "script.py"
    path.write_text(textwrap.dedent(body))
    return str(path)


def environment(server: LiveServer, client: Client, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": SOURCE,
        "PICSELLIA_TOKEN": server.token,
        "PICSELLIA_HOST": server.url,
        "PICSELLIA_JOURNAL": str(folder / "journals"),
        "organization": client.organization,
    }


def picsellia(*arguments: str, environ: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "picsellia.cli", *arguments], env=environ, capture_output=True)


LOOP = """
    import os, sys
    from picsellia.client import Client
    exp = Client.Experiment(id=sys.argv[1], organization=os.environ["organization"])
    count = int(sys.argv[2])
    for step in range(count):
        exp.log(f"m{step % 10}", [step / 7], "line")
    print("logged", flush=True)
"""


def expected(count: int) -> dict[str, list[float]]:
    return {f"m{n}": [step / 7 for step in range(n, count, NAMES)] for n in range(NAMES)}


def stored(experiment: Experiment) -> dict[str, Any]:
    return {each["name"]: each["data"] for each in experiment.list_data()}


def test_a_script_sees_its_own_writes(experiment: Experiment) -> None:
    for step in range(300):
        experiment.log("loss", step / 7, "line")

    assert experiment.get_data("loss") == [step / 7 for step in range(300)]


@pytest.mark.slow
def test_a_hundred_thousand_points_arrive_exact_and_in_order(experiment: Experiment) -> None:
    for step in range(100_000):
        experiment.log(f"m{step % 10}", [step / 7], "line")
    experiment.flush(60)

    assert stored(experiment) == expected(100_000)


@pytest.mark.slow
def test_a_server_that_is_killed_again_and_again_loses_and_doubles_nothing(own_server: LiveServer) -> None:
    client = Client(own_server.token, host=own_server.url, interactive=False)
    project = client.project.create("harbours")
    experiment = client.experiment.create("one", project_token=project.id)

    for step in range(30_000):
        experiment.log(f"m{step % 10}", [step / 7], "line")
        if step % 6_000 == 3_000:
            own_server.kill()
            own_server.start()
    experiment.flush(60)

    assert stored(experiment) == expected(30_000)


@pytest.mark.slow
def test_what_a_killed_run_had_logged_is_sent_by_sync(
    live_server: LiveServer, client: Client, experiment: Experiment, tmp_path: Path
) -> None:
    script = a_script(tmp_path, LOOP + "\n    import time; time.sleep(60)\n")
    away = {**environment(live_server, client, tmp_path), "PICSELLIA_MODE": "offline"}
    process = subprocess.Popen([sys.executable, script, experiment.id, "50000"], env=away, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"logged\n"
        time.sleep(2)
        process.send_signal(signal.SIGKILL)
        process.wait()

    environ = environment(live_server, client, tmp_path)
    first = picsellia("sync", "--organization", client.organization, environ=environ)
    again = picsellia("sync", environ=environ)

    assert first.returncode == 0, first.stderr
    assert b"sent" in first.stdout
    assert b"Nothing is left" in again.stdout
    assert stored(experiment) == expected(50_000)


@pytest.mark.slow
def test_two_processes_at_once_lose_nothing(
    live_server: LiveServer, client: Client, experiment: Experiment, tmp_path: Path
) -> None:
    script = a_script(tmp_path, LOOP)
    command = [sys.executable, script, experiment.id, "20000"]
    both = [
        subprocess.Popen(command, env=environment(live_server, client, tmp_path), stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [process.wait(120) for process in both] == [0, 0]

    found = stored(experiment)
    assert {name: sorted(points) for name, points in found.items()} == {
        name: sorted(points * 2) for name, points in expected(20_000).items()
    }
    assert list((tmp_path / "journals").glob("*")) == []


def test_an_offline_experiment_is_made_when_it_is_sent(
    live_server: LiveServer, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = client.project.create("harbours")
    monkeypatch.setenv("PICSELLIA_JOURNAL", str(tmp_path / "journals"))
    (tmp_path / "weights.bin").write_bytes(b"weights")

    with Client.Experiment(host=live_server.url, mode="offline", project_token=project.id) as offline:
        offline.create("far away", description="on a ship")
        offline.log("loss", [1.0, 0.5], "line")
        offline.store("weights", str(tmp_path / "weights.bin"))
        offline.update(status="success")
    report = picsellia(
        "sync", "--organization", client.organization, environ=environment(live_server, client, tmp_path)
    )

    assert report.returncode == 0, report.stderr + report.stdout
    found = client.experiment.checkout(name="far away", project_token=project.id)
    assert (found["description"], found["status"]) == ("on a ship", "success")
    assert found.get_data("loss") == [1.0, 0.5]
    assert Path(found.download("weights", str(tmp_path / "out"))).read_bytes() == b"weights"
    assert list((tmp_path / "journals").glob("*")) == []


def test_what_the_server_refuses_is_told_late_and_once(experiment: Experiment) -> None:
    experiment.log("curves", {"a": [1], "b": [2]}, "line")
    experiment.log("curves", [3], "line")

    with pytest.raises(InvalidQueryError, match="say which one grows"):
        experiment.flush()
    assert experiment.get_data("curves") == {"a": [1], "b": [2]}


def test_an_experiment_that_is_gone_is_told_at_the_flush(client: Client, experiment: Experiment) -> None:
    other = Client.Experiment(session=client.session, id=experiment.id)
    experiment.delete()

    other.log("loss", [1.0], "line")

    with pytest.raises(ResourceNotFoundError):
        other.close(5)


PROGRAM = """
    import os, signal, sys
    print("--#--Start training")
    for number in range(int(sys.argv[1])):
        print("line", number)
    if os.fork() == 0:
        print("from a child", flush=True)
        os._exit(0)
    os.wait()
    for number in range(100):
        print(f"\\r{number} %", end="", file=sys.stderr)
    print(file=sys.stderr)
    print("-----"); print("10 %"); print("20 %"); print("--*--")
    print("bytes: \\u6e2f", flush=True)
    os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.slow
def test_a_run_is_passed_through_byte_by_byte_and_recorded_whole(
    live_server: LiveServer, client: Client, experiment: Experiment, tmp_path: Path
) -> None:
    script = a_script(tmp_path, PROGRAM)
    environ = {**environment(live_server, client, tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, script, "20000"]
    bare = subprocess.run(command, env=environ, capture_output=True)

    run = picsellia(
        "run", "--experiment", experiment.id, "--organization", client.organization, "--", *command, environ=environ
    )

    assert (run.stdout, run.returncode) == (bare.stdout, 128 + signal.SIGTERM)
    assert run.stderr.endswith(bare.stderr)
    found = experiment.checkout(experiment.id)
    assert found["status"] == "failed"
    described = client.session.get(f"/api/experiments/{experiment.id}/telemetry")
    assert (described["state"], described["exit_code"]) == ("ended", "143")
    assert [chapter["name"] for chapter in described["chapters"]] == ["Start training"]
    log = json.loads(Path(found.download("logs", str(tmp_path / "out"))).read_text())
    lines = log["--#--Start training\n"]["logs"]
    assert [lines[str(number + 1)] for number in range(20_000)] == [f"line {number}" for number in range(20_000)]
    rest = list(lines.values())[20_001:]
    assert {"from a child", "20 %", "bytes: \u6e2f", "99 %", "The command ended by SIGTERM."} <= set(rest)
    assert "10 %" not in rest
    last = client.session.get(f"/api/experiments/{experiment.id}/telemetry/lines", {"start": -4})
    assert [line["text"] for line in last] == list(lines.values())[-4:]
    assert found.get_data("run")["command"].endswith("20000")
    assert {"logs", "packages"} <= {each["name"] for each in found.list_files()}


def test_a_block_records_what_is_printed_inside_it(client: Client, experiment: Experiment) -> None:
    def train() -> None:
        with experiment.logging(metrics=0):
            experiment.start_logging_chapter("Start training")
            print("one")
            raise ZeroDivisionError("nothing to divide")

    with pytest.raises(ZeroDivisionError):
        train()
    experiment.flush()

    found = Client.Experiment(session=client.session).checkout(experiment.id)
    texts = list(found["logging"]["logs"].values())
    assert texts[:2] == ["Start training", "one"]
    assert texts[-1].startswith("ZeroDivisionError")
    assert (found["status"], found["logging"]["exit_code"]["exit_code"]) == ("failed", "1")
    assert [each["name"] for each in found.list_files()] == ["logs"]
