"""`picsellia experiments`, `store` and `models`, and what the shell says to mistakes, against a live server."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from picsellia.cli import COMMANDS, main
from picsellia.client import Client
from services.server import LiveServer

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def shell(live_server: LiveServer, organization: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> Client:
    """A client in the organization where the commands work, by the environment."""
    monkeypatch.setenv("PICSELLIA_HOST", live_server.url)
    monkeypatch.setenv("PICSELLIA_TOKEN", live_server.token)
    made = Client(organization=organization)
    capsys.readouterr()
    return made


def test_experiments_are_listed_and_get_files_from_the_shell(shell: Client, tmp_path: Path, capsys: Captured) -> None:
    where = ["--organization", shell.organization]
    project = shell.project.create("boats")
    experiment = shell.experiment.create("first", project_token=project.id)
    (tmp_path / "weights.bin").write_bytes(b"w" * 10)
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "model.pb").write_bytes(b"m")

    by_id = ["store", "weights.bin", "--experiment", experiment.id]
    by_name = ["store", "saved", "--zip", "--as", "model-latest", "--project", "boats", "--experiment", "first"]
    assert main([*by_id, *where]) == 0
    assert capsys.readouterr().out == f"{experiment.id}/weights.bin\n"
    assert main([*by_name, *where]) == 0
    assert capsys.readouterr().out == f"{experiment.id}/0/saved.zip\n"
    assert {file["name"] for file in experiment.list_files()} == {"weights.bin", "model-latest"}

    for command in (["experiments"], ["experiments", "--project", "boats"]):
        assert main([*command, *where]) == 0
        name, status, files, *_, identifier = capsys.readouterr().out.split("  ")
        assert (name, status, files, identifier) == ("boats/first", "started", "2 files", f"{experiment.id}\n")


def test_models_are_listed_and_get_files_from_the_shell(shell: Client, tmp_path: Path, capsys: Captured) -> None:
    where = ["--organization", shell.organization]
    model = shell.network.create("finder", "detection", framework="pytorch", private=False)
    (tmp_path / "config.yaml").write_text("x")

    assert main(["store", "config.yaml", "--as", "config", "--model", "finder", *where]) == 0
    assert capsys.readouterr().out == f"{model.id}/config.yaml\n"
    for command in (["models"], ["models", "--hub"]):
        assert main([*command, *where]) == 0
        lines = capsys.readouterr().out.splitlines()
        (line,) = [line.split() for line in lines if model.id in line]
        assert line == [f"{shell.organization}/finder", "detection", "pytorch", "1", "files", "public", model.id]


@pytest.mark.parametrize("command", ["experiments", "models", "datasets"])
def test_an_empty_list_says_so_beside_the_results(shell: Client, command: str, capsys: Captured) -> None:
    assert main([command, "--organization", shell.organization]) == 0

    said = capsys.readouterr()
    assert (said.out, said.err.splitlines()[-1]) == ("", "There are none yet.")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        pytest.param(["store", "weights.bin"], "--experiment", id="nowhere"),
        pytest.param(["store", "a", "--experiment", "x", "--model", "y"], "--experiment", id="two-places"),
        pytest.param(["store", "a", "--experiment", "first"], "project", id="no-project"),
        pytest.param(["store", "a", "--model", "nobody"], "nobody", id="no-model"),
        pytest.param(["experiments", "--project", "nobody"], "nobody", id="no-such-project"),
        pytest.param(["push", "boats"], "--images", id="no-pictures"),
        pytest.param(["push", "boats", "--images", "nowhere"], "--images", id="no-folder"),
        pytest.param(["push", "boats", "--only-annotations"], "--annotations", id="no-annotations"),
        pytest.param(["push", "a/b", "--images", "."], "a/b", id="slash"),
        pytest.param(["upload", "nowhere.jpg"], "nowhere.jpg was not uploaded", id="no-picture"),
        pytest.param(["sync", "nowhere"], "nowhere", id="no-journals"),
        pytest.param(["import", "nowhere.csv", "--project", "x"], "nowhere.csv", id="no-curves"),
        pytest.param(["download", "a/b/c"], "a/b/c", id="too-many-parts"),
        pytest.param(["login", "--token", " "], "token", id="empty-token"),
    ],
)
def test_mistakes_are_told_in_a_sentence_and_by_the_exit_status(
    shell: Client, command: list[str], said: str, capsys: Captured
) -> None:
    assert main(command) == 1

    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_every_command_explains_itself(capsys: Captured) -> None:
    for command in (
        "login",
        "logout",
        "whoami",
        "upload",
        "push",
        "datasets",
        "download",
        "experiments",
        "store",
        "models",
        "run",
        "sync",
        "import",
    ):
        with pytest.raises(SystemExit) as stopped:
            main([command, "--help"])
        assert stopped.value.code == 0
        assert f"usage: picsellia {command}" in capsys.readouterr().out
    assert "experiments" in COMMANDS


def test_the_server_command_of_an_sdk_alone_says_what_to_install() -> None:
    script = textwrap.dedent("""
        import sys
        for name in ("orjson", "sqlalchemy", "fastapi", "pydantic"):
            sys.modules[name] = None
        from picsellia_server.__main__ import main
        sys.exit(main())
    """)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "pip install '.[server]'" in done.stderr
    assert "Traceback" not in done.stderr
