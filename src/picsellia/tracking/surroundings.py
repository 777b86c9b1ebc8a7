"""What a run was made with: command, host, Python and its packages, git commit and what differs from it."""

from __future__ import annotations

import getpass
import os
import platform
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_PATIENCE = 20.0
_LONGEST_DIFF = 5 << 20


def described(command: Sequence[str]) -> dict[str, Any]:
    """A flat table of where and how a run was started."""
    found: dict[str, Any] = {
        "command": shlex.join(command)[:10_000],
        "folder": str(Path.cwd()),
        "host": platform.node(),
        "user": _user(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "python_path": sys.executable,
    }
    commit = _git("rev-parse", "HEAD")
    if commit:
        found["git_commit"] = commit.strip()
        found["git_branch"] = _git("rev-parse", "--abbrev-ref", "HEAD").strip()
        found["git_remote"] = _without_secrets(_git("config", "--get", "remote.origin.url").strip())
        found["git_changed"] = bool(_git("status", "--porcelain", "--untracked-files=no").strip())
    return found


def difference() -> str:
    """What the working tree differs from its commit by, as a patch; empty outside git."""
    found = _git("diff", "HEAD", "--binary")
    return found if len(found) <= _LONGEST_DIFF else found[:_LONGEST_DIFF] + "\n… cut\n"


def packages(python: str = sys.executable) -> str:
    """The installed packages of an interpreter, `name==version` a line, by name."""
    code = (
        "from importlib.metadata import distributions\n"
        "found = {f\"{each.metadata['Name']}=={each.version}\" for each in distributions() if each.metadata['Name']}\n"
        "print(*sorted(found, key=str.lower), sep='\\n')"
    )
    try:
        return subprocess.run(
            [python, "-c", code], capture_output=True, text=True, timeout=_PATIENCE, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(*arguments: str) -> str:
    try:
        answer = subprocess.run(
            ["git", *arguments],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0"},
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode("utf-8", "replace") if answer.returncode == 0 else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        return str(getattr(os, "getuid", lambda: "")())


def _without_secrets(remote: str) -> str:
    """An address without the password that some people keep in it."""
    scheme, separator, rest = remote.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if separator and "@" in rest.split("/")[0] else remote
