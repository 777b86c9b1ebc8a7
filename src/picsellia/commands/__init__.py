"""The verbs of the `picsellia` command, one module each.

A module has `add(commands)`, which adds its parser to the sub-parsers and sets `run` on it: a function from the parsed
arguments to the exit status. `cli.py` lists the modules.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from picsellia.client import Client

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = Any


def connection_options(parser: argparse.ArgumentParser) -> None:
    """The options of every verb that talks to a server."""
    parser.add_argument("--host", metavar="URL", help="address of the server (default: as `picsellia login` stored)")
    parser.add_argument("--organization", metavar="NAME", help="organization to work in (default: your own)")
    parser.add_argument("--no-progress", action="store_true", help="draw no progress bars")


def client(options: argparse.Namespace) -> Client:
    """A client by the options; its greeting goes to standard error, which leaves standard output to results."""
    import contextlib
    import sys

    from picsellia.client import Client

    with contextlib.redirect_stdout(sys.stderr):
        return Client(organization=options.organization, host=options.host, interactive=not options.no_progress)
