"""A real `picsellia-server serve` in a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 90.0


@dataclass(slots=True, kw_only=True)
class LiveServer:
    """Started by `start`, and again after `kill`; `url` is where it answers now."""

    data: Path
    username: str = "owner"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    token: str = field(default_factory=lambda: secrets.token_hex(20))
    settings: dict[str, str] = field(default_factory=dict)
    url: str = ""
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> LiveServer:
        """Returns once it answers; after the first time on the same port as before."""
        (self.data / "address").unlink(missing_ok=True)
        command = [sys.executable, "-m", "picsellia_server", "serve", "--data", str(self.data)]
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()
        return self

    def kill(self) -> None:
        """As a power cut to the server's process; PostgreSQL lives on, as it would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """In order; its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    @property
    def log(self) -> str:
        return (self.data.parent / f"{self.data.name}.log").read_text("utf-8", "replace")

    def _environment(self) -> dict[str, str]:
        source = str(Path(__file__).parents[2] / "src")
        theirs = {name: value for name, value in os.environ.items() if not name.startswith("PICSELLIA_")}
        return {
            **theirs,
            "PYTHONPATH": source,
            "PICSELLIA_OWNER": self.username,
            "PICSELLIA_OWNER_PASSWORD": self.password,
            "PICSELLIA_OWNER_TOKEN": self.token,
            "PICSELLIA_TESTING": "1",
            "PICSELLIA_FSYNC": "0",
            "PICSELLIA_LOG_FORMAT": "text",
            **self.settings,
        }

    def _wait(self) -> None:
        assert self.process is not None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.url = (self.data / "address").read_text().strip()
            except OSError:
                self.url = ""
            if self.url:
                self.port = int(self.url.rpartition(":")[2])
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"The server did not start. Its log ends:\n{self.log[-3000:]}")
