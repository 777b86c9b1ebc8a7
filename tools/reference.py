"""docs/reference/sdk.md, from the docstrings: the SDK's public classes, method by method.

./dev reference           write it
./dev reference --check   exit 1 when it is not what the docstrings say
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "sdk.md"
HEAD = """# SDK reference

Made from the docstrings by `./dev reference`; mend those, not this page.

"""
# What people write, and where it is.
CLASSES = (
    ("Client", "picsellia.client", "Client"),
    ("Client.Datalake", "picsellia.datalake", "Datalake"),
    ("Client.Datalake.Picture", "picsellia.pictures", "Picture"),
    ("Client.Datalake.Dataset", "picsellia.datasets", "Dataset"),
    ("Client.Network", "picsellia.networks", "Network"),
    ("Client.Project", "picsellia.projects", "Project"),
    ("Client.Experiment", "picsellia.experiments", "Experiment"),
)


def page() -> str:
    parts = [HEAD]
    for shown, module, name in CLASSES:
        if importlib.util.find_spec(module) is None:
            continue
        found = getattr(importlib.import_module(module), name)
        parts.append(f"## `{shown}`\n\n{_text(found)}\n")
        parts.extend(_method(name, member) for name, member in _members(found))
    errors = importlib.import_module("picsellia.errors")
    parts.append(f"## Errors\n\n```text\n{inspect.cleandoc(errors.__doc__ or '')}\n```\n")
    return "\n".join(parts)


def _members(owner: type) -> Iterator[tuple[str, Any]]:
    """Public methods and properties, of the class before those of its bases, in the order of the source."""
    seen: set[str] = set()
    for kind in owner.__mro__:
        if not kind.__module__.startswith("picsellia"):
            continue
        for name, member in vars(kind).items():
            if name in seen or (name.startswith("_") and name != "__init__") or inspect.isclass(member):
                continue
            seen.add(name)
            if isinstance(member, FunctionType | property | classmethod | staticmethod) or hasattr(member, "func"):
                yield name, member


def _method(name: str, member: Any) -> str:
    function = getattr(member, "__func__", None) or getattr(member, "func", None) or member
    if isinstance(function, FunctionType) and not hasattr(member, "func"):
        signature = inspect.signature(function)
        own = signature.replace(parameters=[p for p in signature.parameters.values() if p.name not in ("self", "cls")])
        # Annotations are kept as text; its quotation marks are not for the reader.
        shown = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(own))
        head = f"### `{name}{shown}`"
        if name == "__init__":
            return f"{head}\n"
    else:
        head = f"### `{name}`"
    return f"{head}\n\n{_text(function)}\n"


def _text(documented: Any) -> str:
    """The docstring; its indented lists (arguments, returns, raises) keep their lines."""
    lines = (inspect.getdoc(documented) or "").splitlines()
    out, listing = [], False
    for line in lines:
        if line.rstrip(":") in ("Args", "Returns", "Raises", "Yields") and line.endswith(":"):
            out += ["", f"**{ {'Args': 'Arguments'}.get(line[:-1], line[:-1]) }**", ""]
            listing = True
        elif listing and line.startswith("    ") and not line.startswith("     "):
            out.append(f"- {line.strip()}")
        elif listing and line.startswith("     "):
            out.append(f"  {line.strip()}")
        else:
            listing = listing and not line.strip()
            out.append(line)
    return "\n".join(out).strip()


def main(arguments: list[str]) -> int:
    text = page().rstrip() + "\n"
    if "--check" in arguments:
        if PAGE.is_file() and PAGE.read_text() == text:
            return 0
        print("docs/reference/sdk.md is not what the docstrings say. Run: ./dev reference", file=sys.stderr)
        return 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
