"""`picsellia-server` commands as an operator types them, beside a running server or without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"


def operate(
    *words: str | Path, data: Path, source: Path = SOURCE, timeout: float = 300, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder; `variables` are environment variables, `source` the code to run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PICSELLIA_")}
    given = {"PYTHONPATH": str(source), "PICSELLIA_TESTING": "1", "PICSELLIA_FSYNC": "0", **variables}
    return subprocess.run(
        [sys.executable, "-m", "picsellia_server", *map(str, words), "--data", str(data)],
        env={**environment, **given},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
