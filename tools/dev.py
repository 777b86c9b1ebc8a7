"""./dev: sets up `.venv` and runs one of the commands below. Standard library alone.

./dev demo [--once] [--port N]      a running platform with real pictures in it
./dev test [--quick] [pytest args]  the checks, then the tests; --quick leaves out the slow ones
./dev check                         lint, format, types
./dev bench [name …]                benchmarks/*.py, one JSON line a result
./dev web                           build the web app
./dev openapi [--check]             write docs/reference/openapi.json from the routes
./dev reference [--check]           write docs/reference/sdk.md from the docstrings
./dev screenshots [name …]          docs/images: every page of the web app, light, dark and on a phone
./dev run COMMAND …                 any command inside the environment
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import demo
from environment import PYTHON, ROOT, Terminated, ensure, provide_node, say, terminated

NO_TESTS = 5  # pytest's exit status when it has found none
OPENAPI = ROOT / "docs" / "reference" / "openapi.json"
WEB = ROOT / "web"
WEB_APP = ROOT / "src" / "picsellia_server" / "webapp" / "index.html"


def run(command: Sequence[str | Path], variables: Mapping[str, str]) -> int:
    """The exit status of a command, in the repository; Ctrl-C is the command's own affair."""
    process = subprocess.Popen([str(word) for word in command], env=dict(variables), cwd=ROOT)
    while True:
        try:
            status = process.wait()
            return status if status >= 0 else 128 - status
        except Terminated:
            process.terminate()
        except KeyboardInterrupt:
            continue  # it got the same signal, and ends in its own way


def check(variables: Mapping[str, str]) -> int:
    """All three, also when the first has failed: one run tells everything."""
    commands: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
        [PYTHON, "-m", "mypy"],
    ]
    failed = 0
    for command in commands:
        say(" ".join(map(str, command[2:])))
        failed |= run(command, variables) != 0
    return failed


def test(arguments: list[str], variables: Mapping[str, str]) -> int:
    quick = "--quick" in arguments
    arguments = [each for each in arguments if each != "--quick"]
    failed = check(variables)
    if failed:
        say("the checks have failed (above); the tests run all the same")
    failed |= (0 if quick else web_packages(variables)) | web(variables)
    command: list[str | Path] = [PYTHON, "-m", "pytest", "-v", "-n", "2", "--dist", "loadgroup"]
    if quick:
        command += ["-m", "not slow and not s3"]
    status = run([*command, *arguments], variables)
    if status == NO_TESTS and (quick or not arguments):
        status = 0
    return status or failed


def bench(arguments: list[str], variables: Mapping[str, str]) -> int:
    scripts = sorted(path for path in (ROOT / "benchmarks").glob("[a-z]*.py") if not path.name.startswith("_"))
    wanted = [path for path in scripts if not arguments or path.stem in arguments]
    unknown = set(arguments) - {path.stem for path in scripts}
    if unknown or not wanted:
        say(f"benchmarks are: {', '.join(path.stem for path in scripts) or 'none yet'}")
        return 2
    return max(run([PYTHON, path], variables) for path in wanted)


def web(variables: Mapping[str, str], *, anew: bool = False) -> int:
    """Build the web app where it is missing or older than its sources; nothing to do where there is none to build."""
    if not (WEB / "package.json").is_file() or (not anew and _built()):
        return 0
    if provide_node(variables) != 0:
        return 1
    say("building the web app")
    return run([PYTHON, ROOT / "tools" / "web.py"], variables)


def _built() -> bool:
    if not WEB_APP.is_file():
        return False
    sources = [*WEB.glob("*.*"), *(WEB / "src").rglob("*"), *(WEB / "public").rglob("*")]
    return max(each.stat().st_mtime for each in sources if each.is_file()) <= WEB_APP.stat().st_mtime


def web_packages(variables: Mapping[str, str]) -> int:
    """What the web app's own tests need: its compiler, its test runner, the checker of accessibility."""
    if not (WEB / "package.json").is_file():
        return 0
    return provide_node(variables) or run([PYTHON, ROOT / "tools" / "web.py", "packages"], variables)


def openapi(arguments: list[str], variables: Mapping[str, str]) -> int:
    return run([PYTHON, "-m", "picsellia_server", "openapi", "--out", OPENAPI, *arguments], variables)


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if arguments else 2
    command, rest = arguments[0], arguments[1:]
    if command not in ("demo", "test", "check", "bench", "web", "openapi", "reference", "screenshots", "run"):
        print(f"./dev knows no {command!r}.\n\n{__doc__}", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, terminated)
    variables = ensure()
    if command == "demo":
        web(variables)
        return demo.main(rest, variables)
    if command == "test":
        return test(rest, variables)
    if command == "check":
        return check(variables)
    if command == "bench":
        return bench(rest, variables)
    if command == "web":
        return web(variables, anew=True)
    if command == "openapi":
        return openapi(rest, variables)
    if command == "reference":
        return run([PYTHON, ROOT / "tools" / "reference.py", *rest], variables)
    if command == "screenshots":
        return web(variables) or run([PYTHON, ROOT / "tools" / "screenshots.py", *rest], variables)
    return run(rest, variables)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
