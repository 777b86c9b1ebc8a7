"""The SDK that the server offers installs in a clean environment and works there."""

from __future__ import annotations

import base64
import hashlib
import io
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import requests

from picsellia.client import Client
from picsellia_server.http.sdk_wheel import REQUIRES, REQUIRES_PYTHON, built
from services.server import LiveServer

ROOT = Path(__file__).parents[2]


def wheel_url(server: LiveServer) -> str:
    version = requests.get(f"{server.url}/api/version", timeout=30).json()
    return f"{server.url}{version['wheel']}"


def test_the_wheel_is_whole_and_says_so_itself(live_server: LiveServer) -> None:
    answer = requests.get(wheel_url(live_server), timeout=60)

    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        (record,) = [name for name in names if name.endswith("/RECORD")]
        lines = [line.split(",") for line in archive.read(record).decode().splitlines()]
        assert [line[0] for line in lines] == names
        for name, digest, size in lines[:-1]:
            found = base64.urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).decode().rstrip("=")
            assert (f"sha256={found}", str(len(archive.read(name)))) == (digest, size)
    assert {"picsellia/client.py", "picsellia/py.typed", "picsellia/formats/coco.py"} <= set(names)
    assert not [name for name in names if name.startswith("picsellia_server")]


def test_the_wheel_is_the_same_every_time() -> None:
    first = built()
    built.cache_clear()

    assert built() == first


def test_another_name_is_told_the_right_one(live_server: LiveServer) -> None:
    answer = requests.get(f"{live_server.url}/sdk/wheel/picsellia-9.9.9-py3-none-any.whl", timeout=30)

    assert answer.status_code == 404
    assert "/sdk/wheel/picsellia-" in answer.json()["detail"]


def test_its_requirements_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert list(REQUIRES) == project["dependencies"]
    assert project["requires-python"] == REQUIRES_PYTHON
    assert project["scripts"]["picsellia"] == "picsellia.cli:main"


@pytest.mark.slow
def test_pip_installs_it_in_a_clean_environment(live_server: LiveServer, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"

    installed = subprocess.run(
        [python, "-m", "pip", "install", "-q", wheel_url(live_server)], capture_output=True, text=True, check=False
    )
    assert installed.returncode == 0, installed.stderr
    told = subprocess.run(
        [tmp_path / "venv" / "bin" / "picsellia", "whoami"],
        env={"PICSELLIA_TOKEN": live_server.token, "PICSELLIA_HOST": live_server.url, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )

    assert told.stdout == f"owner, organization owner, at {live_server.url}\n"


def test_both_packages_have_one_version(live_server: LiveServer) -> None:
    import picsellia
    import picsellia_server

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert picsellia.__version__ == picsellia_server.__version__ == project["version"]
    assert Client(live_server.token, host=live_server.url).session.get("/api/version")["sdk"] == picsellia.__version__
