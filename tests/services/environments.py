"""Python environments with packages that these tests try and nothing else needs; each is made once a run.

Where no package index can be reached, tests that need one say so and are passed over.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from services import database

_UNREACHABLE = ("connection", "network", "dns", "timed out", "resolve", "offline", "failed to fetch")


def environment(name: str, *installs: list[str]) -> Path:
    """The Python of the environment `name`, into which pip has installed each of `installs` in turn."""
    home = database.place() / "environments" / name
    home.parent.mkdir(exist_ok=True)
    with (home.parent / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        python, done = home / "bin" / "python", home / "done"
        if done.exists():
            return python
        made = _uv("venv", "-q", "--clear", "--python", sys.executable, str(home))
        assert made.returncode == 0, made.stderr
        for arguments in installs:
            found = _uv("pip", "install", "-q", "--python", str(python), *arguments)
            if found.returncode and any(word in found.stderr.lower() for word in _UNREACHABLE):
                said = f"{name} was NOT tried: no package index can be reached.\n{found.stderr[-500:]}"
                warnings.warn(said, stacklevel=2)
                pytest.skip(said)
            assert found.returncode == 0, found.stderr
        done.touch()
        return python


def _uv(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("uv")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
