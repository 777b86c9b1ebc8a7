"""Starts the S3 store of `s3.sh` once for all test processes of a run; the last one out stops it."""

from __future__ import annotations

import fcntl
import os
import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCRIPT = Path(__file__).with_name("s3.sh")


class NoS3(Exception):
    """No S3 store can be had on this machine; the message says why."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def s3_environment(folder: Path) -> Iterator[dict[str, str]]:
    """The AWS_… variables of a store that runs until the last user of `folder` has left."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "settings"
    with (folder / "start").open("w") as starting, (folder / "users").open("w") as users:
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        if not settings.exists():
            lines = f"S3_DIR={folder / 'store'}\nS3_PORT={free_port()}\nS3_MON_PORT={free_port()}\n"
            _run("start", lines)
            settings.write_text(lines)
        lines = settings.read_text()
        fcntl.flock(starting, fcntl.LOCK_UN)
        try:
            exports = _run("env", lines).splitlines()
            yield dict(shlex.split(line)[1].split("=", 1) for line in exports)
        finally:
            fcntl.flock(starting, fcntl.LOCK_EX)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses it
            else:
                settings.unlink(missing_ok=True)
                _run("stop", lines)


def _run(verb: str, lines: str) -> str:
    environment = {**os.environ, **dict(line.split("=", 1) for line in lines.split())}
    # Daemons inherit what they are given: a file, not a pipe, or reading it would never end.
    with (Path(environment["S3_DIR"]).parent / f"{verb}.log").open("w+") as log:
        done = subprocess.run([SCRIPT, verb], env=environment, stdout=log, stderr=subprocess.STDOUT, timeout=600)
        log.seek(0)
        said = log.read()
    if done.returncode:
        raise NoS3(said.strip()[-2000:])
    return said
