"""tools/chromium.py: which browser the tests get, and what it says where there is none."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
STARTS = "#!/bin/sh\necho Chromium 153\n"
IS_A_NOTE = "#!/bin/sh\necho 'Install the snap' >&2; exit 1\n"


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def found(path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What it says with nothing but `path` to look in, and no packages of this environment."""
    given = {"PATH": str(path), "HOME": str(path), **variables}
    command = [sys.executable, "-S", str(ROOT / "tools" / "chromium.py")]
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=120)


def test_the_one_that_is_named_is_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium", STARTS)
    named = program(tmp_path / "my chrome", STARTS)

    done = found(tmp_path / "bin", PICSELLIA_CHROMIUM=str(named))

    assert done.stdout.strip() == str(named)


def test_a_named_one_that_does_not_start_is_told_instead_of_another_taken(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium", STARTS)

    done = found(tmp_path / "bin", PICSELLIA_CHROMIUM="/no/such/chrome")

    assert done.returncode == 1
    assert "PICSELLIA_CHROMIUM is /no/such/chrome, which does not start." in done.stderr


def test_a_program_that_is_only_a_note_is_passed_over(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium-browser", IS_A_NOTE)
    real = program(tmp_path / "bin" / "google-chrome", STARTS)

    assert found(tmp_path / "bin").stdout.strip() == str(real)


def test_where_there_is_none_and_none_can_be_had_it_says_why(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "node", "#!/bin/sh\necho v22.12.0\n")
    program(tmp_path / "bin" / "npm", "#!/bin/sh\necho 'no network' >&2; exit 1\n")

    done = found(tmp_path / "bin")

    assert done.returncode == 1
    assert "This machine has no Chromium that starts." in done.stderr
    assert "PICSELLIA_CHROMIUM=/path/to/it" in done.stderr
    if sys.platform == "linux" and os.uname().machine == "x86_64":
        assert "npm could not fetch one: no network" in done.stderr
    assert not list(tmp_path.rglob("start"))
