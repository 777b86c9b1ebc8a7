"""Every code block of the README does what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.server import LiveServer

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
PYTHON = [code for language, code in BLOCKS if language == "python"]
COMMANDS = [
    line.removeprefix("$ ")
    for language, code in BLOCKS
    if language == "console"
    for line in code.splitlines()
    if line.startswith("$ ")
]
# Tried elsewhere: by CI itself, by tests/packaging, by tests/server/running.
ELSEWHERE = ("./dev demo", "./dev test", "pip install '.[server]'", "picsellia-server serve")


@pytest.fixture
def environment(live_server: LiveServer, organization: str, tmp_path: Path, photos: Any) -> dict[str, str]:
    """A folder as the README supposes it: photographs, and their annotations as COCO."""
    photos("a.jpg", "b.jpg", "night/c.jpg")
    coco = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 64, "height": 48}],
        "categories": [{"id": 1, "name": "boat"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 30, 20]}],
    }
    (tmp_path / "boats.json").write_text(json.dumps(coco))
    token = {"PICSELLIA_HOST": live_server.url, "PICSELLIA_TOKEN": _own_token(live_server, organization)}
    return {**os.environ, **token, "PYTHONPATH": str(ROOT / "src")}


def _own_token(server: LiveServer, organization: str) -> str:
    """A token of the test's own organization, so that the README's names are free in it."""
    from picsellia.client import Client

    client = Client(server.token, organization, server.url)
    made = client.session.post("/api/tokens", {"name": "readme", "organization": True})
    return str(made["secret"])


def _run(command: list[str], environment: dict[str, str], folder: Path, **more: Any) -> str:
    done = subprocess.run(
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=300, **more
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return str(done.stdout)


def test_the_readme_runs_from_its_first_block_to_its_last(
    environment: dict[str, str], live_server: LiveServer, tmp_path: Path
) -> None:
    assert len(PYTHON) == 3
    said = _run([sys.executable, "-c", "\n".join(PYTHON)], environment, tmp_path)

    assert "Number of Assets selected : 3" in said
    assert len(list((tmp_path / "copy").rglob("*.jpg"))) == 3
    assert "1 written" in said
    for line in (each for each in COMMANDS if each.startswith("picsellia ")):
        command = [sys.executable, "-m", "picsellia.cli", *shlex.split(line)[1:]]
        command = [word.replace("http://127.0.0.1:8000", live_server.url) for word in command]
        typed = {"input": f"{environment['PICSELLIA_TOKEN']}\n"} if "login" in command else {}
        _run(command, environment, tmp_path, **typed)
    assert len(list((tmp_path / "elsewhere").rglob("*.jpg"))) == 3


def test_every_command_of_the_readme_is_tried_somewhere() -> None:
    untried = [line for line in COMMANDS if not line.startswith(("picsellia ", "pip install http", *ELSEWHERE))]

    assert not untried


@pytest.mark.slow
def test_the_sdk_installs_from_the_server_into_a_clean_environment(live_server: LiveServer, tmp_path: Path) -> None:
    line = next(each for each in COMMANDS if each.startswith("pip install http"))
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "clean")], check=True)
    python = str(tmp_path / "clean" / "bin" / "python")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    address = line.split()[-1].replace("http://127.0.0.1:8000", live_server.url)
    _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", address], environment, tmp_path)
    command = [str(tmp_path / "clean" / "bin" / "picsellia"), "whoami"]
    given = {**environment, "PICSELLIA_HOST": live_server.url, "PICSELLIA_TOKEN": live_server.token}

    assert live_server.username in _run(command, given, tmp_path)
