"""The published packages themselves, unmodified, live a whole life against a real server.

Each has an environment of its own, made once a run; their pins are left out, as some have no wheel for this
Python. Where no package index can be reached these tests say so and are passed over.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from services import database
from services.server import LiveServer

pytestmark = pytest.mark.slow

LIFE = Path(__file__).with_name("life.py")
NEEDS = {
    "4.7.8": ("opencv-python-headless",),
    "4.7.39": ("opencv-python-headless",),
    "5.0": (),
    "5.0.22": ("beartype==0.8.1", "tqdm", "setuptools"),  # later beartypes refuse its annotations on 3.11
}
ALL_NEED = ("numpy", "scipy", "Pillow", "requests")
_UNREACHABLE = ("connection", "network", "dns", "timed out", "resolve", "offline", "failed to fetch")


def _uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("uv")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)


def _installed(version: str) -> Path:
    """The Python of an environment with that client; skips, loudly, where there is no index."""
    home = database.place() / "clients" / version
    home.parent.mkdir(exist_ok=True)
    with (home.parent / f"{version}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python, done = home / "bin" / "python", home / "done"
        if done.exists():
            return python
        made = _uv("venv", "-q", "--clear", "--python", sys.executable, str(home))
        assert made.returncode == 0, made.stderr
        for arguments in (["--no-deps", f"picsellia=={version}"], [*ALL_NEED, *NEEDS[version]]):
            found = _uv("pip", "install", "-q", "--python", str(python), *arguments)
            if found.returncode and any(word in found.stderr.lower() for word in _UNREACHABLE):
                said = f"The client {version} was NOT tried: no package index can be reached.\n{found.stderr[-500:]}"
                warnings.warn(said, stacklevel=2)
                pytest.skip(said)
            assert found.returncode == 0, found.stderr
        done.touch()
        return python


@pytest.mark.parametrize("version", NEEDS)
def test_a_published_client_lives_a_whole_life(version: str, live_server: LiveServer, tmp_path: Path) -> None:
    python = _installed(version)
    theirs = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PICSELLIA_TOKEN")}

    lived = subprocess.run(
        [str(python), "-W", "ignore", str(LIFE), version, live_server.url, live_server.token],
        cwd=tmp_path,
        env={**theirs, "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert lived.returncode == 0, f"{lived.stdout[-3000:]}\n{lived.stderr[-3000:]}"
    assert lived.stdout.rstrip().endswith("LIVED")
    assert "request.failed" not in live_server.log
