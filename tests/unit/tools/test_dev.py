"""./dev: which Python it takes, and what it says where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OLD = '#!/bin/sh\ncase "$1" in --version) echo "Python 3.9.2";; *) exit 1;; esac\n'


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A PATH with what any system has, and an old Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "dirname"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    (folder / "python3").write_text(OLD)
    (folder / "python3").chmod(0o755)
    return folder


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in an awkward place, whose tools/dev.py tells who runs it."""
    copy = tmp_path / "it's a clone, é"
    (copy / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "dev", copy / "dev")
    (copy / "tools" / "dev.py").write_text("import sys; print(sys.argv[1:], sys.version_info[:2] >= (3, 11))")
    return copy


def run(checkout: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([checkout / "dev", *words], env=variables, capture_output=True, text=True)


def test_an_old_python_is_told_what_to_do(checkout: Path, programs: Path) -> None:
    done = run(checkout, "demo", PATH=str(programs))

    assert done.returncode == 1
    assert "needs Python 3.11 or newer, and here is: Python 3.9.2" in done.stderr
    assert "apt install" in done.stderr


def test_no_python_at_all_is_told_the_same(checkout: Path, programs: Path) -> None:
    (programs / "python3").unlink()

    done = run(checkout, "demo", PATH=str(programs))

    assert done.returncode == 1
    assert "no python3 at all" in done.stderr


def test_a_new_enough_python_is_found_behind_an_old_one(checkout: Path, programs: Path) -> None:
    (programs / "python3.12").symlink_to(sys.executable)

    done = run(checkout, "test", "-k", "a b", PATH=str(programs))

    assert done.stdout.strip() == "['test', '-k', 'a b'] True"


def test_a_named_python_is_taken(checkout: Path, programs: Path) -> None:
    done = run(checkout, "check", PATH=str(programs), PYTHON=sys.executable)

    assert done.stdout.strip() == "['check'] True"


def test_continuous_integration_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert [line for line in lines if not line.startswith(("#", "set ", "cd "))] == ["exec ./dev test"]
