"""What the SDK promises about itself: it stands alone, loads fast, is documented and typed."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import picsellia
from picsellia import errors

SDK = Path(picsellia.__file__).parent
MODULES = sorted(SDK.rglob("*.py"))
HEAVY = ("numpy", "PIL", "pandas", "requests", "urllib3", "tqdm", "scipy", "orjson", "http.client", "ssl")


def imported(code: str) -> set[str]:
    """The modules that are loaded after running `code` in a new Python."""
    found = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=SDK.parent,
    )
    return set(found.stdout.split())


@pytest.mark.parametrize("code", ["import picsellia", "from picsellia.client import Client", "import picsellia.cli"])
def test_importing_is_light(code: str) -> None:
    assert not imported(code) & set(HEAVY)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SDK)))
def test_the_sdk_never_imports_the_server(path: Path) -> None:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])

    assert "picsellia_server" not in names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SDK)))
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


def _public() -> Iterator[tuple[str, Any]]:
    client = picsellia.Client
    entries = [client, client.Datalake, client.Datalake.Picture, client.Datalake.Dataset]
    entries += [found for name in ("Network", "Project", "Experiment") if (found := getattr(client, name, None))]
    for owner in entries:
        for name in dir(owner):
            member = inspect.getattr_static(owner, name)
            if name.startswith("_") or inspect.isclass(member) or name in ("__init__",):
                continue
            yield f"{owner.__name__}.{name}", member


@pytest.mark.parametrize("member", [pytest.param(member, id=name) for name, member in _public()])
def test_every_public_method_is_documented_and_typed(member: Any) -> None:
    function = member.fget if isinstance(member, property) else getattr(member, "func", member)
    if not callable(function):
        return

    assert (inspect.getdoc(function) or "").strip().splitlines()[0].rstrip(".:")
    hints = inspect.signature(function)
    assert hints.return_annotation is not inspect.Signature.empty
    untyped = [p.name for p in hints.parameters.values() if p.name != "self" and p.annotation is p.empty]
    assert not untyped


def test_the_package_is_marked_as_typed() -> None:
    assert (SDK / "py.typed").exists()


def test_the_tree_of_errors_in_the_docstring_is_the_real_one() -> None:
    assert errors.__doc__ is not None
    classes = [value for value in vars(errors).values() if inspect.isclass(value)]

    for kind in classes:
        if issubclass(kind, errors.PicselliaError):
            assert kind.__name__ in errors.__doc__
