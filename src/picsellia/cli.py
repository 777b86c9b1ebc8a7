"""The `picsellia` command. Its verbs are the modules of `commands/`; this reads the command line and tells errors.

Exit status: 0; 1 for an error, with a sentence on standard error; 2 for a wrong command line; 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from picsellia import __version__
from picsellia.errors import PicselliaError

COMMANDS = ("login", "pictures", "datasets", "experiments", "run", "sync", "importing")
"""Modules of `picsellia.commands`, in the order of the help text."""

_EPILOG = "The token and the server: options, then PICSELLIA_TOKEN and PICSELLIA_HOST, then `picsellia login`."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    options = parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except PicselliaError as error:
        for line in (f"picsellia: {error}", *getattr(error, "__notes__", ())):
            print(line, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. What was done is kept; running the same again completes it.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read the output has gone; without this Python complains once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def parser() -> argparse.ArgumentParser:
    """The command line, with every verb."""
    made = argparse.ArgumentParser(prog="picsellia", description="Pictures, datasets and models.", epilog=_EPILOG)
    made.add_argument("--version", action="version", version=f"picsellia {__version__}")
    commands = made.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name in COMMANDS:
        import_module(f"picsellia.commands.{name}").add(commands)
    return made


if __name__ == "__main__":
    sys.exit(main())
