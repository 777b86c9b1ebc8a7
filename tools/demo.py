"""./dev demo: the platform on a free port, with a folder of its own, and a script that uses it.

The platform stays until Ctrl-C; with --once it ends with the script. A second run finds the pictures
of the first.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from environment import PYTHON, ROOT, say

DATA = ROOT / "demo-data"
SCRIPTS = (ROOT / "examples" / "tree_crowns.py", ROOT / "examples" / "tree_training.py")
PATIENCE = 180.0


def main(arguments: list[str], variables: Mapping[str, str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="end when the script has ended")
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("--data", type=Path, default=DATA, help="default: demo-data in this repository")
    options = parser.parse_args(arguments)

    data: Path = options.data.absolute()
    owner = _owner(data)
    server = serve(data, options.port, owner, variables)
    try:
        address = address_of(server, data)
        if address is None:
            return 1
        status = run_scripts(address, owner, variables)
        _tell(address, owner)
        if options.once or status != 0:
            return status
        say("the platform runs until Ctrl-C")
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        stop(server)


def _owner(data: Path) -> dict[str, str]:
    """The first user's name, password and token: made at the first run, kept for the next."""
    file = data / "demo-owner.json"
    try:
        return dict(json.loads(file.read_text()))
    except (OSError, ValueError):
        owner = {"name": "demo", "password": secrets.token_urlsafe(12), "token": secrets.token_hex(20)}
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(owner))
    new.replace(file)
    return owner


def serve(data: Path, port: int, owner: Mapping[str, str], variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    ours = {name: value for name, value in variables.items() if not name.startswith("PICSELLIA_")}
    ours |= {
        "PICSELLIA_OWNER": owner["name"],
        "PICSELLIA_OWNER_PASSWORD": owner["password"],
        "PICSELLIA_OWNER_TOKEN": owner["token"],
        "PICSELLIA_LOG_LEVEL": os.environ.get("PICSELLIA_LOG_LEVEL", "warning"),
    }
    (data / "address").unlink(missing_ok=True)
    say("starting the platform")
    command = [str(PYTHON), "-m", "picsellia_server", "serve", "--data", str(data), "--port", str(port)]
    # In a session of its own: Ctrl-C comes here, and the server is stopped in order.
    return subprocess.Popen(command, env=ours, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)


def address_of(server: subprocess.Popen[bytes], data: Path) -> str | None:
    """Where it answers; None when it has ended, having said why."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            return (data / "address").read_text().strip()
        except OSError:
            pass
        if server.poll() is not None:
            return None
        time.sleep(0.05)
    say(f"the platform has not answered for {PATIENCE:.0f} s")
    return None


def run_scripts(address: str, owner: Mapping[str, str], variables: Mapping[str, str]) -> int:
    client = {"PICSELLIA_HOST": address, "PICSELLIA_TOKEN": owner["token"]}
    for script in SCRIPTS:
        say(f"running {script.relative_to(ROOT)}")
        status = subprocess.run([PYTHON, script], env={**variables, **client}, cwd=ROOT).returncode
        if status != 0:
            return status
    return 0


def _tell(address: str, owner: Mapping[str, str]) -> None:
    print(f"\n  Address   {address}\n  User      {owner['name']}\n  Password  {owner['password']}", flush=True)
    print(f"  Token     {owner['token']}\n", flush=True)


def stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


if __name__ == "__main__":
    sys.exit("Run it as: ./dev demo")
