"""The sources of the web app: their own tests pass, and their types agree with the API's document."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WEB = ROOT / "web"

pytestmark = pytest.mark.slow


def node(program: str, *words: str) -> None:
    """Run a Node program in web/; its failure is the test's."""
    if not (WEB / "node_modules" / "typescript").is_dir():
        pytest.fail("The packages of the web app's tests are missing. Run: python tools/web.py packages")
    command = [sys.executable, str(ROOT / "tools" / "web.py"), "node", program, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-3000:]


def test_the_tests_of_the_web_app_pass(tmp_path: Path) -> None:
    report = tmp_path / "report.json"

    node("node_modules/vitest/vitest.mjs", "run", "--reporter=json", f"--outputFile={report}")

    told = json.loads(report.read_text())
    assert told["numTotalTests"] == told["numPassedTests"] > 0
    assert len(told["testResults"]) == len(list((WEB / "src").rglob("*.test.ts")))


def test_the_types_of_the_web_app_agree() -> None:
    node("node_modules/typescript/bin/tsc", "--noEmit")


def test_the_types_of_the_answers_are_those_of_the_api() -> None:
    node("scripts/openapi.mjs", "--check")
