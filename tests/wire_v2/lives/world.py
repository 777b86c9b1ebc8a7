"""What every step of a life uses: which client it is, the server's own view, and which methods were called."""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import requests

Client: Any = importlib.import_module("picsellia.client").Client

VERSION, URL, TOKEN = sys.argv[1:4]
HOST = f"{URL}/sdk/v2/"
OLD = VERSION.startswith("4.7")
NEWEST = VERSION.startswith("5.0.")
LAST = VERSION == "5.0.22"
SCANS = hasattr(Client.Experiment, "get_next_run")
ME = f"life-{VERSION}"
MIB = 1 << 20
BOX = {"type": "rectangle", "label": "boat", "qa": [], "rectangle": {"top": 4, "left": 8, "width": 20, "height": 9}}
RING = {
    "type": "polygon",
    "label": "quay",
    "polygon": {"geometry": [{"x": 0, "y": 1}, {"x": 9, "y": 1}, {"x": 9, "y": 9}]},
}

_called: set[str] = set()


def rest(path: str) -> Any:
    """What the REST API says."""
    answer = requests.get(f"{URL}{path}", headers={"Authorization": f"Token {TOKEN}"}, timeout=60)
    answer.raise_for_status()
    return answer.json()


def refused(function: Callable[..., Any], *args: Any, **named: Any) -> str:
    """What a call that must fail raises, as text."""
    try:
        function(*args, **named)
    except Exception as error:  # noqa: BLE001 -- each version has errors of its own
        return str(error) or type(error).__name__
    raise AssertionError(f"{function} was not refused")


def folder(name: str) -> Path:
    made = Path(name)
    made.mkdir(parents=True, exist_ok=True)
    return made


def _methods(cls: type, name: str) -> Iterator[tuple[type, str, str, Callable[..., Any]]]:
    for key, value in vars(cls).items():
        if inspect.isclass(value):
            yield from _methods(value, f"{name}.{key}")
        elif inspect.isfunction(value) and (not key.startswith("_") or key == "__str__"):
            yield cls, key, f"{name}.{key}", value


def _counted(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def counting(*args: Any, **named: Any) -> Any:
        _called.add(name)
        return function(*args, **named)

    return counting


ALL = list(_methods(Client, "Client"))
for owner, key, name, function in ALL:
    setattr(owner, key, _counted(function, name))


def never_called() -> set[str]:
    """The public methods of this client that this process has not called."""
    return {name for _, _, name, _ in ALL} - _called
